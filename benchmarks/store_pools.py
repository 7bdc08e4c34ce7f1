"""What the made-up sessions are put together from: choices with their plans, and traces."""

import json
from datetime import UTC, datetime
from functools import cache
from itertools import product
from math import sin

from kneeapp import content
from kneeapp.cli import demo
from kneeapp.domain.areas import Area
from kneeapp.domain.certainty import Certainty
from kneeapp.domain.routine.definitions import Choice, Preset, Surface
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.sides import Side

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""When the made-up past ends."""

LENGTHS_S = (90, 100, 110, 120, 150, 180, 240, 285)
"""Counted seconds an area and side that people chose, from the shortest that counts."""

TRACES = 1024
PLANS = len(Preset) * len(Surface) * len(LENGTHS_S) * len(Side)

FLAG = Finding(
    rule="hot_knee",
    urgency=Urgency.SAME_DAY,
    reason="A hot, swollen knee with fever may be an infection.",
    go="Be seen today.",
    source="made up",
    certainty=Certainty.PRIMARY,
    group="danger",
)


@cache
def plans() -> list[tuple[int, str, str, str, str]]:
    """Number, choice and plan, the answers to the danger list, and a red flag."""
    release, questions = content.routine("release"), content.questionnaire()
    answers = json.dumps(dict(demo.screened(questions, NOW).answers), ensure_ascii=False)
    choices = [
        Choice(preset=preset, surface=surface, work_s=dict.fromkeys(Area, seconds))
        for preset, surface, seconds in product(Preset, Surface, LENGTHS_S)
    ]
    return [
        (
            number,
            choice.model_dump_json(),
            plan(release, choice, knee).model_dump_json(),
            answers,
            f"[{FLAG.model_dump_json()}]",
        )
        for number, (choice, knee) in enumerate(product(choices, Side))
    ]


@cache
def traces() -> list[tuple[int, int, list[int]]]:
    """Number, seconds of work, and tenderness every five of them: it falls, and wavers."""
    lengths = [LENGTHS_S[number % len(LENGTHS_S)] for number in range(TRACES)]
    return [(number, length, _trace(number, length // 5)) for number, length in enumerate(lengths)]


def _trace(number: int, values: int) -> list[int]:
    start = 4 + number // len(LENGTHS_S) % 4
    return [
        max(0, round(start - 2.3 * at / values + 0.7 * sin(number + at * (1 + number % 3))))
        for at in range(values)
    ]
