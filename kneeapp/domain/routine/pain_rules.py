"""When knee pain asks to go easier, to stop, or to see somebody.

Levels after Thomee 1997 and Silbernagel 2007 [M] (clinical-facts 4.4). The rules about
mornings are DESIGN: ours, not a source's.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from enum import StrEnum
from statistics import median

from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.session_limits import CLEAR_CHANGE, LIGHT_ABOVE

HIGHEST_GREEN = 2
"""Knee pain 0-10 up to which all is well; amber goes up to guidance.LIGHT_ABOVE."""

LOOK_BACK = timedelta(days=7)
FEWEST_MORNINGS = 3
"""Rated mornings among the last seven that a usual morning is told from (DESIGN)."""

IN_A_ROW = timedelta(days=2)
"""Two raised mornings stand in a row if at most one unrated day lies between (DESIGN)."""

TELLING = LOOK_BACK + IN_A_ROW
"""How far back the mornings reach that a morning's check looks at."""

RED_MANY, RED_WITHIN = 2, timedelta(weeks=2)
"""So many red mornings within this time: see somebody."""

DANGER = "danger"
"""The gravest reason: that of an emergency."""


@dataclass(frozen=True)
class StopReason:
    """A reason to stop that the player offers, by the name that is stored.

    `label` is what its button says, `told` how a sentence elsewhere puts it. It is empty for a
    reason that is no harm: only the others end a session for good (clinical-facts 4.4).
    """

    name: str
    label: str
    told: str = ""


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
"""In the order in which the player offers them in a routine."""

STOP_REASONS_OF_TRAINING = (
    StopReason(
        "sharp",
        "Sharp pain, or the knee locks or gives way",
        "sharp pain, or the knee locks or gives way",
    ),
    *STOP_REASONS[1:],
)
"""The same in a session of the programme."""

STOPS_FOR_PAIN = {reason.name: reason.told for reason in STOP_REASONS if reason.told}
"""Reasons for which a session ends for good, in words."""

STOPS_OF_TRAINING = {reason.name: reason.told for reason in STOP_REASONS_OF_TRAINING if reason.told}
"""The same in a session of the programme."""


class Zone(StrEnum):
    """How much knee pain is: amber is allowed, red stops."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Morning(StrEnum):
    """What a morning rating says. RAISED: half the load. RED: leave the routine today."""

    NOT_RATED = "not_rated"
    TOO_EARLY = "too_early"
    USUAL = "usual"
    RAISED = "raised"
    RED = "red"


@dataclass(frozen=True)
class MorningCheck:
    """A morning, its rating and the usual one it was held against (0-10)."""

    day: date
    says: Morning
    rating: int | None = None
    usual: float | None = None


def zone(knee: int) -> Zone:
    """The zone of a knee rating 0-10."""
    if knee <= HIGHEST_GREEN:
        return Zone.GREEN
    return Zone.AMBER if knee <= LIGHT_ABOVE else Zone.RED


def mornings_by_day(ratings: Iterable[Rating], zone: tzinfo) -> dict[date, int]:
    """The last 24-hour rating (0-10) given on each calendar day in `zone`."""
    given = [rating for rating in ratings if rating.measure == KNEE_DAY.name]
    given.sort(key=lambda rating: (rating.taken_at, rating.id))
    return {rating.taken_at.astimezone(zone).date(): rating.value for rating in given}


def morning_check(mornings: Mapping[date, int], day: date) -> MorningCheck:
    """How the rating of `day` stands against the median of the seven mornings before.

    `mornings` holds the 24-hour rating 0-10 by the calendar day it was given on.
    Raised is CLEAR_CHANGE or more above; red is raised for the second time in a row.
    """
    check = _held_against_usual(mornings, day)
    if check.says is not Morning.RAISED:
        return check
    before = max((rated for rated in mornings if rated < day), default=day)
    again = day - before <= IN_A_ROW and before != day
    if again and _held_against_usual(mornings, before).says is Morning.RAISED:
        return MorningCheck(day, Morning.RED, check.rating, check.usual)
    return check


def red_mornings(
    mornings: Mapping[date, int], first: date = date.min
) -> Iterator[tuple[date, ...]]:
    """For each red morning from `first` on, the red ones within RED_WITHIN up to it, itself last.

    `mornings` holds the 24-hour rating 0-10 by the calendar day it was given on.
    """
    red: tuple[date, ...] = ()
    least = min(mornings.values(), default=0) + CLEAR_CHANGE
    for day in sorted(rated for rated in mornings if rated >= first):
        if mornings[day] >= least and morning_check(mornings, day).says is Morning.RED:
            red = (*(earlier for earlier in red if day - earlier < RED_WITHIN), day)
            yield red


def recent_red_mornings(mornings: Mapping[date, int], today: date) -> tuple[date, ...]:
    """The red mornings within RED_WITHIN up to `today`, oldest first."""
    until = {day: value for day, value in mornings.items() if day <= today}
    first = today - RED_WITHIN + timedelta(days=1)
    return tuple(red[-1] for red in red_mornings(until, first))


def needs_somebody(mornings: Mapping[date, int], today: date) -> bool:
    """Whether RED_MANY mornings within RED_WITHIN up to `today` were red."""
    return len(recent_red_mornings(mornings, today)) >= RED_MANY


def _held_against_usual(mornings: Mapping[date, int], day: date) -> MorningCheck:
    rating = mornings.get(day)
    if rating is None:
        return MorningCheck(day, Morning.NOT_RATED)
    earlier = [value for rated, value in mornings.items() if day - LOOK_BACK <= rated < day]
    if len(earlier) < FEWEST_MORNINGS:
        return MorningCheck(day, Morning.TOO_EARLY, rating)
    usual = median(earlier)
    says = Morning.RAISED if rating - usual >= CLEAR_CHANGE else Morning.USUAL
    return MorningCheck(day, says, rating, usual)
