"""A patient's screening by question, with what changed since the one before."""

from typing import Any

import streamlit as st

from kneeapp.domain.screening.answer_words import answer_words
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questionnaire import applicable_answers
from kneeapp.domain.screening.questions import Group, SelfTestGroup
from kneeapp.store.record import screenings
from kneeapp.ui.clinic import findings
from kneeapp.ui.findings import standing
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small, table

NOTHING = "None of these"


def render_screening(context: RecordContext) -> None:
    """The newest full screening by question; what is open, closed or answered stands above."""
    findings.render_answered(context)
    full = sorted(
        (
            screening
            for screening in screenings.screenings(context.record)
            if screening.kind is ScreeningKind.FULL and screening.answers
        ),
        key=lambda screening: screening.started_at,
    )
    if not full:
        st.info("They have not answered the screening yet.")
        return
    newest, before = full[-1], full[-2] if len(full) > 1 else None
    compared = f", compared with {context.when(before.started_at)}" if before else ""
    small(f"Answered {context.when(newest.started_at)}{compared}.")
    answers, earlier = _words(context, newest), _words(context, before) if before else {}
    changed = [question for question in answers if answers[question] != earlier.get(question)]
    if before:
        st.markdown("**What changed**" if changed else "**Nothing changed.**")
        if changed:
            rows = [(plain(q), plain(answers[q]), plain(earlier.get(q, "–"))) for q in changed]
            st.markdown(table(("Question", "Now", "Before"), rows))
    with st.expander("All answers", expanded=before is None, icon=":material/fact_check:"):
        rows_of_all = [(plain(question), plain(words)) for question, words in answers.items()]
        st.markdown(table(("Question", "Answer"), rows_of_all))


def _words(context: RecordContext, screening: Screening) -> dict[str, str]:
    """Each question that was answered, with the answer in words."""
    questions = standing.questionnaire(context)
    given = applicable_answers(questions, screening.answers)
    answered = (
        (group, given[group.id])
        for group in questions.groups
        if given.get(group.id, SKIPPED) != SKIPPED
    )
    return {context.told(group.title): _answer(group, value) for group, value in answered}


def _answer(group: Group, value: Any) -> str:
    if isinstance(group, SelfTestGroup):
        by_side = value if isinstance(value, dict) else {"": value}
        return ", ".join(f"{side} {number:g}".strip() for side, number in by_side.items())
    return answer_words(group, value) or NOTHING
