"""Closures: what a finding can close, as tools, areas, positions, exercises or a trial."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from kneeapp.domain.areas import Area
from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.sides import Side


class Part(LabelledEnum):
    """A part of kneeapp that can be closed separately."""

    BALL = "ball", "the ball"
    ROLLER = "roller", "the roller"
    MOVEMENT = "movement", "stretches and movements"
    """Stretches and movements of a routine, without a tool."""
    AREA = "area", "one place"
    """One area on one side or on both, for every tool."""
    FLOOR = "floor", "lying or kneeling on the floor"
    """Lying or kneeling on the floor; the versions at a wall stay open."""
    ROUTINE = "routine", "this routine"
    """One routine by its name."""
    TEST_MOVE = "test_move", "the test move"
    EXERCISE = "exercise", "all exercises"
    """One family of exercises, or all of them."""
    PROGRAMME = "programme", "the strengthening programme"
    TRIAL = "trial", "comparing two routines"


class Family(LabelledEnum):
    """The kind of load of an exercise; a finding closes whole families."""

    LYING = "lying", "exercises lying or sitting"
    """Lying or sitting, without weight on the leg."""
    STANDING = "standing", "exercises standing on both legs"
    """Standing on both legs."""
    ONE_LEG = "one_leg", "exercises on one leg or a step"
    """Standing on one leg, or climbing a step: a fall is possible."""
    HOLDING = "holding", "exercises that are held still"
    """Held still under load (isometric), which raises the blood pressure."""
    STRETCH = "stretch", "stretching exercises"


class Closure(NamedTuple):
    """One closed part; `name` is an area, a routine or a family, empty for all of the part."""

    part: Part
    name: str = ""
    side: Side | None = None

    def covers(self, other: "Closure") -> bool:
        """Whether this closure includes `other`."""
        return (
            self.part is other.part
            and self.name in {"", other.name}
            and self.side in {None, other.side}
        )

    def __str__(self) -> str:
        return ":".join(filter(None, (self.part, self.name, self.side)))


PRESSING = (Closure(Part.BALL), Closure(Part.ROLLER))
RELEASE = (*PRESSING, Closure(Part.MOVEMENT), Closure(Part.TRIAL))
"""Everything that a routine does to an area."""
TRAINING = (Closure(Part.EXERCISE), Closure(Part.PROGRAMME))
EVERYTHING = (*RELEASE, *TRAINING, Closure(Part.TEST_MOVE))

GROUPS = {"pressing": PRESSING, "release": RELEASE, "training": TRAINING, "everything": EVERYTHING}
"""Names for several closures together, for content files."""

_NAMES: dict[Part, frozenset[str] | None] = {
    Part.AREA: frozenset(Area),
    Part.EXERCISE: frozenset(Family) | {""},
    Part.ROUTINE: None,
}
"""The allowed names within a part; None for any name."""


@lru_cache(maxsize=512)  # thousands of stored findings repeat a few dozen texts
def parse_closures(text: str) -> tuple[Closure, ...]:
    """The closures that `text` names, such as `ball`, `area:calf:left` or `everything`.

    Raises ValueError where it names nothing that can be closed, or is not in its normal form.
    """
    if text in GROUPS:
        return GROUPS[text]
    part, _, rest = text.partition(":")
    name, _, side = rest.partition(":")
    if part not in set(Part):
        raise ValueError(f"{text!r} cannot be closed; known are {', '.join((*Part, *GROUPS))}")
    allowed = _NAMES.get(Part(part), frozenset({""}))
    if (allowed is None and not name) or (allowed is not None and name not in allowed):
        raise ValueError(f"{text!r}: {name!r} is not the name of anything that is {part}")
    if side and (part != Part.AREA or side not in set(Side)):
        raise ValueError(f"{text!r}: only an area takes a side, left or right")
    closure = Closure(Part(part), name, Side(side) if side else None)
    if str(closure) != text:
        raise ValueError(f"{text!r} is written {str(closure)!r}")
    return (closure,)


def _read(value: object) -> object:
    if not isinstance(value, list | tuple) or not all(isinstance(text, str) for text in value):
        return value
    return tuple(dict.fromkeys(closure for text in value for closure in parse_closures(text)))


def closure_texts(closures: Iterable[Closure]) -> list[str]:
    """The closures as texts that `parse_closures` accepts."""
    return [str(closure) for closure in closures]


Closures = Annotated[
    tuple[Closure, ...],
    BeforeValidator(_read),
    PlainSerializer(closure_texts, return_type=list[str]),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
"""Closures, written as a list of texts in content files and JSON."""
