"""The home tests: how each is done, and what its result may and may not mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, field_validator

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.screening import norms
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput

RESULT = "result"
"""The name of the single result of a test without sides."""

KNEE_TO_WALL, SINGLE_LEG_STANCE, CHAIR_STAND = "knee_to_wall", "single_leg_stance", "chair_stand"
PELVIC_DROP, HIP_TIGHTNESS, HIP_PRESS = "pelvic_drop", "hip_tightness", "hip_press"


@dataclass(frozen=True)
class ResultRule:
    """How results of a test are judged: `short(value, age)` tells one that stands out by itself,
    `apart(worse, better)` one that does beside the other side, and `norm(age)` what is usual.
    """

    short: Callable[[float, int | None], bool]
    apart: Callable[[float, float], bool] | None = None
    norm: Callable[[int | None], str] = lambda _age: ""


RULES = {
    KNEE_TO_WALL: ResultRule(
        short=lambda cm, _age: cm < norms.KNEE_TO_WALL_SHORT_CM,
        apart=lambda worse, better: better - worse >= norms.KNEE_TO_WALL_APART_CM,
        norm=norms.short_reach_norm,
    ),
    SINGLE_LEG_STANCE: ResultRule(
        short=norms.below_half_the_mean,
        apart=lambda worse, better: worse < better / 2,
        norm=norms.balance_norm,
    ),
    CHAIR_STAND: ResultRule(short=norms.below_both_cuts, norm=norms.chair_norm),
    PELVIC_DROP: ResultRule(short=lambda outcome, _age: outcome > 0),
    HIP_TIGHTNESS: ResultRule(short=lambda outcome, _age: outcome > 0),
    HIP_PRESS: ResultRule(
        short=lambda tender, _age: tender >= norms.TENDER_FROM,
        apart=lambda worse, better: worse - better >= norms.TENDER_APART,
    ),
}
"""By the test's id."""


class SelfTest(Content):
    """A test a person does alone; its results are in `unit`, `low` to `high`.

    `seconds` is what the timer counts. Where there are `outcomes`, the result is the number of
    one, counted from 0. `said` is added where a result stands out, `always` in any case.
    `family` is what the test asks of the body, so that a finding can close it.
    """

    id: str
    title: Text
    pose: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    said: Text
    always: str = ""
    source: Text
    certainty: Certainty
    more_is_better: bool = True
    unit: str = ""
    low: float = 0
    high: float = 1
    step: float = 1
    seconds: int | None = None
    two_sided: bool = True
    outcomes: tuple[Text, ...] = ()
    family: Family = Family.LYING

    @field_validator("id")
    @classmethod
    def _has_a_rule(cls, name: str) -> str:
        if name not in RULES:
            raise ValueError(f"{name!r} is not a self test; known are {', '.join(RULES)}")
        return name

    @property
    def rule(self) -> ResultRule:
        return RULES[self.id]

    def check(self, value: object) -> Any:
        """`value` as it is stored: a number, or numbers by left and right; raises BadInput."""
        if not self.two_sided:
            return self._number(value)
        if not isinstance(value, Mapping) or not value or not set(value) <= set(Side):
            raise BadInput(f"{self.title}: please give a result for the left or the right side.")
        return {side.value: self._number(value[side]) for side in Side if side in value}

    def _number(self, value: object) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not self.low <= value <= self.high
            or (self.outcomes and value not in range(len(self.outcomes)))
        ):
            bounds = f"from {self.low:g} to {self.high:g} {self.unit}".rstrip()
            raise BadInput(f"{self.title}: please give a number {bounds}.")
        return value


class SelfTests(Content):
    """All of them, as content declares them."""

    self_tests: tuple[SelfTest, ...]


def notable_sides(test: SelfTest, result: Any, age: int | None) -> frozenset[str]:
    """The sides that stand out in a checked `result`, or RESULT for a test without sides."""
    if not test.two_sided:
        return frozenset({RESULT} if test.rule.short(result, age) else ())
    sides = {side for side, value in result.items() if test.rule.short(value, age)}
    worse = _worse_side(test, result)
    return frozenset(sides | ({worse} if worse else set()))


def result_text(test: SelfTest, result: Any, age: int | None) -> str:
    """One to four careful sentences on a checked `result` at `age` (years)."""
    standing_out = sorted(notable_sides(test, result, age))
    if not standing_out:
        judgement = "Nothing stands out."
    elif test.two_sided:
        judgement = f"{' and '.join(standing_out).capitalize()}: {test.said}"
    else:
        judgement = test.said
    sentences = (_result_words(test, result), judgement, test.rule.norm(age), test.always)
    return " ".join(sentence for sentence in sentences if sentence)


def _worse_side(test: SelfTest, result: Mapping[str, float]) -> str | None:
    """The side that is worse than the other by more than the test's own error."""
    if test.rule.apart is None or len(result) < len(Side):
        return None
    order = sorted(result, key=lambda side: result[side], reverse=not test.more_is_better)
    worse, better = order
    return worse if test.rule.apart(result[worse], result[better]) else None


def _result_words(test: SelfTest, result: Any) -> str:
    if not test.two_sided:
        return f"{_value(test, result)}."
    sides = ", ".join(f"{side} {_value(test, value)}" for side, value in result.items())
    return f"{sides.capitalize()}."


def _value(test: SelfTest, value: float) -> str:
    if test.outcomes:
        return test.outcomes[int(value)]
    return f"{value:g} {test.unit}".rstrip()
