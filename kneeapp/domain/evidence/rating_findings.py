"""The findings that ratings hand to the safety status: mornings, the trend and verdicts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kneeapp.domain.evidence.trend import RISE_WITHIN, Level, is_rising, morning_levels
from kneeapp.domain.formats import long_day_month
from kneeapp.domain.routine.pain_rules import RED_MANY, RED_WITHIN, TELLING, red_mornings
from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.findings import Finding, Sign

RED_MORNING = "red_morning"
RED_MORNINGS = "red_mornings"
RISING = "rising"
WORSE = "worse"
RATING_SIGNS = (RED_MORNING, RED_MORNINGS, RISING, WORSE)
"""The signs that ratings raise."""


RATINGS_BACK = timedelta(weeks=26)
"""A morning longer ago raises nothing: that is the end of its findings (DESIGN)."""


@dataclass(frozen=True)
class WorseRoutine:
    """A routine whose verdict is worse; `at` is when its newest session that was worse began."""

    routine: str
    title: str
    at: datetime


@dataclass(frozen=True)
class RatingHistory:
    """The ratings that findings rest on: `mornings` (0-10) by day, first ratings of sessions on
    one knee and test move, and the routines judged worse.
    """

    mornings: Mapping[date, int] = field(default_factory=dict)
    before: Sequence[Level] = ()
    worse: Sequence[WorseRoutine] = ()


def rating_findings(
    signs: Mapping[str, Sign], rated: RatingHistory, now: datetime, zone: tzinfo, version: str
) -> Iterator[Finding]:
    """The findings of the mornings since RATINGS_BACK, of the trend and of the verdicts. Where a
    clock was set back, mornings after today count, too.

    What the trend or a verdict raises ends by itself once the newest ratings say otherwise. A
    morning stands for its whole day, from midnight on: a check of that day counts.
    """
    first = now.astimezone(zone).date() - RATINGS_BACK
    since = first - RED_WITHIN - TELLING  # what the first of them is held against
    recent = {day: value for day, value in rated.mornings.items() if day >= since}
    for red in red_mornings(recent):
        if red[-1] >= first:
            yield from _red(signs, recent, red, zone, version)
    rise = _rise(recent, rated.before, now, zone)
    if rise:
        yield signs[RISING].finding(key=f"{RISING}:{rise.isoformat()}", at=rise, version=version)
    for one in rated.worse:
        finding = signs[WORSE].finding(
            key=f"{WORSE}:{one.routine}:{one.at.isoformat()}",
            at=one.at,
            version=version,
            said=f"{one.title}: the knee was worse after it",
        )
        own = {"rule": f"{WORSE}_{one.routine}", "closes": _closes(finding, one.routine)}
        yield finding.model_copy(update=own)


def _closes(finding: Finding, routine: str) -> tuple[Closure, ...]:
    return (*finding.closes, Closure(Part.ROUTINE, routine))


def _red(
    signs: Mapping[str, Sign],
    mornings: Mapping[date, int],
    red: Sequence[date],
    zone: tzinfo,
    version: str,
) -> Iterator[Finding]:
    """The finding of a red morning, the last of `red`, and of RED_MANY within RED_WITHIN."""
    day = red[-1]
    at = _begin(day, zone)
    said = f"Last 24 hours: {mornings[day]} of 10, raised two mornings in a row"
    yield signs[RED_MORNING].finding(key=f"{RED_MORNING}:{day}", at=at, version=version, said=said)
    if len(red) >= RED_MANY:
        yield signs[RED_MORNINGS].finding(
            key=f"{RED_MORNINGS}:{day}", at=at, version=version, said=_days(red)
        )


def _days(days: Iterable[date]) -> str:
    return "red mornings on " + " and ".join(map(long_day_month, days))


def _rise(
    mornings: Mapping[date, int], before: Sequence[Level], now: datetime, zone: tzinfo
) -> datetime | None:
    """When the newest rating of a rise of two points in two weeks was given."""
    noon = datetime.combine(now.astimezone(zone), time(12), UTC)  # as morning_levels has today's
    risen = _risen(morning_levels(mornings), noon)
    return _begin(risen.date(), zone) if risen else _risen(before, now)


def _risen(levels: Sequence[Level], until: datetime) -> datetime | None:
    since = [level for level in levels if until - RISE_WITHIN < level.at <= until]
    return since[-1].at if since and is_rising(since, until) else None


def _begin(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
