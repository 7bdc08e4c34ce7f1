"""How often what is said of mornings and trends is wrong, and what of a change is found.

A knee's mornings are 2.5 + AR(1) from day to day, as whole points from 0 to 10. Beside the
rules of the app stands the rule before: see somebody after two red mornings in two weeks,
a morning being red when it and the one before are 2 or more above the median of seven.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median

import numpy as np

from benchmarks.simulated_knees import SEED, Floats, Noise, Rows, rate
from benchmarks.tables import share
from kneeapp.domain.evidence.lasting_rise import morning_rises
from kneeapp.domain.evidence.trend import Level, trend
from kneeapp.domain.routine.pain_rules import Morning, morning_check

MONDAY = date(2026, 1, 5)
MORNING, SLOPE, DAYS, NEWS = 2.5, -0.25, 84, 28
SPREADS, CORRELATIONS = (0.7, 1.0, 1.5), (0.0, 0.3, 0.5, 0.7)
WEEKS: Mapping[str, Sequence[int]] = {
    "daily": range(7),
    "Mon, Wed, Fri": (0, 2, 4),
    "Mon, Thu": (0, 3),
    "Mon": (0,),
}
Mornings = dict[date, int]


def rated(noise: Noise, change: Floats, week: str, people: int) -> list[Mornings]:
    """The mornings of `people` on some weekdays; the same ones for the same arguments."""
    drawn = noise.draw(np.random.default_rng(SEED), people, len(change))
    days = [day for day in range(len(change)) if day % 7 in WEEKS[week]]
    return [
        {MONDAY + timedelta(day): int(row[day]) for day in days}
        for row in rate(MORNING + drawn + change)
    ]


def risen(mornings: Mornings, first: int = 0) -> bool:
    """Whether a rise is told on the day number `first` or later."""
    days = (rise.at.date() for rise in morning_rises(mornings))
    return any(day >= MONDAY + timedelta(first) for day in days)


def old_red_days(mornings: Mornings) -> list[date]:
    def raised(day: date) -> bool:
        week = [mornings[d] for n in range(1, 8) if (d := day - timedelta(n)) in mornings]
        return len(week) >= 3 and mornings[day] - median(week) >= 2

    up = {day for day in mornings if raised(day)}
    before = {day: max((d for d in mornings if d < day), default=day) for day in up}
    return [d for d in sorted(up) if before[d] in up and 0 < (d - before[d]).days <= 2]


def old_risen(mornings: Mornings, first: int = 0) -> bool:
    red, begin = old_red_days(mornings), MONDAY + timedelta(first)
    return any(b >= begin and (b - a).days < 14 for a, b in pairwise(red))


def steady(people: int) -> Rows:
    """A knee that does not change: told to see somebody within 84 days."""
    for week in WEEKS:
        for sd in SPREADS:
            for correlation in CORRELATIONS:
                mornings = rated(Noise(sd, correlation), np.zeros(DAYS), week, people)
                yield {
                    "mornings": week,
                    "SD": sd,
                    "correlation": correlation,
                    "see somebody": share([risen(one) for one in mornings]),
                    "two red mornings (old rule)": share([old_risen(one) for one in mornings]),
                }


def changed(people: int) -> Rows:
    """A knee that gets worse after some weeks: told within 28 days (SD 1, correlation .3)."""
    for weeks in (4, 8):
        for week in WEEKS:
            after = np.arange(7 * weeks + NEWS) - 7 * weeks
            row: dict[str, object] = {"weeks before": weeks, "mornings": week}
            for name, change in (
                ("step of 3", np.where(after >= 0, 3.0, 0.0)),
                ("1 a week", np.maximum(after, 0) / 7.0),
            ):
                mornings = rated(Noise(1.0, 0.3), change, week, people)
                row[name] = share([risen(one, 7 * weeks) for one in mornings])
                row[f"{name}, old rule"] = share([old_risen(one, 7 * weeks) for one in mornings])
            yield row


def advice(people: int) -> Rows:
    """Of the mornings of a knee that does not change: raised, and red, which closes the routine."""
    for sd in SPREADS:
        for correlation in CORRELATIONS:
            mornings = rated(Noise(sd, correlation), np.zeros(DAYS), "daily", people // 5)
            says = [morning_check(one, day).says for one in mornings for day in one]
            old = sum(len(old_red_days(one)) for one in mornings)
            hundredth = len(says) / 100
            up = sum(one in {Morning.RAISED, Morning.RED} for one in says)
            yield {
                "SD": sd,
                "correlation": correlation,
                "raised": up / hundredth,
                "red": says.count(Morning.RED) / hundredth,
                "red (old rule)": old / hundredth,
            }


def trends(people: int) -> Rows:
    """How often the fan of a trend holds the true slope; random days where not daily."""
    rng = np.random.default_rng(SEED)
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    for days in (NEWS, DAYS):
        for ratings in (days, 3 * days // 7):
            for sd in (1.0, 1.5):
                row: dict[str, object] = {"days": days, "ratings": ratings, "SD": sd}
                for correlation in (*CORRELATIONS, 0.85):
                    noise = Noise(sd, correlation).draw(rng, people, days)
                    held = []
                    for values in rate(5 + SLOPE * np.arange(days) / 7 + noise):
                        when = np.sort(rng.choice(days, ratings, replace=False))
                        line = trend([Level(noon + timedelta(int(d)), values[d]) for d in when])
                        if line is not None:
                            held.append(line.low <= SLOPE <= line.high)
                    row[f"{correlation:g}"] = share(held)
                yield row
