"""The kinds of question of a screening, and the answers that each accepts."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal
from unicodedata import category

from pydantic import Field, ValidationInfo, field_validator, model_validator

from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.measures import MEASURES, Measure
from kneeapp.domain.safety.findings import Consequence
from kneeapp.domain.screening.conditions import NOT_SURE, SKIPPED, Condition
from kneeapp.domain.screening.self_tests import SelfTest
from kneeapp.errors import BadInput

Name = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]

NONE_OF_THESE = "None of these"
"""The button that answers a group of items with an empty list."""

SORE, OTHER = "sore", "other"
SIDES_SEEN = frozenset({SORE, OTHER})
"""The words that drivers use in place of left and right."""

MOST_ITEMS = 5
"""Items of one group that are asked at a time."""

LONGEST_NAME = 80
"""Characters of an activity's name."""

ACTIVITY = Measure(
    "activity", "Activity", "How well can you do it now?", "cannot do it", "as before"
)


class Stage(StrEnum):
    """The parts of a screening, in the order they are asked."""

    DANGER = "danger"
    CAUTION = "caution"
    START = "start"
    """Asked before a session with a very sore knee."""
    YOU = "you"
    KNEE = "knee"
    CHAIN = "chain"


SAFETY = (Stage.DANGER, Stage.CAUTION)
BEFORE_START = (*SAFETY, Stage.YOU)
"""The stages that are asked before the first routine."""
AFTERWARDS = (Stage.KNEE, Stage.CHAIN)


class Every(StrEnum):
    """How often a question is asked again."""

    SESSION = "session"
    FOUR_WEEKS = "four_weeks"
    THREE_MONTHS = "three_months"
    YEAR = "year"

    @property
    def interval(self) -> timedelta:
        """How long an answer is valid."""
        return INTERVALS[self]


INTERVALS = {
    Every.SESSION: timedelta(hours=1),
    Every.FOUR_WEEKS: timedelta(weeks=4),
    Every.THREE_MONTHS: timedelta(weeks=13),
    Every.YEAR: timedelta(days=365),
}
"""DESIGN: sessions within the same hour share one list."""


class Unsure(Content):
    """Help for a person who is not sure, and how *not sure* is judged.

    Either `counts_as`, an answer to the group, or a `consequence` of its own.
    """

    how: Text
    counts_as: str | float | None = None
    consequence: Consequence | None = None

    @model_validator(mode="after")
    def _has_one_consequence(self) -> "Unsure":
        if (self.counts_as is None) is (self.consequence is None):
            raise ValueError("give either counts_as or consequence")
        return self


class Option(Content):
    """One thing a person may tick or choose; a `retired` one is kept for old answers only.

    Only options that `explains` marks may be used in `unless` to prevent a rule.
    """

    id: Name
    text: Text
    help: str = ""
    retired: bool = False
    explains: bool = False


class _Group(Content):
    """The keys of all kinds of question.

    `every` says how often a safety question is asked again; answers from before the rules
    version `careful_since` are not valid any more. The answer to a group that `lasts` is
    carried into the next screening.
    """

    id: Name
    stage: Stage
    title: Text
    help: str = ""
    when: tuple[Condition, ...] = ()
    every: Every | None = None
    careful_since: str = ""
    lasts: bool = False
    optional: bool = False
    unsure: Unsure | None = None

    def check(self, value: object) -> Any:
        """`value` as it is stored (a JSON value); raises BadInput where it is no answer."""
        if self.optional and value == SKIPPED:
            return SKIPPED
        if self.unsure and value == NOT_SURE:
            return NOT_SURE
        return self._accepted(value)

    @property
    def listed(self) -> tuple[Option, ...]:
        """All options, retired ones too; empty where the answer is no option."""
        return ()

    @property
    def asked(self) -> tuple[Option, ...]:
        """The options that are asked today."""
        return tuple(option for option in self.listed if not option.retired)

    def _accepted(self, value: object) -> Any:
        raise NotImplementedError

    def _refused(self, why: str) -> BadInput:
        return BadInput(f"“{self.title}”: {why}")


class _ListGroup(_Group):
    """Several options may be picked."""

    def _accepted(self, value: object) -> list[str]:
        allowed = [option.id for option in self.listed] + ([NOT_SURE] if self.unsure else [])
        if not isinstance(value, list | tuple) or any(word not in allowed for word in value):
            raise self._refused("please pick from the answers shown.")
        return [word for word in allowed if word in value]


