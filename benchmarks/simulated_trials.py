"""Simulated trials in blocks, lived session by session through the app's own functions."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import numpy as np

from benchmarks.simulated_knees import SEED, USUAL, Floats, Noise, rate
from kneeapp.domain.evidence.eligibility import LOWEST_COUNTED, ExclusionReason, SessionEffect
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_course import Course, course
from kneeapp.domain.trial.block_scores import outcomes, scored
from kneeapp.domain.trial.block_trial import (
    BlockTrial,
    block_sizes,
    chance_of_begin,
    draw_block_trial,
    stages,
)
from kneeapp.domain.trial.design import Arm, Attempt, TrialKind
from kneeapp.domain.trial.randomisation import two_arm_p

DAYS = 200
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ARMS = (TrialKind.BALL, TrialKind.ROLLER, TrialKind.BOTH)
FEWEST_TO_STOP = 10
LIKELIER = 0.01


@dataclass(frozen=True)
class Behaviour:
    """How a knee and its person behave; level and relief as in `simulated_knees`.

    `fast` is the SD of the noise of each rating, `weekly` the points by which two days of seven
    are worse, `cubed` whether relief has heavy tails (t with 3 degrees of freedom). `counts`:
    where the first arm is the likeliest after what was seen, the day is picked for a rating of
    at least `bad`. `misses` is the probability that the second rating is missing in the first
    arm after no relief, `leaves` that a session of it on a bad day is left once the arm is
    named. `stops` at the first session that looks good to a test at 5 %.
    """

    relief: Noise = field(default_factory=lambda: Noise(1.5, 0.3))
    fast: float = 0.0
    usual: float = USUAL + 1
    weekly: float = 0.0
    tails: bool = False
    counts: bool = False
    bad: int = 5
    misses: float = 0.0
    leaves: float = 0.0
    stops: bool = False


def drawn(arms: int, sessions: int, seed: int) -> BlockTrial:
    """A trial of `arms`, the control among them."""
    return draw_block_trial(
        identity=UUID(int=seed + 1),
        knee=Side.LEFT,
        arms=[Arm(kind) for kind in (*ARMS[: arms - 1], TrialKind.REST)],
        sessions=sessions,
        now=BEGAN,
        consent="simulated",
        coin=Random(seed),  # noqa: S311  a simulation
    )


def lived(trial: BlockTrial, effects: tuple[float, ...], how: Behaviour, seed: int) -> Course:
    """The course of `trial`, lived to its end, where each arm eases by its effect."""
    rng = np.random.default_rng([SEED, seed])
    level, noise = _level(how, rng), _noise(how, rng, len(trial.order))
    first = likeliest_first(trial) if how.counts else np.zeros(len(trial.order), dtype=bool)
    made: list[Attempt] = []
    at = course(trial, made)
    day = 0
    for number, arm in enumerate(trial.order):
        if arm in at.dropped:
            continue
        rated = rate(level[day:] + how.fast * rng.standard_normal(DAYS - day))
        fitting = np.flatnonzero(rated >= (how.bad if first[number] else LOWEST_COUNTED))
        if not len(fitting):
            break
        day += int(fitting[0])
        before = int(rated[fitting[0]])
        eased = level[day] - effects[arm] - noise[number]
        after = int(rate(eased + how.fast * rng.standard_normal(1))[0])
        tempted = (after >= before) * how.misses + (before >= how.bad) * how.leaves
        gone = arm == 0 and rng.random() < tempted
        made.append(_attempt(number, day, before, None if gone else after))
        day += 1
        if how.stops and len(made) >= FEWEST_TO_STOP and _looks_good(trial, made):
            trial = replace(trial, closed_at=BEGAN + timedelta(days=day))
        at = _course_now(trial, made, at, number, gone=gone)
        if at.end:
            return at
    return course(trial, made)


def likeliest_first(trial: BlockTrial) -> np.ndarray:
    """For each session whether its likeliest arm is the first, to somebody who knows the law."""
    arms, ends = len(trial.arms), stages(trial.looks, len(trial.arms))
    found = np.zeros((len(trial.order), arms))
    begins = {0: 1.0}
    for start in range(0, len(trial.order), arms):
        sizes = block_sizes(start, arms, ends) if start in begins else []
        for size in sizes:
            for n in range(size + 1):
                seen = trial.order[start : start + n]
                chance = begins[start] / len(sizes) * chance_of_begin(seen, size, arms)
                if n == size:
                    begins[start + n] = begins.get(start + n, 0.0) + chance
                    continue
                left = size // arms - np.bincount(seen, minlength=arms)
                found[start + n] += chance * np.maximum(left, 0) / (size - n)
    share = found / found.sum(1, keepdims=True)
    picked: np.ndarray = share[:, 0] > 1 / arms + LIKELIER
    return picked


def _level(how: Behaviour, rng: np.random.Generator) -> Floats:
    weekend = how.weekly * (np.arange(DAYS) % 7 >= 5)
    level: Floats = how.usual + Noise(1.3, 0.4).draw(rng, 1, DAYS)[0] + weekend
    return level


def _noise(how: Behaviour, rng: np.random.Generator, count: int) -> Floats:
    noise: Floats = how.relief.draw(rng, 1, count)[0]
    if how.tails:
        noise = noise / np.sqrt(rng.chisquare(3, count))
    return noise


def _attempt(number: int, day: int, before: int, after: int | None) -> Attempt:
    points = None if after is None else before - after
    left_out = ExclusionReason.NO_RECHECK if after is None else None
    at = BEGAN + timedelta(days=day)
    effect = SessionEffect(UUID(int=number + 1), at, before, points, left_out)
    return Attempt(*divmod(number, 2), effect)


def _looks_good(trial: BlockTrial, made: list[Attempt]) -> bool:
    there = scored(outcomes(trial, made, made[-1].number + 1))
    p = two_arm_p(there, 0, trial.control)
    return p is not None and p <= 0.05


def _course_now(
    trial: BlockTrial, made: list[Attempt], before: Course, number: int, *, gone: bool
) -> Course:
    """The course, worked out anew only where something can have ended it."""
    reached = number + 1 in {look.sessions for look in trial.looks}
    return course(trial, made) if reached or gone or trial.closed_at else before
