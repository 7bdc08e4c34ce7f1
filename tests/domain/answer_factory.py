"""Factory of screenings: the answers of a healthy adult, and screenings with given answers."""

from datetime import UTC, datetime
from uuid import UUID

from kneeapp import content
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.questionnaire import next_group
from kneeapp.domain.screening.questions import BEFORE_START

QUESTIONS = content.questionnaire()
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

HEALTHY = {
    "age": 40,
    "injury": "no",
    "sore_knee": "left",
    "test_move": "squat",
}


def a_screening(kind=ScreeningKind.FULL, *, at=MORNING, number=1, known=None, **answers):
    """A screening of `kind` with these answers given one by one at `at`."""
    screening = Screening(UUID(int=number), at, kind, QUESTIONS.version, known=known or {})
    for group, value in answers.items():
        screening = screening.answered(QUESTIONS, group, value, at)
    return screening


def none_of_these(screening, stages=BEFORE_START, *, only=None):
    """`screening` with the remaining questions answered as a healthy adult would."""
    while group := next_group(
        QUESTIONS, stages, screening.answers, known=screening.known, only=only
    ):
        value = HEALTHY.get(group.id, [])
        screening = screening.answered(QUESTIONS, group.id, value, screening.started_at)
    return screening
