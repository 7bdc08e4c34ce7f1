"""Norms: published values to compare results of the home tests with, and their sources."""

from bisect import bisect_right

KNEE_TO_WALL_SHORT_CM = 9.0
"""Practice cut-off, 9-10 cm [M]."""
KNEE_TO_WALL_APART_CM = 2.0
"""Just above the smallest detectable change, 1.6-1.9 cm (Powden 2015 [M])."""

LESS_BEND_FROM = 60
"""Age in years from which ankles bend clearly less (PubMed 41723909 [V])."""

CHAIR_STAND_CHANGE = 2.0
"""Times in 30 s that are more than chance (2 to 3, hip and knee osteoarthritis [M])."""

TENDER_FROM = 3
TENDER_APART = 2
"""Ratings 0-10 on pressing the outer hip (DESIGN: no published cut-off)."""

_BALANCE_AGES = (18, 40, 50, 60, 70, 80)
_BALANCE_MEANS_S = (45.0, 42.0, 41.0, 32.0, 22.0, 9.0)

_CHAIR_AGES = (60, 65, 70, 75, 80, 85, 90, 95)
_CHAIR_CUTS = ((12, 14), (11, 12), (10, 12), (10, 11), (9, 10), (8, 8), (4, 7))


def balance_mean_s(age: int | None) -> float | None:
    """Mean seconds on one leg, eyes open, best of 3, capped at 45 s.

    Springer 2007, n=549 (source [V], values [M]); None below 18.
    """
    band = bisect_right(_BALANCE_AGES, age) - 1 if age is not None else -1
    return _BALANCE_MEANS_S[band] if band >= 0 else None


def chair_stand_cuts(age: int | None) -> tuple[int, int] | None:
    """Counts in 30 s below which a woman's and a man's result is below average.

    CDC STEADI [M]; None outside 60-94, for which none are published.
    """
    band = bisect_right(_CHAIR_AGES, age) - 1 if age is not None else -1
    return _CHAIR_CUTS[band] if 0 <= band < len(_CHAIR_CUTS) else None


def short_reach_norm(age: int | None) -> str:
    if age is not None and age >= LESS_BEND_FROM:
        return "Ankles bend less from about 60 on, so a short reach says less at your age."
    return ""


def balance_norm(age: int | None) -> str:
    mean = balance_mean_s(age)
    return f"People of about your age manage {mean:g} s on average." if mean else ""


def chair_norm(age: int | None) -> str:
    cuts = chair_stand_cuts(age)
    if cuts is None:
        return "We know no published range for your age: compare with your own next result."
    women, men = cuts
    return f"At your age, below {women} (women) or {men} (men) counts as below average."


def below_half_the_mean(seconds: float, age: int | None) -> bool:
    mean = balance_mean_s(age)
    return mean is not None and seconds < mean / 2


def below_both_cuts(count: float, age: int | None) -> bool:
    cuts = chair_stand_cuts(age)
    return cuts is not None and count < min(cuts)
