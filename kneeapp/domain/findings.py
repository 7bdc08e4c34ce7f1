"""What a screening may find: how urgent it is, what it rests on, what it changes."""

from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from kneeapp.domain.areas import Area
from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.sides import Side

EMERGENCY_PLACE = "{emergency}"
"""Stands in a finding's `go` for the emergency number of the person's country."""

NO_NUMBER = "your local emergency number"


class Urgency(IntEnum):
    """How soon somebody should be seen; a later member is worse."""

    NONE_SEEN = 0
    ROUTINE = 1
    WITHIN_DAYS = 2
    SAME_DAY = 3
    EMERGENCY = 4

    @property
    def blocks(self) -> bool:
        """Whether the routine stays closed at this urgency."""
        return self >= Urgency.WITHIN_DAYS

    @property
    def label(self) -> str:
        return URGENCY_LABELS[self]


URGENCY_LABELS = {
    Urgency.NONE_SEEN: "No warning sign seen in your answers",
    Urgency.ROUTINE: "Make an ordinary appointment",
    Urgency.WITHIN_DAYS: "See somebody within days",
    Urgency.SAME_DAY: "Get help today",
    Urgency.EMERGENCY: "Emergency: get help now",
}


def _by_name(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value.upper() not in Urgency.__members__:
        names = ", ".join(name.lower() for name in Urgency.__members__)
        raise ValueError(f"{value!r} is not an urgency; known are {names}")
    return Urgency[value.upper()]


UrgencyName = Annotated[
    Urgency,
    BeforeValidator(_by_name),
    PlainSerializer(lambda urgency: urgency.name.lower(), return_type=str, when_used="json"),
]
"""An urgency that content files and JSON write in lower-case words."""


class Finding(Content):
    """One red flag that the answers raised; `group` is the question that told."""

    rule: Text
    urgency: UrgencyName
    reason: Text
    go: Text
    source: Text
    certainty: Certainty
    group: Text

    def directions(self, number: str | None) -> str:
        """Where to go, with the emergency `number` (or a link to it) put in."""
        return self.go.replace(EMERGENCY_PLACE, number or NO_NUMBER)


class CautionAction(StrEnum):
    """The one thing a caution changes about the routine."""

    BLOCK = "block"
    ASK_FIRST = "ask_first"
    WALL = "wall"
    AVOID_AREA = "avoid_area"


class Caution(Content):
    """An answer that changes the routine by exactly one action."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    action: CautionAction
    area: Area | None = None
    side: Side | None = None
    reason: Text
    source: Text
    certainty: Certainty

    @model_validator(mode="after")
    def _area_where_one_is_avoided(self) -> "Caution":
        if (self.action is CautionAction.AVOID_AREA) != (self.area is not None):
            raise ValueError("avoid_area needs an area, and no other action takes one")
        if self.side and not self.area:
            raise ValueError("a side needs an area")
        return self

    @property
    def avoided(self) -> frozenset[tuple[Area, Side]]:
        """The (area, side) pairs it takes out of a plan; both sides where none is named."""
        if self.area is None:
            return frozenset()
        return frozenset((self.area, side) for side in ([self.side] if self.side else Side))
