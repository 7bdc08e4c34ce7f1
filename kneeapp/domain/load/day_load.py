"""Day load: the steps, stairs, sitting, standing, sport and training of one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.origin import Origin
from kneeapp.errors import BadInput


class LoadKind(LabelledEnum):
    """What is counted of a day; the value is the field of DayLoad."""

    STEPS = "steps", "Steps"
    FLOORS = "floors", "Stairs"
    SITTING = "sitting_min", "Sitting"
    STANDING = "standing_min", "Standing"
    SPORT = "sport_min", "Sport"
    TRAINING = "training_min", "Training elsewhere"


class LoadScale(NamedTuple):
    """Unit of a kind, the most that a day can hold, and amounts for one tap."""

    unit: str
    most: int
    presets: tuple[int, ...]
    divisor: int = 1
    """How many of the stored unit make one of `unit`."""


MINUTES_A_DAY = 1440

SCALES: Mapping[LoadKind, LoadScale] = {
    LoadKind.STEPS: LoadScale("steps", 100_000, (2000, 4000, 6000, 8000, 10_000, 12_000)),
    LoadKind.FLOORS: LoadScale("floors up", 300, (0, 3, 6, 10, 15)),
    LoadKind.SITTING: LoadScale("hours", MINUTES_A_DAY, (120, 240, 360, 480, 600), 60),
    LoadKind.STANDING: LoadScale("hours", MINUTES_A_DAY, (60, 120, 240, 360, 480), 60),
    LoadKind.SPORT: LoadScale("minutes", MINUTES_A_DAY, (0, 20, 40, 60, 90)),
    LoadKind.TRAINING: LoadScale("minutes", MINUTES_A_DAY, (0, 15, 30, 45)),
}
"""The bounds only keep out slips and other units: 100,000 steps are some 70 km (DESIGN)."""


@dataclass(frozen=True)
class DayLoad:
    """What a person counted of one day; None where it was not counted.

    Raises BadInput for an amount that no day holds. Training is what is not in the programme.
    """

    day: date
    steps: int | None = None
    floors: int | None = None
    sitting_min: int | None = None
    standing_min: int | None = None
    sport_min: int | None = None
    training_min: int | None = None
    origin: Origin | None = None

    def __post_init__(self) -> None:
        for kind in LoadKind:
            check_amount(kind, self.amount(kind))
        if (self.sitting_min or 0) + (self.standing_min or 0) > MINUTES_A_DAY:
            raise BadInput("Sitting and standing together are more than a day. Check both.")

    def amount(self, kind: LoadKind) -> int | None:
        """How much of `kind` there was, in whole steps, floors or minutes."""
        value: int | None = getattr(self, kind.value)
        return value

    @property
    def empty(self) -> bool:
        return all(self.amount(kind) is None for kind in LoadKind)


def load_of(
    day: date, amounts: Mapping[LoadKind, int | None], origin: Origin | None = None
) -> DayLoad:
    """The load of `day` from amounts by kind; raises BadInput for what no day holds."""
    steps, floors, *minutes = (amounts.get(kind) for kind in LoadKind)
    sitting, standing, sport, training = minutes
    return DayLoad(day, steps, floors, sitting, standing, sport, training, origin)


def check_amount(kind: LoadKind, amount: int | None) -> None:
    """Raises BadInput where no day holds `amount` of `kind`."""
    most = SCALES[kind].most
    if amount is not None and not 0 <= amount <= most:
        raise BadInput(
            f"{kind.label}: {amount_words(kind, amount)} in one day cannot be. At most "
            f"{amount_words(kind, most)} can be kept. Check the number and its unit."
        )


def amount_words(kind: LoadKind, amount: float) -> str:
    """An amount with its unit, as "9,000 steps" or "6.5 hours"."""
    scale = SCALES[kind]
    value = round(amount / scale.divisor, 1)
    return f"{value:,g} {scale.unit}" if value < 1000 else f"{value:,.0f} {scale.unit}"


def by_day(loads: Iterable[DayLoad]) -> dict[date, DayLoad]:
    return {load.day: load for load in loads}
