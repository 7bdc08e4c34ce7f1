"""Pain rules: when knee pain requires less load, a stop, or a clinician.

Levels after Thomee 1997 and Silbernagel 2007 [M] (clinical-facts 4.4). The rules about
mornings are DESIGN: our own, without a source.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from math import sqrt
from statistics import median

from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.session_limits import CLEAR_CHANGE, LIGHT_ABOVE

HIGHEST_GREEN = 2
"""Knee pain 0-10 of the green zone at most; amber goes up to session_limits.LIGHT_ABOVE."""

LOOK_BACK = timedelta(days=7)
FEWEST_MORNINGS = 3
"""Least number of rated mornings among the last seven for a usual value (DESIGN)."""

IN_A_ROW = timedelta(days=2)
"""Two raised mornings are consecutive with at most one unrated day between them (DESIGN)."""

SPREAD_BACK = timedelta(weeks=4)
"""How far back the usual spread of the mornings is looked for."""

SPREADS = 1.75
"""A raised morning is so many of this person's standard deviations above the usual value, and
CLEAR_CHANGE at least. Of the mornings of a knee that does not change, at most 8 in 100 are raised
and 3 in 100 red (docs/benchmarks.md; DESIGN)."""

EXPECTED_SD, EXPECTED_WORTH = 1.2, 6.0
"""Standard deviation (points) of the mornings that is expected before a person's own is known,
and how many ratings that is worth (DESIGN)."""

TELLING = SPREAD_BACK + IN_A_ROW
"""How far back from a morning its check needs ratings: the spread before the one before it."""

FRESH = timedelta(days=23)
"""How late a day of another diary may be taken in and still count for rules (DESIGN)."""

DANGER = "danger"
"""The gravest stop reason: an emergency."""


@dataclass(frozen=True)
class StopReason:
    """A stop reason of the player; `name` is stored.

    `label` is the text of its button, `in_sentence` its text within a sentence. That is empty for
    a harmless reason: only the others end a session for good (clinical-facts 4.4).
    """

    name: str
    label: str
    in_sentence: str = ""


STOP_REASONS = (
    StopReason("sharp", "Sharp or electric pain", "sharp or electric pain"),
    StopReason("numb", "Numb or tingling", "numb or tingling"),
    StopReason("knee_worse", "My knee pain is worse", "the knee got worse"),
    StopReason(
        DANGER,
        "Chest pain, short of breath, or a swollen leg",
        "chest pain, short of breath or a swollen leg",
    ),
    StopReason("break", "I need a break"),
    StopReason("finished", "Finished for today"),
)
"""The stop reasons of a routine, in the order in which the player shows them."""

STOP_REASONS_OF_TRAINING = (
    StopReason(
        "sharp",
        "Sharp pain, or the knee locks or gives way",
        "sharp pain, or the knee locks or gives way",
    ),
    *STOP_REASONS[1:],
)
"""The same in a session of the programme."""

STOPS_FOR_PAIN = {reason.name: reason.in_sentence for reason in STOP_REASONS if reason.in_sentence}
"""Reasons for which a session ends and cannot be resumed, by name (clinical-facts 4.4)."""

STOPS_OF_TRAINING = {
    reason.name: reason.in_sentence for reason in STOP_REASONS_OF_TRAINING if reason.in_sentence
}
"""The same in a session of the programme."""


class Morning(StrEnum):
    """Result of a morning check. RAISED: half the load. RED: no routine today."""

    NOT_RATED = "not_rated"
    TOO_EARLY = "too_early"
    USUAL = "usual"
    RAISED = "raised"
    RED = "red"


@dataclass(frozen=True)
class MorningCheck:
    """The result of a day's morning check: the rating and the usual value (0-10) behind it."""

    day: date
    says: Morning
    rating: int | None = None
    usual: float | None = None


def is_red(knee: int | None) -> bool:
    """Whether a knee rating 0-10 is in the red zone, which stops training; not so without one."""
    return knee is not None and knee > LIGHT_ABOVE


