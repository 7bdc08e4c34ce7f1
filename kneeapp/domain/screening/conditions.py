"""Small conditions on answers: what a rule, a question or a reason depends on."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from kneeapp.domain.content_model import Content

Answers = Mapping[str, Any]
"""Group id to JSON value."""

SKIPPED = "skipped"
"""The answer to a group that may be left out and was."""

NOT_SURE = "not_sure"
"""The answer of somebody who cannot tell; in a list it stands beside what they can tell."""


class Condition(Content):
    """One test of one group's answer; an unanswered or skipped group never meets it."""

    group: str
    has: str | None = None
    is_: Annotated[str | None, Field(alias="is")] = None
    any_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The items or options of which one is enough."""
        return self.any_of + tuple(word for word in (self.has, self.is_) if word is not None)

    @property
    def bounded(self) -> bool:
        return self.at_least is not None or self.at_most is not None

    @model_validator(mode="after")
    def _tests_one_thing(self) -> "Condition":
        if [bool(self.any_of), self.has is not None, self.is_ is not None, self.bounded].count(
            True
        ) != 1:
            raise ValueError("give exactly one of has, is, any_of, or at_least and at_most")
        return self

    def met(self, answers: Answers) -> bool:
        value = answers.get(self.group)
        if value is None or value == SKIPPED:
            return False
        if self.bounded:
            return self._within(value)
        chosen = {value} if isinstance(value, str) else set(value)
        return not chosen.isdisjoint(self.words)

    def _within(self, value: object) -> bool:
        if not isinstance(value, int | float):
            return False
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


def hold(when: Iterable[Condition], answers: Answers, *, unless: Iterable[Condition] = ()) -> bool:
    """Whether all of `when` are met and, every group of `unless` being answered, none of these."""
    return all(condition.met(answers) for condition in when) and all(
        condition.group in answers and not condition.met(answers) for condition in unless
    )
