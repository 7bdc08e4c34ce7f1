"""Sentences about ratings that stay higher than usual."""

from kneeapp.domain.evidence.lasting_rise import FEWEST_TO_NOTICE, LastingRise
from kneeapp.domain.formats import long_day_month

BLIND = (
    "kneeapp may not yet notice when your knee gets worse bit by bit. It takes about "
    f"{FEWEST_TO_NOTICE} rated mornings, and two or more each week."
)


def rise_words(rise: LastingRise, ratings: str) -> str:
    """By how much `ratings` (named "your mornings", "First ratings") are higher; no full stop."""
    since = long_day_month(rise.since.date())
    return (
        f"{ratings} since {since} are {rise.by:.1f} points higher than before "
        f"({rise.usual:.1f} on average then)"
    )


def rising_words(rise: LastingRise) -> str:
    """What higher first ratings ask for."""
    why = rise_words(rise, "Your first ratings")
    return f"{why}. That is more than your usual ups and downs: have it looked at."
