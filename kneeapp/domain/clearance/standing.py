"""How far the screening went, and which of its questions are due again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.questionnaire import Questionnaire, next_group
from kneeapp.domain.screening.questions import SAFETY, Every, Group


class DueWhy(StrEnum):
    """Why a safety question is asked before the next session."""

    SESSION = "session"
    """It is asked before each session."""
    TIME = "time"
    """Its answer is older than it holds."""
    CAREFUL = "careful"
    """The rules have become more careful since."""
    NEW = "new"
    """It was never answered."""


@dataclass(frozen=True)
class Standing:
    """Where a person stands: the screening, the questions that are due, and what is open.

    `latest` is the newest full screening whose safety questions are all answered,
    `unfinished` the newest full one that can be gone on with. `due` says why by group id,
    `known` holds the answers that still hold.
    """

    status: SafetyStatus = field(default_factory=SafetyStatus)
    latest: Screening | None = None
    unfinished: Screening | None = None
    due: Mapping[str, DueWhy] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)

    @property
    def screened(self) -> bool:
        """Whether every safety question has been answered at some time."""
        return self.latest is not None

    @property
    def list_due(self) -> bool:
        """Whether questions have to be answered before the next session."""
        return bool(self.due)

    @property
    def blocked(self) -> bool:
        """Whether neither a routine nor an exercise is open."""
        return self.status.nothing_left


def standing(
    questionnaire: Questionnaire,
    screenings: Sequence[Screening],
    now: datetime,
    status: SafetyStatus | None = None,
) -> Standing:
    """Fold `screenings` into how far they went by `now` (aware)."""
    ordered = sorted(screenings, key=lambda one: (one.started_at, one.id))
    full = [one for one in ordered if one.kind is ScreeningKind.FULL]
    whole = (one for one in reversed(full) if _safety_answered(questionnaire, one))
    unfinished = next((one for one in reversed(full) if one.finished_at is None), None)
    answered = _last_answers(ordered)
    due, known = {}, {}
    for group in questionnaire.groups:
        if group.every is None:
            continue
        why = _due(group, answered.get(group.id), now)
        if why is None or (group.every is not Every.SESSION and why is DueWhy.TIME):
            known[group.id] = answered[group.id].answers[group.id]
        if why is not None:
            due[group.id] = why
    applies = _applying(questionnaire, due, known)
    return Standing(
        status=status or SafetyStatus(),
        latest=next(whole, None),
        unfinished=unfinished if unfinished and unfinished is full[-1] else None,
        due=due if applies else {},
        known=known,
    )


def _safety_answered(questionnaire: Questionnaire, screening: Screening) -> bool:
    """Whether nothing is left to ask about safety: all answered, or ended by an urgency."""
    left = next_group(questionnaire, SAFETY, screening.answers, urgency=screening.urgency)
    return left is None


def _last_answers(ordered: Sequence[Screening]) -> Mapping[str, Screening]:
    """The newest screening that answered each group."""
    return {group: one for one in ordered for group in one.answers}


def _due(group: Group, answered: Screening | None, now: datetime) -> DueWhy | None:
    """Why `group` is to be asked again; None where its last answer holds."""
    assert group.every  # noqa: S101  the caller looks
    if answered is None:
        return DueWhy.NEW
    if group.careful_since and version(answered.rules_version) < version(group.careful_since):
        return DueWhy.CAREFUL
    age = now - answered.started_at
    if timedelta() <= age < group.every.interval:
        return None
    return DueWhy.SESSION if group.every is Every.SESSION else DueWhy.TIME


def _applying(
    questionnaire: Questionnaire, due: Mapping[str, DueWhy], known: Mapping[str, Any]
) -> bool:
    """Whether any due question applies, as far as is known before it is asked."""
    return next_group(questionnaire, SAFETY, {}, known=known, only=due) is not None


def version(text: str) -> tuple[int, ...]:
    """A version of the rules in order; what is no number counts as the oldest."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()
