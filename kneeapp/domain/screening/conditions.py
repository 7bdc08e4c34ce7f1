"""Conditions on answers, for rules, questions and reasons."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from kneeapp.domain.content_model import Content

Answers = Mapping[str, Any]
"""Group id to JSON value."""

SKIPPED = "skipped"
"""The answer to an optional group that was left out."""

NOT_SURE = "not_sure"
"""The answer of a person who cannot tell; in a list it may come together with other answers."""


class Condition(Content):
    """One test of the answer to one group; an unanswered or skipped group never meets it."""

    group: str
    has: str | None = None
    is_: Annotated[str | None, Field(alias="is")] = None
    any_of: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The items or options, any of which meets the condition."""
        return self.any_of + tuple(word for word in (self.has, self.is_) if word is not None)

    @property
    def bounded(self) -> bool:
        return self.at_least is not None or self.at_most is not None

    @model_validator(mode="after")
    def _tests_one_thing(self) -> "Condition":
        given = (bool(self.any_of), self.has is not None, self.is_ is not None, self.bounded)
        if sum(given) != 1:
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
    """Whether all of `when` are met, and each of `unless` is answered and not met.

    With an unanswered `unless` the rule is not raised yet; it is judged again with each answer.
    """
    return all(condition.met(answers) for condition in when) and all(
        condition.group in answers and not condition.met(answers) for condition in unless
    )
