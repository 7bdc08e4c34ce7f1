"""Caseload: the people a clinician looks after, with filters, search and order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from statistics import fmean
from typing import Any
from unicodedata import combining, normalize
from uuid import UUID

from kneeapp.domain.clinic.alerts import (
    NEVER,
    Alert,
    AlertEvidence,
    AlertKind,
    Handling,
    open_handling,
    raised_alerts,
)
from kneeapp.domain.evidence.trend_text import MCID_GENERAL

ENDS = 3
"""Number of ratings whose mean is the first and the last level (DESIGN)."""

SHARE = 0.3
"""A clear change is also at least this share of the first level (Farrar 2001)."""

PICTURED = 16
"""Number of sessions in a sparkline, the newest ones."""


@dataclass(frozen=True)
class CaseloadRatings:
    """The knee ratings (0-10) of one session; `after` is None where not rated in time."""

    at: datetime
    before: int
    after: int | None = None

    @property
    def relief(self) -> int | None:
        return None if self.after is None else self.before - self.after


@dataclass(frozen=True)
class CaseloadEntry:
    """One person of a caseload, from the entries of the last LOOK_BACK.

    `rated` are the sessions with the knee and test move of the newest one, oldest first;
    `phase` is the programme phase that was trained last. `since` is when care began.
    """

    person: UUID
    name: str
    since: datetime
    weekly_target: int
    last_session: datetime | None = None
    this_week: int = 0
    rated: tuple[CaseloadRatings, ...] = ()
    phase: str | None = None
    alerts: tuple[Alert, ...] = ()
    handled: tuple[Handling, ...] = field(default=(), repr=False)

    @property
    def reliefs(self) -> tuple[int, ...]:
        """The relief (points) of the newest PICTURED sessions with both ratings."""
        return tuple(session.relief for session in self.rated if session.relief is not None)[
            -PICTURED:
        ]

    @property
    def levels(self) -> tuple[float, float] | None:
        """Mean first rating of the first and of the last ENDS sessions; None below 2 * ENDS."""
        before = [session.before for session in self.rated]
        if len(before) < 2 * ENDS:
            return None
        return fmean(before[:ENDS]), fmean(before[-ENDS:])

    @property
    def change(self) -> float:
        """Last minus first level in points, negative is better; 0 without levels."""
        first, last = self.levels or (0.0, 0.0)
        return last - first

    @property
    def better(self) -> bool:
        """Whether it is clearly better: by MCID_GENERAL points and by SHARE of the first level."""
        return self.levels is not None and -self.change >= max(MCID_GENERAL, SHARE * self.levels[0])

    @property
    def worse(self) -> bool:
        return self.change >= MCID_GENERAL

    @property
    def silent(self) -> bool:
        return any(alert.kind is AlertKind.SILENT for alert in self.alerts)

    def taken(self, alert: Alert) -> Handling | None:
        """The handling of `alert`; None while nobody has seen it."""
        return open_handling(self.handled, alert.kind)

    @property
    def waiting(self) -> tuple[Alert, ...]:
        """The alerts that nobody has taken yet."""
        handled = ((alert, self.taken(alert)) for alert in self.alerts)
        return tuple(alert for alert, done in handled if done is None or done.taken_at is None)


@dataclass(frozen=True)
class EnteredCase:
    """A caseload entry without alerts, and the signs to calculate them at any time."""

    case: CaseloadEntry
    signs: AlertEvidence
    zone: tzinfo
    """The person's, in which their days are."""

    def at(self, now: datetime) -> CaseloadEntry:
        alerts = raised_alerts(self.signs, self.case.handled, now, self.zone)
        return replace(self.case, alerts=alerts)


class Show(StrEnum):
    """Filters of a caseload."""

    ALL = "All"
    ALERTS = "Alerts"
    WORSE = "Worse"
    BETTER = "Better"
    SILENT = "Silent"


_SHOWS: Mapping[Show, Callable[[CaseloadEntry], bool]] = {
    Show.ALL: lambda _: True,
    Show.ALERTS: lambda case: bool(case.alerts),
    Show.WORSE: lambda case: case.worse,
    Show.BETTER: lambda case: case.better,
    Show.SILENT: lambda case: case.silent,
}


class Sort(StrEnum):
    """Orders of a caseload; in each, people who need attention come first."""

    ALERTS = "Alerts first"
    NAME = "Name"
    LAST_SESSION = "Last session"
    THIS_WEEK = "Sessions this week"
    RELIEF = "Relief"
    CHANGE = "Knee over weeks"
    PHASE = "Phase"


def _gravity(case: CaseloadEntry) -> tuple[float, ...]:
    """Sort key: people with alerts that nobody has taken first, the gravest and newest first."""
    kinds = list(AlertKind)
    worst = min((kinds.index(alert.kind) for alert in case.waiting), default=len(kinds))
    urgent = max((alert.urgency for alert in case.waiting), default=0)
    newest = max(
        (alert.at.timestamp() for alert in case.waiting if alert.urgency == urgent), default=0
    )
    return worst, -urgent, -newest, -len(case.waiting), -len(case.alerts)


_SORTS: Mapping[Sort, Callable[[CaseloadEntry], Any]] = {
    Sort.ALERTS: _gravity,
    Sort.NAME: lambda _: 0,
    Sort.LAST_SESSION: lambda case: case.last_session or NEVER,
    Sort.THIS_WEEK: lambda case: case.this_week / case.weekly_target,
    Sort.RELIEF: lambda case: fmean(case.reliefs or [0.0]),
    Sort.CHANGE: lambda case: -case.change,
    Sort.PHASE: lambda case: case.phase or "",
}


def counts(cases: Iterable[CaseloadEntry]) -> dict[Show, int]:
    """The number of people that each filter shows."""
    cases = tuple(cases)
    return {show: sum(map(_SHOWS[show], cases)) for show in Show}


def matching(
    cases: Iterable[CaseloadEntry],
    *,
    search: str = "",
    show: Show = Show.ALL,
    sort: Sort = Sort.ALERTS,
) -> Sequence[CaseloadEntry]:
    """The cases that match, in order; each word of `search` has to begin a word of the name."""
    words = _plain(search).split()
    fitting = [case for case in cases if _SHOWS[show](case) and _named(case, words)]
    # Sorting keeps the order of equals, so that they stay sorted by name.
    by_name = sorted(fitting, key=lambda case: (_plain(case.name), case.person))
    return sorted(by_name, key=_SORTS[sort])


def _named(case: CaseloadEntry, words: Sequence[str]) -> bool:
    names = _plain(case.name).split()
    return all(any(name.startswith(word) for name in names) for word in words)


def _plain(text: str) -> str:
    """`text` in lower case without accents and hyphens, for a tolerant search."""
    # NFKD parts a letter from its accent, which is then left out.
    signs = normalize("NFKD", text.casefold().replace("-", " "))
    return "".join(sign for sign in signs if not combining(sign))
