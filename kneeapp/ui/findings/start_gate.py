"""Start gate: questions before a session, depending on the knee now."""

from collections.abc import Mapping

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routine.session_limits import Start, start
from kneeapp.domain.screening.answers import Screening, ScreeningKind, begun
from kneeapp.domain.screening.questionnaire import next_group
from kneeapp.domain.screening.questions import Every, Group, Stage
from kneeapp.store.record import screenings
from kneeapp.ui.findings import question_flow
from kneeapp.ui.findings.standing import questionnaire, stand
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.questions import NOT_YET, Asking, question_form

START_PAIN = "start_pain"
"""The question that holds the knee's rating at the start of a session."""


def start_questions(
    visit: RecordContext, before: int | None, sentences: Mapping[Start, str]
) -> Start | None:
    """How this session may begin; None while a question about much pain is open.

    Its answer is kept as a screening: what it closes is closed on every page, and tomorrow.
    """
    way = Start.USUAL if before is None else start(before)
    if way is Start.ASK_FIRST and before is not None:
        screening = _lately(visit, before) or _new(visit, before)
        group = next_group(questionnaire(visit), (Stage.START,), screening.answers)
        if group:
            st.warning(sentences[way])
            _very_sore_questions(visit, screening, group)
            return None
        way = Start.LIGHT
    if sentences[way]:
        st.info(sentences[way])
    return way


def _lately(visit: RecordContext, before: int) -> Screening | None:
    """What was asked for this session already, about as much pain."""
    since = visit.now - Every.SESSION.interval
    return next(
        (
            one
            for one in screenings.screenings(visit.record)
            if one.kind is ScreeningKind.START
            and since < one.started_at <= visit.now
            and one.answers.get(START_PAIN, -1) >= before
        ),
        None,
    )


def _new(visit: RecordContext, before: int) -> Screening:
    """A screening that is kept with its first answer: the rating alone may still be changed."""
    questions = questionnaire(visit)
    screening = begun(
        questions,
        ScreeningKind.START,
        screening_id=uuid7(),
        started_at=visit.now,
        known=stand(visit).known,
    )
    return screening.answered(questions, START_PAIN, KNEE_BEFORE.check(before), visit.now)


def _very_sore_questions(visit: RecordContext, screening: Screening, group: Group) -> None:
    name = f"start {screening.answers[START_PAIN]}"
    answer = question_form(Asking(group, name=name, dark=visit.dark, pinned=False))
    if answer is not NOT_YET:
        question_flow.keep(visit, screening, group, answer)
