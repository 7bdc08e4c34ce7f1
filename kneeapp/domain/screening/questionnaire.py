"""The questionnaire: questions, rules and drivers as declared in the content file."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.safety.findings import Consequence, Sign, Urgency
from kneeapp.domain.screening.conditions import NOT_SURE, Answers, Condition, hold
from kneeapp.domain.screening.questions import Group, Name, Stage
from kneeapp.domain.screening.self_tests import SelfTest
from kneeapp.errors import BadInput

FULL_POINTS = 10
"""The sum of the points of each driver's reasons, so that drivers can be compared."""

When = Annotated[tuple[Condition, ...], Field(min_length=1)]

PhoneNumber = Annotated[str, Field(pattern="^[0-9]{2,15}$")]


class Country(Content):
    """A country, the ambulance's number there and, where there is one, a medical phone line."""

    code: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    name: Text
    number: PhoneNumber
    line: PhoneNumber | None = None
    line_name: Text | None = None
    source: Text


class Directions(Content):
    """Where to go at each urgency, for rules without directions of their own."""

    emergency: Text
    same_day: Text
    within_days: Text
    routine: Text
    none_seen: Text
    """For cautions: whom to ask."""


class ScreeningRule(Consequence):
    """Answers that raise one finding; the first condition names the question shown with it.

    `unless` may name only answers that explain the symptom, never a sign that makes it graver.
    """

    id: Name
    when: When
    unless: tuple[Condition, ...] = ()


class Reason(Content):
    """Answers that give points to a driver, and the sentence about them."""

    when: When
    points: Annotated[int, Field(ge=1, le=FULL_POINTS)]
    because: Text


class Driver(Content):
    """A place above or below the knee that may contribute to the pain.

    `routine` is the id of the routine that tries it; `instead` says what to do without one.
    """

    id: Name
    title: Text
    certainty: Text
    action: Text
    routine: Name | None = None
    instead: Text | None = None
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


class Feature(Reason):
    """Answers that give points to a kind of knee pain; `unless` has to be answered and not met."""

    unless: tuple[Condition, ...] = ()


class PainKind(Content):
    """A kind of knee pain that answers may fit, and what its guideline puts first.

    It is named only where `needs` are met and each of `unless` is answered and not met.
    """

    id: Name
    title: Text
    needs: When
    unless: tuple[Condition, ...] = ()
    features: Annotated[tuple[Feature, ...], Field(min_length=1)]
    first: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)]
    source: Text
    certainty: Certainty
    """That of the weakest thing said in `first`."""


class Questionnaire(Content):
    """One version of the whole screening."""

    version: Text
    reviewed_by: str
    reviewed_on: str
    go: Directions
    countries: tuple[Country, ...]
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    rules: tuple[ScreeningRule, ...]
    signs: tuple[Sign, ...]
    drivers: tuple[Driver, ...]
    kinds: tuple[PainKind, ...] = ()
    """Content of a clinic's own may name none."""
    self_tests: Mapping[str, SelfTest] = Field(default_factory=dict, validate_default=True)
    """The home tests by id; it is read with those of their own file."""

    @field_validator("self_tests", mode="before")
    @classmethod
    def _of_their_own_file(cls, _: object, info: ValidationInfo) -> object:
        return (info.context or {}).get("self_tests", {})

    @property
    def reviewed(self) -> bool:
        """Whether a clinician has put a name and a date to this version."""
        return bool(self.reviewed_by and self.reviewed_on)

    @cached_property
    def all_rules(self) -> tuple[ScreeningRule, ...]:
        """The rules, and one for each group whose *not sure* has a consequence of its own."""
        unsure = (
            ScreeningRule(
                id=f"{group.id}_{NOT_SURE}",
                when=(Condition(group=group.id, has=NOT_SURE),),
                **dict(group.unsure.consequence),
            )
            for group in self.groups
            if group.unsure and group.unsure.consequence
        )
        return (*self.rules, *unsure)

    @cached_property
    def cautions(self) -> tuple[ScreeningRule, ...]:
        """The rules without an urgency."""
        return tuple(rule for rule in self.all_rules if rule.urgency is Urgency.NONE_SEEN)

    @cached_property
    def gravest(self) -> dict[str, Urgency]:
        """The worst urgency that the answer to each group may come to, by group id."""
        worst = dict.fromkeys((group.id for group in self.groups), Urgency.NONE_SEEN)
        for rule in self.all_rules:
            for condition in rule.when:
                worst[condition.group] = max(worst[condition.group], rule.urgency)
        for group in reversed(self.groups):  # an answer that leads to another question, too
            for condition in group.when:
                worst[condition.group] = max(worst[condition.group], worst[group.id])
        return worst

    def group(self, group_id: str) -> Group:
        """The group of that id; raises BadInput where there is none."""
        for group in self.groups:
            if group.id == group_id:
                return group
        raise BadInput(
            f"This screening has no question {group_id!r}. Please start a new screening."
        )

    @cached_property
    def directed_signs(self) -> dict[str, Sign]:
        """The signs by id, each with directions."""
        return {
            sign.id: sign.model_copy(update={"go": self.directions(sign)}) for sign in self.signs
        }

    def directions(self, rule: Consequence) -> str:
        """Where to go when `rule` is raised: its own directions, or those of its urgency."""
        words: str = getattr(self.go, rule.urgency.name.lower())
        return rule.go or words

    def country(self, code: str) -> Country | None:
        """The country of a two-letter code, None where it is not known."""
        return next((country for country in self.countries if country.code == code), None)


def applicable_groups(
    questionnaire: Questionnaire,
    stages: Iterable[Stage],
    answers: Answers,
    *,
    only: Collection[str] | None = None,
) -> tuple[Group, ...]:
    """The groups of `stages` that apply, in order; with `only`, only groups with these ids."""
    wanted = set(stages)
    return tuple(
        group
        for group in _applying(questionnaire, answers)
        if group.stage in wanted and (only is None or group.id in only)
    )


def next_group(  # noqa: PLR0913  which questions there are, and what is known so far
    questionnaire: Questionnaire,
    stages: Iterable[Stage],
    answers: Answers,
    *,
    known: Answers | None = None,
    only: Collection[str] | None = None,
    urgency: Urgency = Urgency.NONE_SEEN,
) -> Group | None:
    """The first group that applies and is not answered yet; None where none is left.

    Once `urgency` blocks, only questions that can raise it further are asked: somebody who
    needs help now should not answer the rest. `known` are earlier answers, which may decide
    whether a group applies.
    """
    groups = applicable_groups(questionnaire, stages, {**(known or {}), **answers}, only=only)
    return next(
        (
            group
            for group in groups
            if group.id not in answers
            and not (urgency.blocks and questionnaire.gravest[group.id] <= urgency)
        ),
        None,
    )


def applicable_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """The answers to groups that apply, as rules read them.

    An answer to a question that no longer applies is left out, and *not sure* is replaced by
    the answer that its group counts it as.
    """
    return {
        group.id: _counted(group, answers[group.id])
        for group in _applying(questionnaire, answers)
        if group.id in answers
    }


def _applying(questionnaire: Questionnaire, answers: Answers) -> Iterator[Group]:
    so_far: dict[str, Any] = {}
    for group in questionnaire.groups:
        if hold(group.when, so_far):
            if group.id in answers:
                so_far[group.id] = _counted(group, answers[group.id])
            yield group


def _counted(group: Group, answer: Any) -> Any:
    if answer == NOT_SURE and group.unsure and group.unsure.counts_as is not None:
        return group.unsure.counts_as
    return answer
