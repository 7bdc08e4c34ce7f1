"""Driver ranking: points for each driver with the reasons, and which one to try next."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from kneeapp.domain.screening.conditions import SKIPPED, Answers, hold
from kneeapp.domain.screening.questionnaire import (
    FULL_POINTS,
    Driver,
    Questionnaire,
    applicable_answers,
)
from kneeapp.domain.screening.questions import OTHER, SORE, ItemsGroup, SelfTestGroup
from kneeapp.domain.screening.self_tests import notable_sides
from kneeapp.domain.sides import Side

AGE = "age"
SORE_KNEE = "sore_knee"
"""The group that asks which knee; its options begin with the side that is worse."""


@dataclass(frozen=True)
class RankedDriver:
    """A driver with the points of its met reasons, of FULL_POINTS."""

    id: str
    title: str
    points: int
    because: tuple[str, ...]
    certainty: str
    action: str
    routine: str | None
    instead: str | None

    @property
    def share(self) -> float:
        """Points as a share of the most a driver can have, 0-1."""
        return self.points / FULL_POINTS


def drivers(questionnaire: Questionnaire, answers: Answers, knee: Side) -> tuple[RankedDriver, ...]:
    """All drivers for a sore `knee`, most points first; equal ones in the order of the file.

    The points are DESIGN: they order what to look at first and are not a probability.
    """
    facts = _by_sore_side(questionnaire, applicable_answers(questionnaire, answers), knee)
    ranked = [_ranked(driver, facts) for driver in questionnaire.drivers]
    return tuple(sorted(ranked, key=lambda driver: -driver.points))


def next_drivers(
    ranked: Iterable[RankedDriver], *, tried: Collection[str], offered: Collection[str]
) -> tuple[RankedDriver, ...]:
    """The drivers to look at next, up to and including the first with an offered routine.

    `ranked` are in order of points. Drivers without points and those whose routine was `tried`
    are left out. Those before the last have no routine among `offered`; the page then shows
    what else can be done there.
    """
    following = []
    for driver in ranked:
        if not driver.points or driver.routine in tried:
            continue
        following.append(driver)
        if driver.routine in offered:
            break
    return tuple(following)


def sore_knee(answers: Answers) -> Side | None:
    """The sore knee, or the worse one of two; None while unanswered."""
    value = answers.get(SORE_KNEE)
    return next((side for side in Side if value in {side.value, f"{side.value}_worse"}), None)


def _ranked(driver: Driver, facts: Answers) -> RankedDriver:
    reasons = [reason for reason in driver.reasons if hold(reason.when, facts)]
    return RankedDriver(
        id=driver.id,
        title=driver.title,
        points=sum(reason.points for reason in reasons),
        because=tuple(reason.because for reason in reasons),
        certainty=driver.certainty,
        action=driver.action,
        routine=driver.routine,
        instead=driver.instead,
    )


def _by_sore_side(questionnaire: Questionnaire, answers: Answers, knee: Side) -> dict[str, Any]:
    """`answers` with left and right replaced by sore and other, and self tests by their results.

    The rules of drivers are written for the sore side, so that each is needed only once.
    """
    facts = dict(answers)
    for group in questionnaire.groups:
        value = answers.get(group.id, SKIPPED)
        if value == SKIPPED:
            continue
        if isinstance(group, SelfTestGroup):
            facts[group.id] = _turned(notable_sides(group.test, value, answers.get(AGE)), knee)
        elif isinstance(group, ItemsGroup) and group.sided:
            facts[group.id] = _turned(value, knee)
    return facts


def _turned(words: Collection[str], knee: Side) -> list[str]:
    names = {knee.value: SORE, knee.other.value: OTHER}
    return [names.get(word, word) for word in words]
