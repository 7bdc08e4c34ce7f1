"""Standing: the safety status, how far the screening went, and which questions are due again."""

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
    """Why a safety question is due before the next session."""

    SESSION = "session"
    """It is asked before each session."""
    TIME = "time"
    """Its answer is older than the question's interval."""
    CAREFUL = "careful"
    """The rules have become more careful since the answer."""
    NEW = "new"
    """It was never answered."""


@dataclass(frozen=True)
class Standing:
    """The safety status of a person, the state of the screening, and the due questions.

    `latest` is the newest full screening whose safety questions are all answered, `unfinished`
    the newest full one if it can be continued. `due` gives the reason by group id, `known` the
    answers that are still valid, by group id.
    """

    status: SafetyStatus = field(default_factory=SafetyStatus)
    latest: Screening | None = None
    unfinished: Screening | None = None
    due: Mapping[str, DueWhy] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)

    @property
    def screened(self) -> bool:
        """Whether every safety question was answered at some time."""
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
    """The standing at `now` (aware) from all `screenings`; `status` is empty where not given."""
    ordered = sorted(screenings, key=lambda screening: (screening.started_at, screening.id))
    full = [screening for screening in ordered if screening.kind is ScreeningKind.FULL]
    whole = (
        screening for screening in reversed(full) if _safety_answered(questionnaire, screening)
    )
    newest_answered = {group: screening for screening in ordered for group in screening.answers}
    due, known = {}, {}
    for group in questionnaire.groups:
        if group.every is None:
            continue
        why = _due(group, newest_answered.get(group.id), now)
        # An answer that is only old still decides which other questions apply; one that has to
        # be asked before each session, or was given under milder rules, does not.
        if why is None or (group.every is not Every.SESSION and why is DueWhy.TIME):
            known[group.id] = newest_answered[group.id].answers[group.id]
        if why is not None:
            due[group.id] = why
    # Of what is due, only what applies by the known answers is asked.
    applies = next_group(questionnaire, SAFETY, {}, known=known, only=due) is not None
    return Standing(
        status=status or SafetyStatus(),
        latest=next(whole, None),
        unfinished=full[-1] if full and full[-1].finished_at is None else None,
        due=due if applies else {},
        known=known,
    )


def _safety_answered(questionnaire: Questionnaire, screening: Screening) -> bool:
    """Whether no safety question is left: all are answered, or an urgency ended the screening."""
    next_question = next_group(questionnaire, SAFETY, screening.answers, urgency=screening.urgency)
    return next_question is None


def _due(group: Group, answered: Screening | None, now: datetime) -> DueWhy | None:
    """Why `group` is to be asked again; None where its last answer is still valid."""
    assert group.every  # noqa: S101  the caller passes safety groups only
    if answered is None:
        return DueWhy.NEW
    if group.careful_since and version(answered.rules_version) < version(group.careful_since):
        return DueWhy.CAREFUL
    # An answer from the future, after a clock was set back, has a negative age: it is asked again.
    age = now - answered.started_at
    if timedelta() <= age < group.every.interval:
        return None
    return DueWhy.SESSION if group.every is Every.SESSION else DueWhy.TIME


def version(text: str) -> tuple[int, ...]:
    """A version of the rules as a sort key; a version that is no number counts as the oldest."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()
