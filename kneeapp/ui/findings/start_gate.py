"""Start gate: questions before a session that depend on the knee pain now."""

from collections.abc import Mapping

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routine.session_limits import Start, start
from kneeapp.domain.screening.answers import Screening, ScreeningKind, new_screening
from kneeapp.domain.screening.questionnaire import next_group
from kneeapp.domain.screening.questions import Every, Stage
from kneeapp.ui.findings import question_flow
from kneeapp.ui.findings.standing import current_standing, questionnaire
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.questions import NOT_YET, QuestionView, question_form

START_PAIN = "start_pain"
"""The id of the question that holds the knee rating at the start of a session."""


def start_questions(
    context: RecordContext, before: int | None, sentences: Mapping[Start, str]
) -> Start | None:
    """How this session may begin; None while a question about much pain is open.

    `before` is the knee pain (0-10), `sentences` the text for each way to begin. The answers are
    saved as a screening, so that what they close is closed on every page and on later days.
    """
    way = Start.USUAL if before is None else start(before)
    if way is Start.ASK_FIRST and before is not None:
        screening = _lately(context, before) or _new(context, before)
        group = next_group(questionnaire(context), (Stage.START,), screening.answers)
        if group:
            st.warning(sentences[way])
            name = f"start {screening.answers[START_PAIN]}"
            answer = question_form(QuestionView(group, name=name, dark=context.dark, pinned=False))
            if answer is not NOT_YET:
                question_flow.keep(context, screening, group, answer)
            return None
        way = Start.LIGHT
    if sentences[way]:
        st.info(sentences[way])
    return way


def _lately(context: RecordContext, before: int) -> Screening | None:
    """The screening that was answered for this session already, at this pain or more."""
    since = context.now - Every.SESSION.interval
    return question_flow.newest_screening(
        context,
        lambda screening: (
            screening.kind is ScreeningKind.START
            and since < screening.started_at <= context.now
            and screening.answers.get(START_PAIN, -1) >= before
        ),
    )


def _new(context: RecordContext, before: int) -> Screening:
    """A new screening with the rating only; it is saved with its first answer, because until
    then the person may still change the rating.
    """
    questions = questionnaire(context)
    screening = new_screening(
        questions,
        ScreeningKind.START,
        screening_id=uuid7(),
        started_at=context.now,
        known=current_standing(context).known,
    )
    return screening.answered(questions, START_PAIN, KNEE_BEFORE.check(before), context.now)
