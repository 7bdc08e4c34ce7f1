"""The screening as content declares it: its questions, rules, cautions and drivers."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import Field

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.conditions import Answers, Condition, hold
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.findings import Caution, Urgency, UrgencyName
from kneeapp.domain.groups import Group, Name, Stage
from kneeapp.errors import BadInput

FULL_POINTS = 10
"""What the reasons of every driver add up to, so that drivers can be compared."""

When = Annotated[tuple[Condition, ...], Field(min_length=1)]


class Country(Content):
    """A country and the number to call there in an emergency."""

    code: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    name: Text
    number: Annotated[str, Field(pattern="^[0-9]{2,6}$")]


class Directions(Content):
    """Where to go at each urgency, for rules without words of their own."""

    emergency: Text
    same_day: Text
    within_days: Text
    routine: Text


class Rule(Content):
    """Answers that raise one red flag; the first condition names the telling question."""

    id: Name
    urgency: Annotated[UrgencyName, Field(gt=Urgency.NONE_SEEN)]
    when: When
    unless: tuple[Condition, ...] = ()
    reason: Text
    go: Text | None = None
    source: Text
    certainty: Certainty


class CautionRule(Content):
    """Answers under which one caution holds."""

    when: When
    caution: Caution


class Reason(Content):
    """Answers that speak for a driver, and what is said about them."""

    when: When
    points: Annotated[int, Field(ge=1, le=FULL_POINTS)]
    because: Text


class Driver(Content):
    """A place above or below the knee that may be behind the pain.

    `routine` names the routine that tries it; `instead` says what to do where there is none.
    """

    id: Name
    title: Text
    certainty: Text
    action: Text
    routine: Name | None = None
    instead: Text | None = None
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class Questionnaire(Content):
    """One version of the whole screening."""

    version: Text
    reviewed_by: str
    reviewed_on: str
    go: Directions
    countries: tuple[Country, ...]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    rules: tuple[Rule, ...]
    cautions: tuple[CautionRule, ...]
    drivers: tuple[Driver, ...]

    @property
    def reviewed(self) -> bool:
        """Whether a clinician has put a name and a date to this version."""
        return bool(self.reviewed_by and self.reviewed_on)

    def group(self, group_id: str) -> Group:
        """The group of that id; raises BadInput where there is none."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise BadInput(
            f"This screening has no question {group_id!r}. Please start a new screening."
        )

    def directions(self, rule: Rule) -> str:
        """Where to go when `rule` fires."""
        words: str = getattr(self.go, rule.urgency.name.lower())
        return rule.go or words

    def emergency_number(self, country: str) -> str | None:
        """The number to call in `country` (a two-letter code), None where it is not known."""
        return next((known.number for known in self.countries if known.code == country), None)


def asked(
    questionnaire: Questionnaire, stages: Iterable[Stage], answers: Answers, *, short: bool = False
) -> tuple[Group, ...]:
    """The groups of `stages` that apply, in order; with `short` only those of the short list."""
    wanted = set(stages)
    return tuple(
        group
        for group in _applying(questionnaire, answers)
        if group.stage in wanted and (group.short or not short)
    )


def next_group(
    questionnaire: Questionnaire, stages: Iterable[Stage], answers: Answers, *, short: bool = False
) -> Group | None:
    """The first group that applies and is not answered yet."""
    groups = asked(questionnaire, stages, answers, short=short)
    return next((group for group in groups if group.id not in answers), None)


def relevant(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers to groups that apply: what hung on an answer since changed does not count."""
    return {
        group.id: answers[group.id]
        for group in _applying(questionnaire, answers)
        if group.id in answers
    }


def _applying(questionnaire: Questionnaire, answers: Answers) -> Iterator[Group]:
    so_far: dict[str, Any] = {}
    for group in questionnaire.groups:
        if hold(group.when, so_far):
            if group.id in answers:
                so_far[group.id] = answers[group.id]
            yield group
