"""Trend, expected fall and mornings in plain words."""

from kneeapp.domain.bad_days import FEWEST_CHOSEN, FEWEST_DAYS, CannotTell, ExpectedFall
from kneeapp.domain.stop_rules import Morning, MorningCheck
from kneeapp.domain.trend import FEWEST, Direction, Trend
from kneeapp.domain.verdict_words import LEAST_SHOWN, likely, points

WORTH_HAVING = (
    (1.2, "worth having behind the kneecap (Piva 2009)"),
    (2.0, "worth having in general, if it is also 30 % (Farrar 2001)"),
)
"""Points that pain has to change by to be worth having, with their source."""

RISING = "Your knee went up by 2 points or more within two weeks. Have it looked at."

NO_GAIN = "Four weeks without a clear gain: a clinician can look at what is behind it."

CANNOT_TELL = {
    CannotTell.FEW_DAYS: (
        f"Not told yet. Rate your knee on {FEWEST_DAYS} mornings, on days without a session too."
    ),
    CannotTell.GAPS: (
        "Cannot be told: too many days have no rating. Rate your knee on most mornings, "
        "on days without a session too."
    ),
    CannotTell.FEW_CHOSEN: f"Not told yet. It takes {FEWEST_CHOSEN} rated days with a session.",
}

MORNINGS = {
    Morning.NOT_RATED: "How was the knee in the last 24 hours?",
    Morning.TOO_EARLY: "Noted. After a few mornings kneeapp knows what is usual for you.",
    Morning.USUAL: "Much as usual.",
    Morning.RAISED: "Higher than usual. Do half today, and gently.",
    Morning.RED: "Higher than usual for the second morning. Leave the routine today.",
}

SEE_SOMEBODY = "This has happened twice within two weeks. Have the knee looked at."


def trend_words(found: Trend | None, ratings: str) -> str:
    """Where `ratings` ("the first ratings", "the mornings") are heading."""
    if found is None:
        return f"No trend yet. It takes {FEWEST} ratings over two weeks."
    weeks = round((found.until - found.since).days / 7)
    over = f"over {weeks} weeks"
    begin = ratings[:1].upper() + ratings[1:]
    span = likely(found.low, found.high, "down", "up")
    if found.low == found.high == 0:
        return f"{begin} stayed the same {over}."
    if found.direction is Direction.UNCLEAR:
        return f"No clear trend in {ratings} {over}: {span} a week."
    way = "down" if found.direction is Direction.DOWN else "up"
    a_week = points(abs(found.per_week))
    return f"{begin} go {way} by {a_week} a week {over} ({span})."


def fall_words(found: ExpectedFall | CannotTell) -> str:
    """What the choice of days alone would do."""
    if isinstance(found, CannotTell):
        return CANNOT_TELL[found]
    if found.low <= 0 or found.points < LEAST_SHOWN:
        return "Your days do not look picked: no clear fall by chance is expected."
    return (
        f"By chance of bad days alone you would expect about {points(found.points)} less "
        f"by the next day (likely {found.low:.1f} to {found.high:.1f}). "
        "How much of the relief is such chance only a trial can tell."
    )


def morning_words(check: MorningCheck, *, needs_somebody: bool) -> str:
    """What a morning says to do."""
    said = MORNINGS[check.says]
    return f"{said} {SEE_SOMEBODY}" if needs_somebody and check.says is Morning.RED else said
