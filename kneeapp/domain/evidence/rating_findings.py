"""Findings raised by ratings: red mornings, a rising trend, and routines judged worse."""

from collections.abc import Iterator, Mapping, Sequence
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
"""The ids of the signs that ratings can raise."""

RATINGS_BACK = timedelta(weeks=26)
"""Older mornings raise no finding, so that their findings end then (DESIGN)."""


@dataclass(frozen=True)
class WorseRoutine:
    """A routine whose verdict is worse; `at` is when its newest worse session began."""

    routine: str
    title: str
    at: datetime


@dataclass(frozen=True)
class RatingHistory:
    """The ratings from which findings are raised.

    `mornings` (0-10) by calendar day, `before` the first ratings of sessions on one knee and test
    move, `worse` the routines judged worse.
    """

    mornings: Mapping[date, int] = field(default_factory=dict)
    before: Sequence[Level] = ()
    worse: Sequence[WorseRoutine] = ()


def rating_findings(
    signs: Mapping[str, Sign], rated: RatingHistory, now: datetime, zone: tzinfo, version: str
) -> Iterator[Finding]:
    """The findings of the mornings since RATINGS_BACK, of the trend and of the verdicts.

    `signs` are the signs of the content by id, `version` is that of the rules. Findings of the
    trend or of a verdict end by themselves once the newest ratings say otherwise. A morning
    counts for its whole day from midnight, so that a check made on that day is after it. Where
    a clock was set back, mornings after today count, too: that is the careful reading.
    """
    first = now.astimezone(zone).date() - RATINGS_BACK
    since = first - RED_WITHIN - TELLING  # what the first of them is compared with
    recent = {day: value for day, value in rated.mornings.items() if day >= since}
    for red in red_mornings(recent):
        if red[-1] >= first:
            yield from _red(signs, recent, red, zone, version)
    rise = _rise(recent, rated.before, now, zone)
    if rise:
        yield signs[RISING].finding(key=f"{RISING}:{rise.isoformat()}", at=rise, version=version)
    for worse in rated.worse:
        finding = signs[WORSE].finding(
            key=f"{WORSE}:{worse.routine}:{worse.at.isoformat()}",
            at=worse.at,
            version=version,
            said=f"{worse.title}: the knee was worse after it",
        )
        closes = (*finding.closes, Closure(Part.ROUTINE, worse.routine))
        of_routine = {"rule": f"{WORSE}_{worse.routine}", "closes": closes}
        yield finding.model_copy(update=of_routine)


def _red(
    signs: Mapping[str, Sign],
    mornings: Mapping[date, int],
    red: Sequence[date],
    zone: tzinfo,
    version: str,
) -> Iterator[Finding]:
    """The finding of a red morning, the last of `red`, and of RED_MANY within RED_WITHIN."""
    day = red[-1]
    at = _start_of_day(day, zone)
    text = f"Last 24 hours: {mornings[day]} of 10, raised two mornings in a row"
    yield signs[RED_MORNING].finding(key=f"{RED_MORNING}:{day}", at=at, version=version, said=text)
    if len(red) >= RED_MANY:
        text = f"red mornings on {' and '.join(map(long_day_month, red))}"
        yield signs[RED_MORNINGS].finding(
            key=f"{RED_MORNINGS}:{day}", at=at, version=version, said=text
        )


def _rise(
    mornings: Mapping[date, int], before: Sequence[Level], now: datetime, zone: tzinfo
) -> datetime | None:
    """When the newest rating of a rise of two points in two weeks was given; None without one."""
    noon = datetime.combine(now.astimezone(zone), time(12), UTC)  # as morning_levels has today's
    risen = _risen(morning_levels(mornings), noon)
    return _start_of_day(risen.date(), zone) if risen else _risen(before, now)


def _risen(levels: Sequence[Level], until: datetime) -> datetime | None:
    since = [level for level in levels if until - RISE_WITHIN < level.at <= until]
    return since[-1].at if since and is_rising(since, until) else None


def _start_of_day(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
