"""Findings raised by ratings: red mornings, lasting rises, and routines judged worse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from kneeapp.domain.evidence.lasting_rise import latest_rise, morning_rises
from kneeapp.domain.evidence.rise_text import rise_words
from kneeapp.domain.evidence.trend import Level
from kneeapp.domain.routine.pain_rules import TELLING, red_mornings
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
    """The findings of the mornings since RATINGS_BACK, of first ratings and of the verdicts.

    `signs` are the signs of the content by id, `version` is that of the rules. A rise of first
    ratings is told for a while, a verdict until the newest ratings say otherwise. A morning
    counts for its whole day from midnight, so that a check made on that day is after it. Where
    a clock was set back, mornings after today count, too: that is the careful reading.
    """
    first = now.astimezone(zone).date() - RATINGS_BACK
    compared = {day: value for day, value in rated.mornings.items() if day >= first - TELLING}
    for day in red_mornings(compared, first):
        yield signs[RED_MORNING].finding(
            key=f"{RED_MORNING}:{day}",
            at=_start_of_day(day, zone),
            version=version,
            said=f"Last 24 hours: {compared[day]} of 10, raised two mornings in a row",
        )
    for rise in morning_rises(rated.mornings):
        day = rise.at.date()
        if day >= first:
            yield signs[RED_MORNINGS].finding(
                key=f"{RED_MORNINGS}:{day}",
                at=_start_of_day(day, zone),
                version=version,
                said=rise_words(rise, "your mornings"),
            )
    if rise_before := latest_rise(rated.before, now):
        yield signs[RISING].finding(
            key=f"{RISING}:{rise_before.at.isoformat()}",
            at=rise_before.at,
            version=version,
            said=rise_words(rise_before, "your first ratings"),
        )
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


def _start_of_day(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
