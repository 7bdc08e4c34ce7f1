"""What in a record should make a clinician look, soon.

The rules are DESIGN: ours, not a source's, save where one is named. Nobody watches live, so
each page that can raise an alert says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from kneeapp.domain.evidence.trend import (
    RISE,
    RISE_FEWEST,
    RISE_WITHIN,
    Level,
    is_rising,
    morning_levels,
)
from kneeapp.domain.routine.pain_rules import (
    DANGER,
    RED_MANY,
    STOPS_FOR_PAIN,
    STOPS_OF_TRAINING,
    recent_red_mornings,
)
from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.safety.replies import Reply
from kneeapp.domain.safety.status import Case, status

LOOK_BACK = timedelta(weeks=12)
"""What was rated longer ago raises nothing (design 7: the default window); an open red flag does,
however old it is.
"""

STOPPED_WITHIN = timedelta(weeks=2)
SILENT_AFTER = timedelta(weeks=2)


STOPS = STOPS_FOR_PAIN.keys() - {DANGER}
"""Stops that raise an alert of their own; one for danger is a red flag."""


class AlertKind(StrEnum):
    """What raises an alert, the gravest first."""

    RED_FLAG = "red_flag"
    STOPPED = "stopped"
    RED_MORNINGS = "red_mornings"
    RISING = "rising"
    SILENT = "silent"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    AlertKind.RED_FLAG: "Red flag open",
    AlertKind.STOPPED: "Stopped for pain",
    AlertKind.RED_MORNINGS: "Red mornings",
    AlertKind.RISING: "Knee pain up 2 in two weeks",
    AlertKind.SILENT: "Silent for two weeks",
}


_ORDER = {kind: place for place, kind in enumerate(AlertKind)}
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Stop:
    """A session that was stopped, one of the programme where it is `training`, and the reason."""

    at: datetime
    reason: str
    training: bool = False

    @property
    def words(self) -> str:
        if self.training:
            return f"In strengthening: {STOPS_OF_TRAINING[self.reason]}"
        return STOPS_FOR_PAIN[self.reason].capitalize()


@dataclass(frozen=True)
class Signs:
    """What the rules look at, of the last LOOK_BACK, but every finding, and the replies to
    these. Times are aware.

    `before` are the first ratings of sessions on one knee and test move, `mornings` the
    24-hour ratings (0-10) by calendar day; `last` is when the person last entered
    anything, or, before that, when care began.
    """

    last: datetime
    findings: Sequence[Finding] = ()
    replies: Sequence[Reply] = ()
    stops: Sequence[Stop] = ()
    before: Sequence[Level] = ()
    mornings: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Alert:
    """Something to look at, and what raised it when."""

    kind: AlertKind
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Handling:
    """What clinicians did about an alert: by whom it was seen, taken and closed, and when."""

    id: UUID
    kind: AlertKind
    seen_at: datetime
    seen_by: str
    taken_at: datetime | None = None
    taken_by: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None


def open_handling(handled: Sequence[Handling], kind: AlertKind) -> Handling | None:
    """What is being done about an alert of `kind` that is not closed."""
    return next((one for one in handled if one.kind is kind and not one.closed_at), None)


def raised(
    signs: Signs, handled: Sequence[Handling], now: datetime, zone: tzinfo
) -> tuple[Alert, ...]:
    """The alerts that `signs` raise, the gravest first.

    Each rule looks only at what came after the last alert of its kind was closed, so
    that nobody is shown twice what somebody has dealt with.
    """
    closed = dict.fromkeys(AlertKind, _NEVER)
    for one in handled:
        if one.closed_at:
            closed[one.kind] = max(closed[one.kind], one.closed_at)
    return tuple(sorted(_raised(signs, closed, now, zone), key=lambda alert: _ORDER[alert.kind]))


def _raised(
    signs: Signs, closed: Mapping[AlertKind, datetime], now: datetime, zone: tzinfo
) -> Iterator[Alert]:
    flags = [
        case
        for case in _red_flags(signs, now, zone)
        if case.urgency.blocks and case.last_at > closed[AlertKind.RED_FLAG]
    ]
    if flags:
        worst = max(flags, key=lambda case: (case.urgency, case.last_at))
        detail = f"{worst.urgency.label}. {worst.finding.reason}"
        yield Alert(AlertKind.RED_FLAG, worst.last_at, detail)
    since = max(now - STOPPED_WITHIN, closed[AlertKind.STOPPED])
    stops = [one for one in signs.stops if one.reason in STOPS and one.at > since]
    if stops:
        newest = max(stops, key=lambda stop: stop.at)
        yield Alert(AlertKind.STOPPED, newest.at, newest.words)
    recent = recent_red_mornings(signs.mornings, now.astimezone(zone).date())
    red = [day for day in recent if _noon(day) > closed[AlertKind.RED_MORNINGS]]
    if len(red) >= RED_MANY:
        yield Alert(AlertKind.RED_MORNINGS, _noon(max(red)), f"{len(red)} in two weeks")
    if at := _rising(signs, closed[AlertKind.RISING], now, zone):
        yield Alert(AlertKind.RISING, at)
    if now - max(signs.last, closed[AlertKind.SILENT]) >= SILENT_AFTER:
        yield Alert(AlertKind.SILENT, signs.last)


def _red_flags(signs: Signs, now: datetime, zone: tzinfo) -> Sequence[Case]:
    """The red flags that are open: what was checked or has passed raises nothing any more."""
    return status(signs.findings, signs.replies, now, zone).red_flags if signs.findings else ()


def _rising(signs: Signs, closed: datetime, now: datetime, zone: tzinfo) -> datetime | None:
    """When the newest rating of a rise was given, in the mornings or before sessions."""
    today = now.astimezone(zone).date()
    recent = {day: value for day, value in signs.mornings.items() if today - day <= RISE_WITHIN}
    for levels, until in ((morning_levels(recent), _noon(today)), (signs.before, now)):
        since = [level for level in levels if level.at > max(closed, until - RISE_WITHIN)]
        if _may_rise(since) and is_rising(since, until):
            return since[-1].at
    return None


def _may_rise(levels: Sequence[Level]) -> bool:
    """Whether there are enough, and half of all pairs go up, without which no line through them
    does; quickly told.
    """
    values = [level.value for level in levels]
    if len(values) < RISE_FEWEST or max(values) - min(values) < RISE:
        return False
    pairs = [later > earlier for earlier, later in combinations(values, 2)]
    return 2 * sum(pairs) >= len(pairs)


def _noon(day: date) -> datetime:
    """When morning_levels puts a day's rating."""
    return datetime.combine(day, time(12), UTC)
