"""Sentences about two times side by side."""

from kneeapp.domain.evidence.periods import Comparison, PeriodDifference, Rated
from kneeapp.domain.evidence.verdict_text import LEAST_SHOWN, likely, points
from kneeapp.domain.evidence.verdicts import FORECAST_FROM

A_DESCRIPTION = (
    "A description, not a verdict: you chose these days, other things changed with them, and bad "
    "days get better by themselves. The verdict uses all sessions and knows nothing of this."
)


def period_words(kind: Rated, compared: Comparison) -> str:
    """The difference from the first time to the second with its interval, or why there is none."""
    if compared.difference is None:
        return f"Too few: it takes {FORECAST_FROM} at each time."
    shown = compared.difference
    span = likely(shown.low, shown.high, "lower", "higher")
    return f"{_moved(shown)} ({span})" if kind is not Rated.RELIEF else _relief(shown)


def _moved(shown: PeriodDifference) -> str:
    if abs(shown.points) < LEAST_SHOWN:
        return "No difference"
    return f"{points(abs(shown.points))} {'higher' if shown.points > 0 else 'lower'}"


def _relief(shown: PeriodDifference) -> str:
    span = likely(shown.low, shown.high, "less eased", "more eased")
    if abs(shown.points) < LEAST_SHOWN:
        return f"Eased as much ({span})"
    return f"Eased by {points(abs(shown.points))} {'more' if shown.points > 0 else 'less'} ({span})"
