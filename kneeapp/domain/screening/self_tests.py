"""The home tests: how each is done, and what its result may and may not say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.screening import norms
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput

RESULT = "result"
"""Marks the one result of a test without sides."""


@dataclass(frozen=True)
class SelfTest:
    """A test a person does alone; its results are in `unit`, `low` to `high`.

    `seconds` is what the timer counts. Where there are `outcomes`, the result is the
    number of one, chosen by its words. `short(value, age)` tells a result
    that stands out by itself, `apart(worse, better)` one that does beside the other
    side. `said` is added where a result stands out, `always` in any case. `family` is what it
    asks of the body, so that a finding can close it.
    """

    id: str
    title: str
    pose: str
    steps: tuple[str, ...]
    short: Callable[[float, int | None], bool]
    said: str
    always: str
    source: str
    certainty: Certainty
    apart: Callable[[float, float], bool] | None = None
    more_is_better: bool = True
    unit: str = ""
    low: float = 0
    high: float = 1
    step: float = 1
    seconds: int | None = None
    two_sided: bool = True
    outcomes: tuple[tuple[int, str], ...] = ()
    family: Family = Family.LYING
    norm: Callable[[int | None], str] = lambda _age: ""

    def check(self, value: object) -> Any:
        """`value` as it is kept: a number, or numbers under left and right; raises BadInput."""
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
            or (self.outcomes and value not in dict(self.outcomes))
        ):
            bounds = f"from {self.low:g} to {self.high:g} {self.unit}".rstrip()
            raise BadInput(f"{self.title}: please give a number {bounds}.")
        return value


def concerns(test: SelfTest, result: Any, age: int | None) -> frozenset[str]:
    """What stands out in a checked `result`: left, right, or RESULT for a test without sides."""
    if not test.two_sided:
        return frozenset({RESULT} if test.short(result, age) else ())
    found = {side for side, value in result.items() if test.short(value, age)}
    worse = _worse_side(test, result)
    return frozenset(found | ({worse} if worse else set()))


def reading(test: SelfTest, result: Any, age: int | None) -> str:
    """What a checked `result` says, in one to four careful sentences."""
    found = sorted(concerns(test, result, age))
    if not found:
        judged = "Nothing stands out."
    elif test.two_sided:
        judged = f"{' and '.join(found).capitalize()}: {test.said}"
    else:
        judged = test.said
    sentences = (_told(test, result), judged, test.norm(age), test.always)
    return " ".join(sentence for sentence in sentences if sentence)


def _worse_side(test: SelfTest, result: Mapping[str, float]) -> str | None:
    """The side that is worse than the other by more than the test's own error."""
    if test.apart is None or len(result) < len(Side):
        return None
    order = sorted(result, key=lambda side: result[side], reverse=not test.more_is_better)
    worse, better = order
    return worse if test.apart(result[worse], result[better]) else None


def _told(test: SelfTest, result: Any) -> str:
    if not test.two_sided:
        return f"{_value(test, result)}."
    told = ", ".join(f"{side} {_value(test, value)}" for side, value in result.items())
    return f"{told.capitalize()}."


def _value(test: SelfTest, value: float) -> str:
    if test.outcomes:
        return dict(test.outcomes)[int(value)]
    return f"{value:g} {test.unit}".rstrip()


KNEE_TO_WALL = SelfTest(
    id="knee_to_wall",
    title="Knee to wall",
    pose="self_test_knee_to_wall",
    family=Family.STANDING,
    steps=(
        "Stand barefoot facing a wall and put a ruler or tape on the floor.",
        "Bend one knee straight ahead until it touches the wall. Keep that heel down.",
        "Move the foot back bit by bit. Stop at the last spot where knee and heel both touch.",
        "Measure from big toe to wall. Keep the best of three, then change legs.",
    ),
    unit="cm",
    high=30,
    step=0.5,
    short=lambda cm, _age: cm < norms.KNEE_TO_WALL_SHORT_CM,
    apart=lambda worse, better: better - worse >= norms.KNEE_TO_WALL_APART_CM,
    said="the ankle bends less than many do, or less than your other one.",
    norm=norms.short_reach_norm,
    always="",
    source="Bennell 1998 (reliability); Powden 2015, Hoch & McKeon 2011 (difference); "
    "9-10 cm is a cut-off from practice",
    certainty=Certainty.MEMORY,
)

