"""News: what is new since Monday."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from kneeapp.domain.evidence.verdicts import Outcome

FEWEST_MORNINGS = 2
"""Mornings on each side of Monday from which they are compared (DESIGN)."""

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class News:
    """What was done since the Monday `since`, and how ratings and verdict moved.

    `mornings` is the mean of the mornings since then minus that of the seven days before, in
    points; None where too few were rated. `verdict` is the outcome now, `changed` whether it was
    another one on that Monday; None without a verdict.
    """

    since: date
    sessions: int
    trainings: int
    mornings: float | None = None
    verdict: Outcome | None = None
    changed: bool = False


def since_monday(today: date) -> date:
    """The Monday of this week; on a Monday the one before, so that there is a week to tell of."""
    return today - timedelta(days=today.weekday() or 7)


def news(
    today: date,
    sessions: Iterable[date],
    trainings: Iterable[date],
    mornings: Mapping[date, int],
    verdicts: tuple[Outcome | None, Outcome | None],
) -> News:
    """What is new: from the days of sessions and trainings, the mornings (0-10, by day), and the
    outcome on that Monday and now.
    """
    since = since_monday(today)
    then, now = verdicts

    def fresh(days: Iterable[date]) -> int:
        return sum(since <= day <= today for day in days)

    return News(
        since=since,
        sessions=fresh(sessions),
        trainings=fresh(trainings),
        mornings=_moved(mornings, since, today),
        verdict=now,
        changed=(then or Outcome.NOT_KNOWN_YET) is not (now or Outcome.NOT_KNOWN_YET),
    )


def _moved(mornings: Mapping[date, int], since: date, today: date) -> float | None:
    lately = [value for day, value in mornings.items() if since <= day <= today]
    earlier = [value for day, value in mornings.items() if since - WEEK <= day < since]
    if min(len(lately), len(earlier)) < FEWEST_MORNINGS:
        return None
    return fmean(lately) - fmean(earlier)
