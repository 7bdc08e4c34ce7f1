"""The Screening page: findings of the safety questions, the questions after them, home tests."""

from dataclasses import replace

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import long_date
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questionnaire import applicable_groups
from kneeapp.domain.screening.questions import AFTERWARDS, SelfTestGroup
from kneeapp.domain.screening.self_tests import result_text
from kneeapp.store.record import screenings
from kneeapp.ui.findings import allowed_now, finding_cards, question_flow
from kneeapp.ui.findings.standing import questionnaire, screening_of
from kneeapp.ui.shell.request_context import RecordContext, tab


def render_emergency(
    context: RecordContext, standing_now: Standing, under_way: Screening | None
) -> None:
    """Above a question: an open emergency that was not raised by this screening."""
    cases = [
        case
        for case in standing_now.status.open
        if case.urgency is Urgency.EMERGENCY
        and (under_way is None or screening_of(case) != str(under_way.id))
    ]
    if cases:
        finding_cards.render_calls(context, cases[0])


def render_first_part(context: RecordContext, standing_now: Standing) -> None:
    """The findings after the safety questions, and the start button for what is open."""
    question_flow.end("What your answers say is on this page.")
    finding_cards.render_status(context, standing_now.status)
    finding_cards.render_asked(context, standing_now.status)
    if standing_now.status.no_sign_seen:
        st.success(
            "No warning sign was seen in your answers. That is not a diagnosis: "
            "stop and get help if something new or strange turns up.",
            icon=":material/task_alt:",
        )
    finding_cards.render_lines(context, finding_cards.cases_with_line(standing_now.status))
    allowed_now.start_button(context, standing_now)


def goes_deeper(context: RecordContext, screening: Screening) -> bool:
    """Whether the person has continued to the questions after the safety questions."""
    later = applicable_groups(questionnaire(context), AFTERWARDS, screening.answers)
    return tab().deeper or any(group.id in screening.answers for group in later)


def deeper_button() -> None:
    """The button to the rest of the screening, which can also be done later."""
    st.write(
        "Now or later: a few more questions and small tests about knee, hip and ankle. "
        "They take about five minutes. You can stop and go on another time."
    )
    if st.button("Go on with the screening", width="stretch"):
        tab().deeper = True
        st.rerun()


def result_button(context: RecordContext, screening: Screening) -> None:
    """The button that ends the screening and shows its result."""
    question_flow.end("See the result next.")
    st.write(question_flow.LAST_QUESTION)
    if st.button("See result", type="primary", width="stretch"):
        screenings.save(context.record, replace(screening, finished_at=context.now))
        tab().deeper = False
        st.rerun()


def new_screening_button(context: RecordContext, standing_now: Standing) -> None:
    """The button to a new screening; the old one and all open findings stay."""
    if standing_now.latest:
        st.caption(
            f"Screening of {long_date(standing_now.latest.started_at.astimezone(context.zone))}."
        )
    if st.button("Start a new screening", width="stretch"):
        question_flow.begin(context, ScreeningKind.FULL, previous=standing_now.latest)
        st.rerun()
    if standing_now.status.closing_now:
        st.caption("A new screening opens nothing: each card above is answered by itself.")


def render_self_tests(context: RecordContext, screening: Screening) -> None:
    """The results of the home tests, with what they may and may not mean."""
    tests = {
        group.test: result
        for group in questionnaire(context).groups
        if isinstance(group, SelfTestGroup)
        and (result := screening.answers.get(group.id, SKIPPED)) != SKIPPED
    }
    if not tests:
        return
    st.header("Your own tests")
    for test, result in tests.items():
        st.markdown(f"**{test.title}.** {result_text(test, result, screening.answers.get('age'))}")
        st.caption(f"{test.source} — {test.certainty.label}.")
