"""One person's record as their clinician sees it: alerts, Progress, programme, notes, choices."""

from contextlib import suppress
from uuid import UUID

import streamlit as st

from kneeapp.domain.clinic.caseload import CaseloadEntry
from kneeapp.store.clinic import care
from kneeapp.ui.clinic import alerts, notes, prescription
from kneeapp.ui.findings import standing
from kneeapp.ui.programme import phase, state
from kneeapp.ui.progress import page
from kneeapp.ui.shell import request_context
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, RequestContext, tab
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when

PERSON = "person"
PROGRESS, PROGRAMME, NOTES, CHOICES = "Progress", "Programme", "Notes", "Choices"


def opened() -> UUID | None:
    """Whose record the address asks for."""
    with suppress(ValueError):
        return UUID(st.query_params.get(PERSON, ""))
    return None


def render_patient(here: RequestContext, person: UUID) -> None:
    """The record of `person`; raises NotAllowed where they do not let the clinician see it."""
    if st.button("Back to the list", icon=":material/arrow_back:", type="tertiary"):
        _leave()
    visit = request_context.open_record(person)
    if tab().viewing != str(person):
        care.view(visit.record, here.now)
        tab().viewing = str(person)
    case = alerts.seen(visit)
    st.title(plain(case.name))
    small(_in_short(visit, case))
    alerts.render_alerts(visit, case)
    view = st.segmented_control(
        "Record",
        [PROGRESS, PROGRAMME, NOTES, CHOICES],
        default=PROGRESS,
        required=True,
        width="stretch",
        label_visibility="collapsed",
    )
    _VIEWS[view](visit)
    _discharge_button(visit)


def _in_short(visit: RecordContext, case: CaseloadEntry) -> str:
    last = case.last_session
    moment = f"Last session {when(last, visit.zone, visit.now)}. " if last else ""
    since = when(case.since, visit.zone, visit.now)
    return (
        f"{moment}{case.this_week} of {case.weekly_target} sessions this week. "
        f"Lets you see this since {since}. What you open is noted."
    )


def _render_programme(visit: RecordContext) -> None:
    course = state.course(visit, standing.stand(visit))
    if course.trainings:
        phase.render_phase(visit, course)
    else:
        st.info("Nothing of the programme is done yet.")


_VIEWS = {
    PROGRESS: page.render_progress,
    PROGRAMME: _render_programme,
    NOTES: notes.render_notes,
    CHOICES: prescription.render_prescription,
}


def _discharge_button(visit: RecordContext) -> None:
    with st.expander("Look after them no longer", icon=":material/person_remove:"):
        small("You see this record no more. They can let you in again when you ask.")
        if st.button("Give up this record"):
            care.discharge(visit.record, visit.now)
            _leave()


def _leave() -> None:
    del st.query_params[PERSON]
    st.rerun()