SINGLE_LEG_STANCE = SelfTest(
    id="single_leg_stance",
    title="Balance on one leg",
    pose="self_test_single_leg_stance",
    family=Family.ONE_LEG,
    steps=(
        "Stand near a wall or a table that you can grab. Shoes off, eyes open.",
        "Lift one foot. Press Start as it leaves the floor.",
        "Stop when it comes down, when you hop or hold on, or at 45 seconds.",
        "Keep the best of three, then change legs.",
    ),
    unit="s",
    high=45,
    seconds=45,
    short=norms.below_half_the_mean,
    apart=lambda worse, better: worse < better / 2,
    said="the balance is short on this leg.",
    norm=norms.balance_norm,
    always="",
    source="Springer 2007, n=549 (means by age); half the mean as the mark is our own",
    certainty=Certainty.MEMORY,
)

CHAIR_STAND = SelfTest(
    id="chair_stand",
    title="Chair stand, 30 seconds",
    pose="self_test_chair_stand",
    family=Family.STANDING,
    steps=(
        "Put a firm chair, about 43 cm high, against a wall. Sit in the middle of it.",
        "Cross your arms on your chest, feet flat on the floor.",
        "For 30 seconds stand up fully and sit down again. Stop if the knee hurts sharply.",
        "Count each time you stand. If you need your hands, the result is 0.",
    ),
    unit="times",
    high=60,
    seconds=30,
    two_sided=False,
    short=norms.below_both_cuts,
    said="This is below what most people of your age manage, so strength is worth training.",
    norm=norms.chair_norm,
    always="A change of 2 to 3 is more than chance.",
    source="CDC STEADI (cut-offs from 60); change: hip and knee osteoarthritis",
    certainty=Certainty.MEMORY,
)

PELVIC_DROP = SelfTest(
    id="pelvic_drop",
    title="Level pelvis on one leg",
    pose="self_test_pelvic_drop",
    family=Family.ONE_LEG,
    steps=(
        "Stand before a mirror, hands on the bones at the front of your hips.",
        "Lift one foot and stand tall for 30 seconds. Hold on lightly if you must.",
        "Watch the hand on the lifted side: does it stay level or sink?",
        "Answer for the leg you stand on, then change legs.",
    ),
    seconds=30,
    outcomes=((0, "stays level"), (1, "sinks or cannot be held")),
    short=lambda outcome, _age: outcome > 0,
    said="the hip muscles may tire early when you stand on this leg.",
    always="Alone, this test says little.",
    source="Hardcastle & Nade 1985",
    certainty=Certainty.MEMORY,
)

HIP_TIGHTNESS = SelfTest(
    id="hip_tightness",
    title="Bend of the hip",
    pose="self_test_hip_flexor",
    steps=(
        "Sit on the very edge of a firm bed or table, then lie back.",
        "Hug one knee to your chest so that your low back is flat.",
        "Let the other leg hang and relax.",
        "Does its thigh sink to the bed or stay up? Answer for that leg, then change.",
    ),
    outcomes=((0, "thigh sinks to the bed"), (1, "thigh stays up")),
    short=lambda outcome, _age: outcome > 0,
    said="the front of the hip may be tight.",
    always="This is a hint only: the test often says something else on the next day.",
    source="Peeler 2008 (kappa 0.33-0.40); Vigotsky 2016 (sensitivity 32 %, specificity 57 %)",
    certainty=Certainty.PRIMARY,
)

HIP_PRESS = SelfTest(
    id="hip_press",
    title="Press the outer hip",
    pose="self_test_hip_press",
    steps=(
        "Stand and put your weight on the leg you do not test.",
        "Find the bone on the outside of the hip and go a hand-width up and slightly back.",
        "Press that soft spot firmly with two fingers for five seconds.",
        "Press again and rate the second press, 0 to 10. Then change sides.",
    ),
    unit="of 10",
    high=10,
    more_is_better=False,
    short=lambda tender, _age: tender >= norms.TENDER_FROM,
    apart=lambda worse, better: worse - better >= norms.TENDER_APART,
    said="the spot is tender.",
    always="Many hips are tender without any knee pain.",
    source="Roach 2013 APMR 94:522 (tender points more common in kneecap pain); "
    "Mailloux 2021 (a second press is more reliable); the marks are our own",
    certainty=Certainty.DESIGN,
)

SELF_TESTS = {
    test.id: test
    for test in (
        KNEE_TO_WALL,
        SINGLE_LEG_STANCE,
        CHAIR_STAND,
        PELVIC_DROP,
        HIP_TIGHTNESS,
        HIP_PRESS,
    )
}
