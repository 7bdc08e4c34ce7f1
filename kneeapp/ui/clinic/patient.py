"""A patient's record as the clinician sees it: alerts, progress, programme, notes, choices."""

from contextlib import suppress
from uuid import UUID

import streamlit as st

from kneeapp.domain.clinic.caseload import CaseloadEntry
from kneeapp.store.clinic import care, deputies
from kneeapp.ui.clinic import alerts, notes, prescription, screening_answers, work_list
from kneeapp.ui.findings import standing
from kneeapp.ui.programme import phase, state
from kneeapp.ui.progress import page
from kneeapp.ui.shell import request_context
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, RequestContext, tab
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar

PROGRESS = "Progress"


def person_in_address() -> UUID | None:
    """The id of the person in the page's address; None without a valid one."""
    with suppress(ValueError):
        return UUID(st.query_params.get(work_list.PERSON, ""))
    return None


def render_patient(request: RequestContext, person: UUID) -> None:
    """The record of `person`; raises NotAllowed where the clinician has no access."""
    if st.button("Back to the list", icon=":material/arrow_back:", type="tertiary"):
        _leave()
    context = request_context.open_record(person)
    if tab().viewing != str(person):  # the audit keeps each opening once, not each run
        care.view(context.record, request.now)
        tab().viewing = str(person)
    case = alerts.mark_alerts_seen(context)
    st.title(plain(case.name))
    small(_in_short(context, case))
    sees_by = _sees_by(context)
    if sees_by:
        st.info(sees_by, icon=":material/event_available:")
    alerts.render_alerts(context, case)
    # the work list leads to the part where a red flag is answered
    first = "Choices" if st.query_params.get(work_list.PART) == work_list.CHECK else PROGRESS
    view = choice_bar("Record", [PROGRESS, *_VIEWS], first, label_visibility="collapsed")
    if view == PROGRESS:
        page.render_progress(context, _report_name(context, case))
    else:
        _VIEWS[view](context)
    if not sees_by:
        _discharge_button(context)


def _in_short(context: RecordContext, case: CaseloadEntry) -> str:
    last = case.last_session
    moment = f"Last session {context.when(last)}. " if last else ""
    since = context.when(case.since)
    return (
        f"{moment}{case.this_week} of {case.weekly_target} sessions this week. "
        f"Lets you see this since {since}. What you open is noted."
    )


def _sees_by(context: RecordContext) -> str:
    """By whose care somebody sees this who was not let in themselves; empty where they were."""
    mine = context.record.principal.account
    carers = [carer for carer in care.carers(context.record) if carer.accepted_at]
    if any(carer.clinician == mine for carer in carers):
        return ""
    for deputy in deputies.standing_in(context.record, context.now):
        if deputy.deputy == mine:
            until = context.when(deputy.ends_at)
            return f"You stand in for {plain(deputy.in_place_of)} until {until}."
    hosts = ", ".join(plain(carer.name) for carer in carers if carer.team_let_in)
    return f"You see this as one of the team of {hosts}."


def _report_name(context: RecordContext, case: CaseloadEntry) -> str:
    """The person on a report, by the rule of the clinic."""
    clinic = context.settings.clinic
    return clinic.report_name.of(case.name) if clinic else ""


def _render_programme(context: RecordContext) -> None:
    programme_state = state.current_programme(context, standing.current_standing(context))
    if programme_state.trainings:
        phase.render_phase(context, programme_state)
    else:
        st.info("Nothing of the programme is done yet.")


_VIEWS = {
    "Screening": screening_answers.render_screening,
    "Programme": _render_programme,
    "Notes": notes.render_notes,
    "Choices": prescription.render_prescription,
}


def _discharge_button(context: RecordContext) -> None:
    with st.expander("Look after them no longer", icon=":material/person_remove:"):
        small("You see this record no more. They can let you in again when you ask.")
        if st.button("Give up this record"):
            care.discharge(context.record, context.now)
            _leave()


def _leave() -> None:
    st.query_params.clear()
    st.rerun()
