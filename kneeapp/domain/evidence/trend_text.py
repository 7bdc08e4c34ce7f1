"""Sentences about the trend, the expected fall and the mornings."""

from collections.abc import Iterable
from datetime import timedelta

from kneeapp.domain.evidence.regression_to_mean import (
    FEWEST_CHOSEN,
    FEWEST_DAYS,
    CannotTell,
    ExpectedFall,
)
from kneeapp.domain.evidence.trend import FEWEST, WEEK, Direction, Trend
from kneeapp.domain.evidence.verdict_text import LEAST_SHOWN, points
from kneeapp.domain.routine.pain_rules import Morning

MCID_KNEECAP, MCID_GENERAL = 1.2, 2.0
"""Minimal important change of pain in points: behind the kneecap (Piva 2009), and in general,
where it has to be 30 % as well (Farrar 2001)."""

WORTH_HAVING = (
    f"Shaded: a change worth having. It begins at {MCID_KNEECAP:g} points for pain behind "
    f"the kneecap (Piva 2009), at {MCID_GENERAL:g} points and 30 % for pain in general "
    "(Farrar 2001)."
)

SMALL_FALL = 0.5
"""A fall surely smaller than this rounds to no point at all."""

LONG = timedelta(weeks=10)
"""From this length of a line on, its fan holds the true line in 88 to 93 of 100 simulated knees;
over fewer weeks in 86 to 98, by how alike days are (docs/benchmarks.md)."""

CANNOT_TELL = {
    CannotTell.FEW_DAYS: (
        "How much bad days get better by themselves: not known yet. It takes "
        f"{FEWEST_DAYS} rated mornings, on days without a session too."
    ),
    CannotTell.GAPS: (
        "How much bad days get better by themselves cannot be told: too many mornings have no "
        "rating. Rate your knee on most of them, on days without a session too."
    ),
    CannotTell.FEW_CHOSEN: (
        "How much bad days get better by themselves: not known yet. It takes a session that "
        f"counts on {FEWEST_CHOSEN} rated days."
    ),
}

MORNINGS = {
    Morning.NOT_RATED: "How was the knee in the last 24 hours?",
    Morning.TOO_EARLY: "Noted. After a few mornings kneeapp knows what is usual for you.",
    Morning.USUAL: "Much as usual.",
    Morning.RAISED: "Higher than usual. Do half today, and gently.",
    Morning.RED: "Higher than usual for the second morning. Leave the routine today.",
}


def trend_words(trend: Trend | None, ratings: str) -> str:
    """The direction of `ratings` (named "the first ratings" or "the mornings") in one sentence."""
    if trend is None:
        return f"No trend yet. It takes {FEWEST} ratings over two weeks."
    whole = (trend.until - trend.since) / WEEK
    over = f"over {_weeks(whole)}"
    begin = ratings[:1].upper() + ratings[1:]
    if trend.low == trend.high == 0:
        return f"{begin} stayed the same {over}."
    low, high = (slope * whole for slope in trend.possible)
    if trend.direction is Direction.UNCLEAR:
        return f"No clear trend in {ratings} {over}: {_either(low, high)}."
    way = "down" if trend.direction is Direction.DOWN else "up"
    near, far = sorted((abs(low), abs(high)))
    size = points(abs(trend.change))
    return f"{begin} went {way} by {size} {over} (likely {near:.1f} to {far:.1f})."


def line_words(lines: Iterable[Trend]) -> str:
    """How to read the lines and fans of charts; the shortest line decides what the fan holds."""
    shortest = min(line.until - line.since for line in lines)
    few = "86 to 98 of 100 such charts it does: so few weeks hardly show how alike days are."
    share = "about 90 of 100 such charts it does." if shortest >= LONG else few
    return (
        "The line fits the dots best. The true line may lie anywhere in the grey fan: in "
        f"{share} {WORTH_HAVING}"
    )


def no_gain_words(trend: Trend) -> str:
    """What a trend without a gain asks for, with the weeks that it looked at."""
    weeks = _weeks((trend.until - trend.since) / WEEK)
    return f"{weeks} without a clear gain: have a clinician look at the knee."


def _weeks(weeks: float) -> str:
    """So many weeks, to the nearest half."""
    halves = round(2 * weeks) / 2
    return f"{halves:g} weeks"


def _either(low: float, high: float) -> str:
    """How far an unclear trend may have gone either way, in points."""
    down, up = (
        f"{way} by up to {points(reach)}" if reach >= LEAST_SHOWN else ""
        for way, reach in (("down", -low), ("up", high))
    )
    if down and up:
        return f"they may have gone {down}, or {up}"
    return f"they may have gone {down or up}, or stayed the same"


def of_diaries(count: int) -> str:
    """How many mornings came from another diary, as a sentence; empty without any."""
    return f"{count} of them came from another diary." if count else ""


def fall_words(fall: ExpectedFall | CannotTell) -> str:
    """How much the choice of session days alone would make ratings fall."""
    if isinstance(fall, CannotTell):
        return CANNOT_TELL[fall]
    if fall.high < SMALL_FALL:
        return (
            "You do not seem to choose bad days for sessions, so chance alone should not make "
            "them look better."
        )
    if fall.low <= 0 or fall.points < LEAST_SHOWN:
        return (
            "Whether you choose bad days for sessions is not clear. Bad days may get better by "
            f"themselves by up to {points(fall.high)} by the next day."
        )
    return (
        "Bad days get better by themselves. That alone may be about "
        f"{points(fall.points)} less by the next day (likely {fall.low:.1f} to "
        f"{fall.high:.1f}). How much of the relief it is, only a trial can tell."
    )