def mornings_by_day(ratings: Iterable[Rating], zone: tzinfo) -> dict[date, int]:
    """The last 24-hour rating (0-10) given on each calendar day in `zone`.

    One that was given here counts before one of another diary.
    """
    return {day: rating.value for day, rating in _by_day(ratings, zone).items()}


def mornings_of_diaries(ratings: Iterable[Rating], zone: tzinfo) -> frozenset[date]:
    """The days of mornings_by_day whose rating came from another diary."""
    return frozenset(day for day, rating in _by_day(ratings, zone).items() if rating.origin)


def fresh_mornings(ratings: Iterable[Rating], zone: tzinfo) -> dict[date, int]:
    """The mornings that rules may look at: mornings_by_day without old days of another diary,
    which were taken in FRESH or longer after they were. These show where the knee was, and it
    is too late to act on them.
    """
    return mornings_by_day(
        (
            rating
            for rating in ratings
            if rating.origin is None or rating.origin.at - rating.taken_at < FRESH
        ),
        zone,
    )


def _by_day(ratings: Iterable[Rating], zone: tzinfo) -> dict[date, Rating]:
    day_ratings = [rating for rating in ratings if rating.measure == KNEE_DAY.name]
    day_ratings.sort(key=lambda rating: (rating.origin is None, rating.taken_at, rating.id))
    return {rating.taken_at.astimezone(zone).date(): rating for rating in day_ratings}


def morning_check(mornings: Mapping[date, int], day: date) -> MorningCheck:
    """The rating of `day` compared with the median of the seven mornings before it.

    `mornings` holds the 24-hour rating 0-10 by the calendar day it was given on.
    RAISED is SPREADS standard deviations and CLEAR_CHANGE or more above the median; RED is the
    second raised morning in a row.
    """
    check = _compared_with_usual(mornings, day)
    if check.says is not Morning.RAISED:
        return check
    before = max((rated for rated in mornings if rated < day), default=day)
    again = day - before <= IN_A_ROW and before != day
    if again and _compared_with_usual(mornings, before).says is Morning.RAISED:
        return MorningCheck(day, Morning.RED, check.rating, check.usual)
    return check


def red_mornings(mornings: Mapping[date, int], first: date = date.min) -> Iterator[date]:
    """The red mornings from `first` on, oldest first.

    `mornings` holds the 24-hour rating 0-10 by the calendar day it was given on.
    """
    # No morning below the lowest rating plus CLEAR_CHANGE can be raised: for a steady knee this
    # test alone decides, without a median for each day.
    least = min(mornings.values(), default=0) + CLEAR_CHANGE
    for day in sorted(rated for rated in mornings if rated >= first):
        if mornings[day] >= least and morning_check(mornings, day).says is Morning.RED:
            yield day


def _compared_with_usual(mornings: Mapping[date, int], day: date) -> MorningCheck:
    rating = mornings.get(day)
    if rating is None:
        return MorningCheck(day, Morning.NOT_RATED)
    earlier = _before(mornings, day, LOOK_BACK)
    if len(earlier) < FEWEST_MORNINGS:
        return MorningCheck(day, Morning.TOO_EARLY, rating)
    usual = median(earlier)
    if rating - usual < CLEAR_CHANGE:  # the usual case, decided without the spread
        return MorningCheck(day, Morning.USUAL, rating, usual)
    least = SPREADS * _spread(_before(mornings, day, SPREAD_BACK))
    says = Morning.RAISED if rating - usual >= least else Morning.USUAL
    return MorningCheck(day, says, rating, usual)


def _before(mornings: Mapping[date, int], day: date, back: timedelta) -> list[int]:
    """The ratings of the days before `day`, as many days as `back` has."""
    days = (date.fromordinal(day.toordinal() - ago) for ago in range(1, back.days + 1))
    return [mornings[rated] for rated in days if rated in mornings]


def _spread(values: Sequence[int]) -> float:
    """The standard deviation of `values`, drawn towards EXPECTED_SD where they are few."""
    around = sum(value * value for value in values) - sum(values) ** 2 / len(values)
    return sqrt((EXPECTED_WORTH * EXPECTED_SD**2 + around) / (EXPECTED_WORTH + len(values) - 1))
