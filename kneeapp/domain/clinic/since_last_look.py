"""What a person has entered since a clinician looked last, in one line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kneeapp.domain.formats import counted


@dataclass(frozen=True)
class Entered:
    """When each thing was entered that a record holds; a session also has its relief (points)."""

    sessions: Sequence[tuple[datetime, int | None]] = ()
    trainings: Sequence[datetime] = ()
    mornings: Sequence[datetime] = ()
    screenings: Sequence[datetime] = ()
    answers: Sequence[datetime] = ()
    """To notes and to red flags."""


def since_last_look(entered: Entered, since: datetime) -> str:
    """What is newer than `since`, as the end of a sentence; "nothing new" without any."""
    reliefs = [relief for at, relief in entered.sessions if at > since and relief is not None]
    parts = (
        _many((at for at, _ in entered.sessions), since, "routine session") + _mean(reliefs),
        _many(entered.trainings, since, "strengthening session"),
        _many(entered.mornings, since, "morning rating"),
        _many(entered.screenings, since, "screening"),
        _many(entered.answers, since, "answer"),
    )
    return ", ".join(filter(None, parts)) or "nothing new"


def _many(moments: Iterable[datetime], since: datetime, noun: str) -> str:
    count = sum(moment > since for moment in moments)
    return counted(count, noun) if count else ""


def _mean(reliefs: Sequence[int]) -> str:
    """The mean relief of sessions that were rated, in words."""
    if not reliefs:
        return ""
    mean = round(sum(reliefs) / len(reliefs), 1)
    return f" (mean relief {mean:g})" if mean else " (no relief on average)"
