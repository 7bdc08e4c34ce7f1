"""A finding: something that was said or rated, what it closes, and what ends it."""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, model_validator

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.safety.closures import EVERYTHING, Closure, Closures

EMERGENCY_PLACE = "{emergency}"
"""Stands in directions for the emergency number of the person's country."""

LINE_PLACE = "{line}"
"""Stands in directions for the number of a medical phone line, with words of its own."""

NO_NUMBER = "your local emergency number"
NO_LINE = "a medical phone line"


class Urgency(IntEnum):
    """How soon somebody should be seen; a later member is worse."""

    NONE_SEEN = 0
    ROUTINE = 1
    WITHIN_DAYS = 2
    SAME_DAY = 3
    EMERGENCY = 4

    @property
    def blocks(self) -> bool:
        """Whether something has to stay closed at this urgency."""
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


class Ends(StrEnum):
    """What ends a finding, beside a check by a clinician and a correction."""

    CHECK = "check"
    """Nothing: even if it has gone, somebody has to look at it."""
    DAYS = "days"
    """The person says, so many days later or after, that it has gone."""
    ANSWER = "answer"
    """A later answer to the same question that does not say it again."""
    DAY = "day"
    """The end of the person's day."""


class About(StrEnum):
    """What a finding is about; it decides for how long a check of it holds."""

    NOW = "now"
    """Something felt now: said again after a check, it is a new finding."""
    INJURY = "injury"
    """One injury: a check after that injury holds for all that is said of it later."""
    CONDITION = "condition"
    """A lasting condition or medicine: a check holds until the day it names."""


Days = Annotated[int, Field(ge=1, le=60)]


class Consequence(Content):
    """What a rule does once it fires: how urgent it is, what it closes, and what ends that.

    `ask` marks what a person has to ask a clinician about first, `checkable` is False where no
    check ends it. `go` are directions of the rule's own; without them those of its urgency are
    used.
    """

    urgency: UrgencyName = Urgency.NONE_SEEN
    reason: Text
    go: Text | None = None
    closes: Closures = ()
    ends: Ends
    days: Days | None = None
    about: About = About.NOW
    ask: bool = False
    checkable: bool = True
    source: Text
    certainty: Certainty

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if fault := inconsistency(self):
            raise ValueError(fault)
        return self


def inconsistency(one: "Consequence | Finding") -> str:
    """What does not fit together in a consequence; empty where all does."""
    if (one.ends is Ends.DAYS) is (one.days is None):
        return "days is given where ends is days, and nowhere else"
    if one.urgency.blocks is not bool(one.closes) and one.urgency is not Urgency.NONE_SEEN:
        return "an urgency from within_days on closes something, and no other does"
    if one.urgency >= Urgency.SAME_DAY and one.ends is not Ends.CHECK:
        return "what is for the same day or an emergency ends by a check only"
    if one.ask and not one.closes:
        return "what is asked about first closes something until then"
    if one.ends is Ends.CHECK and not one.checkable:
        return "what ends by a check only has to be one that a check ends"
    return ""


class Sign(Consequence):
    """Something that is rated or done, not asked, and raises a finding."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    said: Text

    def finding(self, *, key: str, at: datetime, version: str, said: str = "") -> "Finding":
        """The finding that it raises at `at`; `said` where its own words do not fit."""
        given = dict(self) | {"go": self.go or "", "said": said or self.said}
        del given["id"]
        return Finding(rule=self.id, key=key, at=at, version=version, **given)


def _moment(value: object) -> object:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
"""Read from its text even where a strict reader takes what came before for no JSON."""

WORKED_OUT = Field(exclude=True)
"""What of a finding follows from the whole record, and is kept nowhere."""


class Finding(Content):
    """One finding at the moment it was made.

    `key` names it for good: its origin, and the rule. `said` is what was said or rated, in words;
    `at` is when. `injury_on` is the day of the injury that it is about, where it is known.
    """

    key: Annotated[str, WORKED_OUT] = ""
    rule: Text
    version: str = ""
    urgency: UrgencyName = Urgency.NONE_SEEN
    said: str = ""
    reason: Text
    go: str = ""
    closes: Closures = ()
    ends: Ends = Ends.CHECK
    days: Days | None = None
    about: About = About.NOW
    ask: bool = False
    checkable: bool = True
    source: Text
    certainty: Certainty
    group: str = ""
    """The question that told; empty where nothing was asked."""
    at: Moment | None = None
    injury_on: Annotated[date | None, WORKED_OUT] = None
    denied_at: Annotated[datetime | None, WORKED_OUT] = None
    """When the same question was later answered without it."""

    @model_validator(mode="before")
    @classmethod
    def _from_before_closures(cls, data: object) -> object:
        """A red flag that was kept before findings named what they close: the careful reading.

        One that does not even say how urgent it was closes everything until it was checked.
        """
        if not isinstance(data, dict) or "closes" in data:
            return data
        told = data.get("urgency")
        urgency = Urgency.SAME_DAY if told is None else _by_name(told)
        if not isinstance(urgency, Urgency):
            return data
        closes = EVERYTHING if urgency.blocks else ()
        ends = Ends.CHECK if urgency >= Urgency.SAME_DAY else Ends.ANSWER
        return {"ends": ends, **data, "urgency": urgency, "closes": closes}

    @property
    def is_red_flag(self) -> bool:
        """Whether it says how soon somebody should be seen; else it is a caution."""
        return self.urgency > Urgency.NONE_SEEN

    def directions(self, number: str | None, line: str | None = None) -> str:
        """Where to go, with the emergency `number` and the medical phone `line` put in."""
        told = self.go.replace(EMERGENCY_PLACE, number or NO_NUMBER)
        return told.replace(LINE_PLACE, line or NO_LINE)

    def closing(self, closure: Closure) -> bool:
        """Whether it closes this, as long as it is open."""
        return any(one.covers(closure) for one in self.closes)