class ItemsGroup(_ListGroup):
    """Plain statements, any of which may be ticked; an empty list is “None of these”.

    Where `sided`, the items are left and right; drivers read them as sore and other.
    """

    kind: Literal["items"]
    items: Annotated[tuple[Option, ...], Field(min_length=1)]
    sided: bool = False

    @model_validator(mode="after")
    def _at_most_five_are_asked(self) -> "ItemsGroup":
        if not 1 <= len(self.asked) <= MOST_ITEMS:
            raise ValueError(f"it asks between 1 and {MOST_ITEMS} items")
        return self

    @property
    def listed(self) -> tuple[Option, ...]:
        return self.items


class PlaceGroup(_ListGroup):
    """Regions of a drawn knee; at least one."""

    kind: Literal["place"]
    regions: Annotated[tuple[Option, ...], Field(min_length=2)]

    @property
    def listed(self) -> tuple[Option, ...]:
        return self.regions

    def _accepted(self, value: object) -> list[str]:
        regions = super()._accepted(value)
        if not regions:
            raise self._refused("please tap at least one place.")
        return regions


class ChoiceGroup(_Group):
    """One of several options."""

    kind: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @property
    def listed(self) -> tuple[Option, ...]:
        return self.options

    def _accepted(self, value: object) -> str:
        if value not in [option.id for option in self.options]:
            raise self._refused("please choose one of the answers shown.")
        return str(value)


class NumberGroup(_Group):
    """A number in a unit."""

    kind: Literal["number"]
    unit: str = ""
    min: float
    max: float
    step: Annotated[float, Field(gt=0)] = 1

    @model_validator(mode="after")
    def _bounds_in_order(self) -> "NumberGroup":
        if self.min >= self.max:
            raise ValueError("min must be below max")
        return self

    def _accepted(self, value: object) -> float:
        # To Python, True is a number.
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._refused("please give a number.")
        if not self.min <= value <= self.max:
            raise self._refused(
                f"please give a number from {self.min:g} to {self.max:g} {self.unit}".rstrip() + "."
            )
        # With a tolerance, because a step of 0.1 has no exact binary form.
        if abs(round(value / self.step) * self.step - value) > 1e-9:
            raise self._refused(f"please give it in steps of {self.step:g}.")
        return value


class ScaleGroup(_Group):
    """A rating by one of the declared measures."""

    kind: Literal["scale"]
    measure: Measure

    @field_validator("measure", mode="before")
    @classmethod
    def _by_name(cls, value: object) -> object:
        if not isinstance(value, str) or value not in MEASURES:
            raise ValueError(f"{value!r} is not a measure; known are {', '.join(MEASURES)}")
        return MEASURES[value]

    def _accepted(self, value: object) -> int:
        return self.measure.check(value)


class ActivitiesGroup(_Group):
    """Up to `most` activities in the person's own words, each rated 0-10.

    The form is that of the Patient-Specific Functional Scale (Stratford 1995).
    """

    kind: Literal["activities"]
    most: Annotated[int, Field(ge=1, le=5)] = 5

    def _accepted(self, value: object) -> list[dict[str, object]]:
        if not isinstance(value, list | tuple) or len(value) > self.most:
            raise self._refused(f"please name at most {self.most} activities.")
        return [self._activity(entry) for entry in value]

    def _activity(self, entry: object) -> dict[str, object]:
        if not isinstance(entry, Mapping) or set(entry) != {"name", "score"}:
            raise self._refused("please give each activity a name and a rating.")
        name = _plain(str(entry["name"]))
        if not name:
            raise self._refused("please name the activity.")
        if len(name) > LONGEST_NAME:
            raise self._refused(f"please use at most {LONGEST_NAME} characters for an activity.")
        return {"name": name, "score": ACTIVITY.check(entry["score"])}


def _plain(text: str) -> str:
    """`text` with control characters replaced by spaces: databases and pages cannot hold them."""
    return "".join(" " if category(sign) in {"Cc", "Cs"} else sign for sign in text).strip()


class SelfTestGroup(_Group):
    """A guided test of one's own body; read with those that are known as `self_tests`."""

    kind: Literal["self_test"]
    test: SelfTest

    @field_validator("test", mode="before")
    @classmethod
    def _by_name(cls, value: object, info: ValidationInfo) -> object:
        known = (info.context or {}).get("self_tests", {})
        if not isinstance(value, str) or value not in known:
            raise ValueError(f"{value!r} is not a self test; known are {', '.join(known)}")
        return known[value]

    def _accepted(self, value: object) -> Any:
        return self.test.check(value)


Group = Annotated[
    ItemsGroup
    | ChoiceGroup
    | NumberGroup
    | ScaleGroup
    | PlaceGroup
    | ActivitiesGroup
    | SelfTestGroup,
    Field(discriminator="kind"),
]
