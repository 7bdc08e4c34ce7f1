"""A patient's record as the clinician sees it: alerts, progress, programme, notes, choices."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kneeapp.domain.clinic.caseload import CaseloadEntry
from kneeapp.store.clinic import care, deputies
from kneeapp.ui.account.deputies import last_day
from kneeapp.ui.clinic import alerts, glance, notes, prescription, screening_answers, work_list
from kneeapp.ui.findings import standing
from kneeapp.ui.programme import phase, state
from kneeapp.ui.progress import page
from kneeapp.ui.shell import request_context
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, RequestContext, tab
from kneeapp.ui.shell.theme import rules
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRESS = "Progress"
COLUMNS = {
    "patient_left": (PROGRESS, "Notes"),
    "patient_right": ("Choices", "Screening", "Programme"),
}
"""Which parts of a record stand in which column of a wide screen."""


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
        tab().looked_before = care.view(context.record, request.now)
        tab().viewing = str(person)
    case = alerts.mark_alerts_seen(context)
    st.html(f"<style>{rules('patient')}</style>")
    with st.container(key="patient"):
        st.title(plain(case.name))
        glance.render_since_last_look(context)
        small(_in_short(context, case))
        sees_by = _sees_by(context)
        if sees_by:
            st.info(sees_by, icon=":material/event_available:")
        glance.render_contact(context)
        alerts.render_alerts(context, case)
        _render_parts(context, case)
    if not sees_by:
        _discharge_button(context)


def _render_parts(context: RecordContext, case: CaseloadEntry) -> None:
    """All parts of the record: side by side on a wide screen, one at a time on a phone.

    The browser knows how wide it is, and the server does not: all parts are sent, and the style
    hides those that are not chosen where there is no room (patient.css).
    """
    parts: dict[str, Callable[[RecordContext], None]] = {
        PROGRESS: partial(page.render_progress, name=_report_name(context, case)),
        "Choices": prescription.render_prescription,
        "Screening": screening_answers.render_screening,
        "Programme": _render_programme,
        "Notes": notes.render_notes,
    }
    # the work list leads to the part where a red flag is answered
    first = "Choices" if st.query_params.get(work_list.PART) == work_list.CHECK else PROGRESS
    with st.container(key="patient_choice"):
        chosen = choice_bar("Record", list(parts), first, label_visibility="collapsed")
    with st.container(key="patient_parts"):
        for column, names in COLUMNS.items():
            with st.container(key=column):
                for name in names:
                    with _part(name, chosen):
                        st.header(name)
                        parts[name](context)


def _part(name: str, chosen: str) -> DeltaGenerator:
    state = "shown" if name == chosen else "hidden"
    return st.container(key=f"part_{name.lower()}_{state}")


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
            until = last_day(context, deputy)
            return f"You stand in for {plain(deputy.in_place_of)} until the end of {until}."
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


def _discharge_button(context: RecordContext) -> None:
    with st.expander("Look after them no longer", icon=":material/person_remove:"):
        small("You see this record no more. They can let you in again when you ask.")
        if st.button("Give up this record"):
            care.discharge(context.record, context.now)
            _leave()


def _leave() -> None:
    st.query_params.clear()
    st.rerun()
