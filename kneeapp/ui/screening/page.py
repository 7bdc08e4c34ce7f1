"""The Screening page: what the danger list found, and the questions that come after it."""

from dataclasses import replace

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import long_date
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.questionnaire import asked
from kneeapp.domain.screening.questions import AFTERWARDS
from kneeapp.store.record import screenings
from kneeapp.ui.findings import allowed_now, finding_cards, question_flow
from kneeapp.ui.findings.standing import questionnaire, screening_of
from kneeapp.ui.shell.request_context import RecordContext, tab


def render_emergency(visit: RecordContext, here: Standing, under_way: Screening | None) -> None:
    """Above a question: an emergency that was not said in this screening comes first."""
    cases = [
        case
        for case in here.status.open
        if case.urgency is Urgency.EMERGENCY
        and (under_way is None or screening_of(case) != str(under_way.id))
    ]
    if cases:
        finding_cards.render_calls(visit, cases[0])


def render_first_part(visit: RecordContext, here: Standing) -> None:
    """What the danger list found, what of it stays open, and the way to it."""
    question_flow.end("What your answers say is on this page.")
    finding_cards.render_finding_cards(visit, finding_cards.weighty(here.status))
    finding_cards.render_lifted(visit, here.status)
    finding_cards.render_asked(visit, here.status)
    if here.status.no_sign_seen:
        st.success(
            "No warning sign was seen in your answers. That is not a diagnosis: "
            "stop and get help if something new or strange turns up.",
            icon=":material/task_alt:",
        )
    finding_cards.render_lines(visit, finding_cards.light(here.status))
    allowed_now.start_button(visit, here)


def goes_deeper(visit: RecordContext, screening: Screening) -> bool:
    """Whether the person has gone on to the questions after the danger list."""
    later = asked(questionnaire(visit), AFTERWARDS, screening.answers)
    return tab().deeper or any(group.id in screening.answers for group in later)


def deeper_button() -> None:
    """The rest of the screening, for now or later."""
    st.write(
        "Now or later: a few more questions and small tests about knee, hip and ankle. "
        "They take about five minutes. You can stop and go on another time."
    )
    if st.button("Go on with the screening", width="stretch"):
        tab().deeper = True
        st.rerun()


def result_button(visit: RecordContext, screening: Screening) -> None:
    """End the screening and show what it found."""
    question_flow.end("See the result next.")
    st.write(question_flow.LAST_QUESTION)
    if st.button("See result", type="primary", width="stretch"):
        screenings.save(visit.record, replace(screening, finished_at=visit.now))
        tab().deeper = False
        st.rerun()


def new_screening_button(visit: RecordContext, here: Standing) -> None:
    """A new dated screening; the old one is kept, and so is what is open."""
    if here.latest:
        st.caption(f"Screening of {long_date(here.latest.started_at.astimezone(visit.zone))}.")
    if st.button("Start a new screening", width="stretch"):
        question_flow.begin(visit, ScreeningKind.FULL, previous=here.latest)
        st.rerun()
    if here.status.closing_now:
        st.caption("A new screening opens nothing: each card above is answered by itself.")
