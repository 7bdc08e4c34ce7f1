"""Week budget: what of a week fits into the minutes that a person has, the first things first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

LEAST_MINUTES, MOST_MINUTES = 20, 900
WeekMinutes = Annotated[int, Field(ge=LEAST_MINUTES, le=MOST_MINUTES)]
"""A budget for one week."""


class WeekPart(StrEnum):
    """A part of the week, in the order in which it is given room.

    Strengthening is what guidelines put first for every kind of knee pain (APTA 2019 [V2], NICE
    NG226 [V2]); a trial under way is spoiled by sessions left out; that regular movement comes
    before a routine whose effect fades within the hour is DESIGN.
    """

    STRENGTH = "strength"
    TRIAL = "trial"
    STAIRS = "stairs"
    RUN = "run"
    AEROBIC = "aerobic"
    ROUTINE = "routine"


@dataclass(frozen=True)
class WantedPart:
    """What a part asks for in one week: sessions, minutes of one, and what was done already."""

    part: WeekPart
    sessions: int
    minutes: int
    done: int = 0
    done_minutes: int = 0

    @property
    def left(self) -> int:
        return max(0, self.sessions - self.done)


@dataclass(frozen=True)
class PartShare:
    """What a part is given: of the sessions left `fits` have room, `dropped` have none."""

    wanted: WantedPart
    fits: int
    dropped: int

    @property
    def minutes(self) -> int:
        """Minutes of the week with it, done and still to do."""
        return self.wanted.done_minutes + self.fits * self.wanted.minutes


@dataclass(frozen=True)
class WeekBudget:
    """The shares of a week, the first things first; `budget` is None without a limit."""

    shares: tuple[PartShare, ...]
    budget: int | None

    @property
    def minutes(self) -> int:
        return sum(share.minutes for share in self.shares)

    @property
    def done_minutes(self) -> int:
        return sum(share.wanted.done_minutes for share in self.shares)

    @property
    def dropped(self) -> tuple[PartShare, ...]:
        return tuple(share for share in self.shares if share.dropped)

    def share(self, part: WeekPart) -> PartShare | None:
        return next((share for share in self.shares if share.wanted.part is part), None)

    @property
    def too_small(self) -> bool:
        """Whether not even one session of strengthening has room in the whole budget."""
        first = self.share(WeekPart.STRENGTH)
        if first is None or self.budget is None or not first.wanted.left:
            return False
        return first.wanted.minutes > self.budget


def week_budget(wanted: Iterable[WantedPart], budget: int | None) -> WeekBudget:
    """Give room in the order of WeekPart: a part gets whole sessions, until they do not fit.

    What was done counts first. Without a limit everything fits.
    """
    in_order = sorted(wanted, key=lambda part: _ORDER.index(part.part))
    if budget is None:
        return WeekBudget(tuple(PartShare(part, part.left, 0) for part in in_order), None)
    room = budget - sum(part.done_minutes for part in in_order)
    shares = []
    for part in in_order:
        fits = min(part.left, max(0, room) // max(part.minutes, 1))
        room -= fits * part.minutes
        shares.append(PartShare(part, fits, part.left - fits))
    return WeekBudget(tuple(shares), budget)


_ORDER: Sequence[WeekPart] = list(WeekPart)
