"""Findings: something that was said or rated, what it closes, and what ends it."""

from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BeforeValidator, Field, PlainSerializer, model_validator

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.safety.closures import EVERYTHING, Closure, Closures

EMERGENCY_PLACE = "{emergency}"
"""Placeholder in directions for the emergency number of the person's country."""

LINE_PLACE = "{line}"
"""Placeholder in directions for the number and name of a medical phone line."""

NO_NUMBER = "your local emergency number"
NO_LINE = "a medical phone line"


class Urgency(IntEnum):
    """How soon the person should be seen by a clinician; a higher value is more urgent."""

    NONE_SEEN = 0
    ROUTINE = 1
    WITHIN_DAYS = 2
    SAME_DAY = 3
    EMERGENCY = 4

    @property
    def blocks(self) -> bool:
        """Whether a finding of this urgency closes something."""
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
        raise ValueError(f"{value[:60]!r} is not an urgency; known are {names}")
    return Urgency[value.upper()]


UrgencyName = Annotated[
    Urgency,
    BeforeValidator(_by_name),
    PlainSerializer(lambda urgency: urgency.name.lower(), return_type=str, when_used="json"),
]
"""An urgency, written in lower case in content files and JSON."""


class Ends(StrEnum):
    """What ends a finding, apart from a check by a clinician and a correction."""

    CHECK = "check"
    """Nothing else: a clinician has to check it even if it has gone."""
    DAYS = "days"
    """The person says that it has gone, at the earliest after `days` days."""
    ANSWER = "answer"
    """A later answer to the same question that does not raise it again."""
    DAY = "day"
    """The end of the day in the person's time zone."""


class About(StrEnum):
    """What a finding is about; this decides how long a check of it stays valid."""

    NOW = "now"
    """A current symptom: said again after a check, it is a new finding."""
    INJURY = "injury"
    """One injury: a check after its day is valid for later reports of the same injury."""
    CONDITION = "condition"
    """A lasting condition or medicine: a check is valid until the day it names."""


Days = Annotated[int, Field(ge=1, le=60)]


class Consequence(Content):
    """What a rule causes when it is raised: its urgency, what it closes, and what ends that.

    `ask` marks what the person has to ask a clinician about first; `checkable` is False where no
    check ends it. `go` are the rule's own directions; without them those of its urgency are
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

    def raised(self, rule: str, **origin: Any) -> "Finding":
        """The finding of this consequence; `origin` are the fields that say when and why."""
        shared = {name: getattr(self, name) for name in Consequence.model_fields}
        return Finding(rule=rule, **shared | origin)


def inconsistency(consequence: "Consequence | Finding") -> str:
    """A message on what is inconsistent in a consequence; empty where nothing is."""
    if (consequence.ends is Ends.DAYS) is (consequence.days is None):
        return "days is given where ends is days, and nowhere else"
    if (
        consequence.urgency.blocks is not bool(consequence.closes)
        and consequence.urgency is not Urgency.NONE_SEEN
    ):
        return "an urgency from within_days on closes something, and no other does"
    if consequence.urgency >= Urgency.SAME_DAY and consequence.ends is not Ends.CHECK:
        return "what is for the same day or an emergency ends by a check only"
    if consequence.ask and not consequence.closes:
        return "what is asked about first closes something until then"
    if consequence.ends is Ends.CHECK and not consequence.checkable:
        return "what ends by a check only has to be one that a check ends"
    return ""


class Sign(Consequence):
    """A rule on ratings or stops, not on answers, that raises a finding."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    said: Text

    def finding(self, *, key: str, at: datetime, version: str, said: str = "") -> "Finding":
        """The finding that this sign raises at `at`; `said` replaces the sign's own text."""
        return self.raised(
            self.id, key=key, at=at, version=version, said=said or self.said, go=self.go or ""
        )


def _moment(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"{value[:60]!r} is no moment such as 2026-03-02T08:00:00Z") from error


Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
"""A datetime that is read from its text also in strict mode.

The validator of Finding below replaces the data, after which pydantic no longer treats it as
JSON and would refuse a text for a datetime.
"""

WORKED_OUT = Field(exclude=True)
"""For fields that are calculated from the whole record and are never stored."""


class Finding(Content):
    """One finding as it was raised.

    `key` identifies it: its origin and the rule. `said` is what was said or rated, in words, `at`
    is when. `injury_on` is the day of the injury that it is about, where known.
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
    """The question that raised it; empty where nothing was asked."""
    at: Moment | None = None
    injury_on: Annotated[date | None, WORKED_OUT] = None
    denied_at: Annotated[datetime | None, WORKED_OUT] = None
    """When the same question was later answered without raising it."""

    @model_validator(mode="before")
    @classmethod
    def _from_before_closures(cls, data: object) -> object:
        """Read a red flag stored before findings had closures, in the careful way.

        One without an urgency closes everything until it was checked.
        """
        if not isinstance(data, dict) or "closes" in data:
            return data
        stored = data.get("urgency")
        urgency = Urgency.SAME_DAY if stored is None else _by_name(stored)
        if not isinstance(urgency, Urgency):
            return data
        closes = EVERYTHING if urgency.blocks else ()
        ends = Ends.CHECK if urgency >= Urgency.SAME_DAY else Ends.ANSWER
        return {"ends": ends, **data, "urgency": urgency, "closes": closes}

    @property
    def is_red_flag(self) -> bool:
        """Whether it has an urgency; otherwise it is a caution."""
        return self.urgency > Urgency.NONE_SEEN

    def directions(self, number: str | None, line: str | None = None) -> str:
        """Where to go, with the emergency `number` and the medical phone `line` filled in.

        None stands for a number that is not known; a general text is used then.
        """
        text = self.go.replace(EMERGENCY_PLACE, number or NO_NUMBER)
        return text.replace(LINE_PLACE, line or NO_LINE)

    def closing(self, closure: Closure) -> bool:
        """Whether the finding closes `closure` while it is open."""
        return any(closed.covers(closure) for closed in self.closes)
