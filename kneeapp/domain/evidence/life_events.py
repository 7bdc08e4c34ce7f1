"""Life events: what else happened on a day and may affect the knee, as a flare or a long walk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.origin import Origin
from kneeapp.errors import BadInput

LONGEST_NOTE = 200
"""Characters."""


class LifeEventKind(StrEnum):
    FLARE = "flare"
    LONG_WALK = "long_walk"
    NEW_SHOES = "new_shoes"
    MEDICINE = "medicine"
    OTHER = "other"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True)
class LifeEvent:
    """One thing on one day of the person's calendar; raises BadInput where the note is too long."""

    id: UUID
    kind: LifeEventKind
    on: date
    note: str = ""
    origin: Origin | None = None
    """The diary that it came with."""

    def __post_init__(self) -> None:
        if len(self.note) > LONGEST_NOTE:
            raise BadInput(f"This note is too long. Keep it to {LONGEST_NOTE} characters.")

    def not_ahead_of(self, today: date) -> "LifeEvent":
        """This event; raises BadInput where its day is still to come."""
        if self.on > today:
            raise BadInput("This day is still to come. Mark it when it is here.")
        return self


def own(events: Iterable[LifeEvent]) -> tuple[LifeEvent, ...]:
    """Those that were entered here, and did not come with another diary."""
    return tuple(event for event in events if event.origin is None)


def within(events: Iterable[LifeEvent], window: Window) -> tuple[LifeEvent, ...]:
    """The events on the days of `window`."""
    return tuple(event for event in events if window.first <= event.on <= window.last)
