"""Grids of inputs over which the functions that write sentences are asked for all they can say.

The grid of a parameter is that of its name (or `function.name`) where GRIDS_BY_NAME has one, else
that of its type.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.analysis import Headline, Unrated
from kneeapp.domain.evidence.eligibility import ExclusionReason, SessionEffect
from kneeapp.domain.evidence.lasting_rise import LastingRise
from kneeapp.domain.evidence.news import News
from kneeapp.domain.evidence.progress import SessionWeek, Tally
from kneeapp.domain.evidence.rating_findings import RatingHistory, WorseRoutine
from kneeapp.domain.evidence.regression_to_mean import CannotTell, ExpectedFall
from kneeapp.domain.evidence.trend import Level, Trend, trend
from kneeapp.domain.evidence.verdicts import (
    Figures,
    Outcome,
    Verdict,
    area_verdict,
    figures,
    routine_verdict,
)
from kneeapp.domain.programme.activities import ActivityPlan
from kneeapp.domain.programme.activity_steps import StepState, StepWhy
from kneeapp.domain.programme.flare_plan import FlareCut, FlareDay, FlarePlan
from kneeapp.domain.programme.load_ladder import LoadWhy
from kneeapp.domain.programme.phase_gates import GateCheck, GateRule, SessionSeen
from kneeapp.domain.programme.phase_state import Ease, EaseWhy, Move, MoveWhy
from kneeapp.domain.programme.week_budget import PartShare, WantedPart, WeekBudget, WeekPart
from kneeapp.domain.routine.pain_rules import Morning, MorningCheck
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_results import BlockResult, block_result
from kneeapp.domain.trial.block_trial import BlockTrial, slots
from kneeapp.domain.trial.design import (
    FEWEST_PAIRS,
    MOST_PAIRS,
    Arm,
    Attempt,
    Slot,
    Trial,
    TrialKind,
)
from kneeapp.domain.trial.results import TrialResult, result
from kneeapp.domain.trial.schedule import TrialSchedule, trial_schedule
from tests.domain.trial.test_block_trial import (
    BALL,
    REST,
    ROLLER,
    THREE,
    a_trial,
    attempt,
    attempts,
    ended,
)

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
TITLES = {"activate": "Tighten the muscles", "strengthen": "Build strength"}


def _noisy(mean: float, sd: float, count: int, seed: int) -> list[int]:
    """Whole points around `mean`, the same in every run."""
    drawn = random.Random(seed)
    return [round(drawn.gauss(mean, sd)) for _ in range(count)]


CONSTANT = [[points] * count for points in range(-3, 4) for count in (0, 1, 3, 4, 6, 8, 14, 20)]
TURNING = [
    [2] * 6 + [-1] * 14,
    [2] * 6 + [0] * 14,
    [3] * 6 + [1] * 8,
    [3] * 6 + [1, 0] * 4,
    [0] * 6 + [3] * 14,
    [0] * 6 + [1, 2] * 4,
    [1] * 14 + [-3] * 20,
    [1] * 14 + [3] * 20,
    [-3] * 10 + [3] * 20,
    [0, 1, 1, 1, 1],
    [1, 0] * 7,
]
NOISY = [
    _noisy(mean, sd, count, seed)
    for mean in (-2, -1, -0.5, 0, 0.3, 0.6, 1, 1.5, 2.5)
    for sd in (0.7, 1.5, 2.5)
    for count in (5, 7, 10, 14, 30)
    for seed in (1, 2)
]
RELIEFS = [*CONSTANT, *TURNING, *NOISY]
"""Points of relief of the sessions that count, oldest first."""


def _levels(values: Sequence[float], every: int) -> list[Level]:
    return [Level(NOW + n * every * ONE_DAY, value) for n, value in enumerate(values)]


def _trends() -> Iterator[Trend | None]:
    yield None
    for slope, sd, every, weeks in product((-0.3, -0.1, 0, 0.1), (0, 0.6, 2), (1, 3), (2, 4, 12)):
        days = range(0, 7 * weeks + 1, every)
        values = [5 + slope * day for day in days]
        noise = _noisy(0, sd, len(values), seed=weeks)
        within = [min(max(value + off, 0), 10) for value, off in zip(values, noise, strict=True)]
        yield trend(_levels(within, every))


def _effects() -> Iterator[tuple[SessionEffect, ...]]:
    counted = SessionEffect(UUID(int=1), NOW, 5, 2)
    harmed = SessionEffect(UUID(int=2), NOW, 5, 0, harmed=True)
    yield ()
    yield (counted,)
    for one in (harmed, *(replace(counted, left_out=reason) for reason in ExclusionReason)):
        yield (counted, one)
        yield (counted, one, one)


def _mornings() -> Iterator[MorningCheck]:
    yield MorningCheck(DAY, Morning.NOT_RATED)
    yield MorningCheck(DAY, Morning.TOO_EARLY, 3)
    for says in (Morning.USUAL, Morning.RAISED, Morning.RED):
        yield MorningCheck(DAY, says, 5, 2.5)


ARMS = Arm(TrialKind.BALL), Arm(TrialKind.REST)


def _trial(pairs: int) -> Trial:
    heads = tuple(pair % 2 == 0 for pair in range(pairs))
    return Trial(UUID(int=1), Side.LEFT, *ARMS, NOW, "1", heads)


def _result(differences: Sequence[int | None], missed: int = 0) -> TrialResult:
    """The result of a trial with these differences; None where the second session is missing.

    `missed` sessions of the first arm did not count and were made again.
    """
    trial = _trial(len(differences))
    attempts = []
    for pair, difference in enumerate(differences):
        for place in (0, 1):
            asked = trial.arm(pair, place) == trial.asked
            points = (difference or 0) if asked else 0
            if difference is None and not asked:
                continue
            at = NOW + (2 * pair + place) * ONE_DAY
            effect = SessionEffect(UUID(int=2 * pair + place + 1), at, 6, points)
            attempts.append(Attempt(pair, place, effect))
    first = next(attempt for attempt in attempts if trial.arm(0, attempt.place) == trial.asked)
    lost = replace(first.effect, points=None, left_out=ExclusionReason.NO_RECHECK)
    return result(trial, [*(replace(first, effect=lost) for _ in range(missed)), *attempts])


def _results() -> Iterator[TrialResult]:
    for pairs in (FEWEST_PAIRS, 8, 14, MOST_PAIRS):
        for difference in range(-3, 4):
            yield _result([difference] * pairs)
        for mean, sd in product((-2, -1, 0, 0.5, 1, 2), (0.7, 1.5)):
            yield _result(_noisy(mean, sd, pairs, seed=pairs))
    for complete in range(9):
        yield _result([2] * complete + [None] * (8 - complete))
    yield _result([1, 0] * 4, missed=6)


TWO_ARMS, THREE_ARMS = a_trial(), a_trial(THREE, sessions=30)
NAMES = dict(zip(THREE, ("ball only", "roller only", "ten minutes' rest"), strict=True))


def _block_results() -> Iterator[BlockResult]:
    """Each arm with the same points in all its sessions, or with none, and gaps of some kinds."""
    for points in (*range(-3, 4), None):
        for upto in (0, 1, 8, 99):
            yield ended(TWO_ARMS, {BALL: points, REST: 0}, upto)
            yield ended(THREE_ARMS, {BALL: points, ROLLER: 1, REST: 0}, upto)
    for gaps in (1, 2, 5):
        tries = attempts(TWO_ARMS, {BALL: 2, REST: 0})
        of_ball = [slot.number for slot in slots(TWO_ARMS) if slot.arm == BALL][::2]
        for number in of_ball[:gaps]:
            tries[number] = attempt(TWO_ARMS, number, None)
        yield block_result(replace(TWO_ARMS, closed_at=NOW), tries)


def _schedules() -> Iterator[TrialSchedule]:
    yield trial_schedule(_trial(8), [])


def _weeks() -> Iterator[tuple[SessionWeek, ...]]:
    for earlier, this in product(([], [0], [4], [4, 1, 5]), (None, 0, 1, 4)):
        counts = [*((count, False) for count in earlier), *([] if this is None else [(this, True)])]
        yield tuple(SessionWeek(DAY + 7 * n * ONE_DAY, *week) for n, week in enumerate(counts))


def _falls() -> Iterator[ExpectedFall | CannotTell]:
    yield from CannotTell
    for points, error in product((-0.4, 0.0, 0.03, 0.3, 0.8, 1.0, 1.6), (0.2, 0.6, 1.5)):
        yield ExpectedFall(points, points - error, points + error, excess=points)


def _verdicts(judge: Callable[[Sequence[int]], Verdict]) -> Iterator[Verdict]:
    """The verdicts on RELIEFS; each that helps once more as it is where days may be picked."""
    for verdict in map(judge, RELIEFS):
        yield verdict
        if verdict.outcome is Outcome.HELPS:
            yield replace(verdict, outcome=Outcome.BAD_DAYS)


ROUTINES, AREAS = (list(_verdicts(judge)) for judge in (routine_verdict, area_verdict))

ACTIVITIES = content.activities().plans
FLARE = FlarePlan(cuts=(FlareCut(activity="stairs"),), days=5, step_days=3)


def _weeks_planned() -> Iterator[WeekBudget]:
    """Weeks without a limit, with room for all, for a part, and for not one session."""
    wanted = [WantedPart(part, 3, 30, done=1, done_minutes=30) for part in WeekPart]
    for budget, fits in ((None, 2), (900, 2), (60, 1), (20, 0)):
        yield WeekBudget(tuple(PartShare(part, fits, 2 - fits) for part in wanted), budget)


GRIDS_BY_TYPE: Mapping[Any, Sequence[Any]] = {
    ActivityPlan: ACTIVITIES,
    StepState: [
        StepState(plan, place, why, DAY, value=7)
        for plan in ACTIVITIES
        for place in range(len(plan.steps))
        for why in StepWhy
    ],
    WeekBudget: list(_weeks_planned()),
    FlareDay: [
        FlareDay(FLARE, DAY, number, added, held)
        for number, added in ((1, 0), (5, 0), (6, 25), (12, 75))
        for held in (False, True)
    ],
    FlarePlan: [FLARE, FLARE.model_copy(update={"days": 1, "step_days": 1})],
    Verdict: [*ROUTINES, *AREAS],
    News: [
        News(NOW.date(), sessions, trainings, mornings, Outcome.HELPS, changed)
        for sessions in (0, 1, 3)
        for trainings in (0, 2)
        for mornings in (None, -0.5, 0.1, 1.0)
        for changed in (False, True)
    ],
    Figures: [one for relief in RELIEFS if (one := figures(relief))],
    Headline: [Headline(outcome, count) for outcome in Outcome for count in (0, 1, 5, 6, 14)],
    Unrated | None: [
        None,
        *(
            Unrated(sessions, outcome, rated_later)
            for outcome in sorted(set(Outcome) - {Outcome.HELPS})
            for sessions in (1, 3)
            for rated_later in range(sessions + 1)
        ),
    ],
    Area: [Area.GLUTEUS_MEDIUS],
    Iterable[SessionEffect]: list(_effects()),
    Trend: [line for line in _trends() if line],
    Iterable[Trend]: [[line] for line in _trends() if line],
    Trend | None: list(_trends()),
    ExpectedFall | CannotTell: list(_falls()),
    LastingRise: [LastingRise(NOW, NOW + 7 * ONE_DAY, by, 2.25) for by in (2.0, 3.4)],
    Tally: [
        Tally(*counts, 0)
        for counts in ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (2, 0, 0), (3, 1, 2))
    ],
    Sequence[SessionWeek]: list(_weeks()),
    TrialResult: list(_results()),
    Trial: [_trial(8)],
    BlockTrial: [TWO_ARMS, THREE_ARMS],
    BlockResult: list(_block_results()),
    Arm: [*ARMS, Arm(TrialKind.ROUTINE, "release")],
    Slot: [Slot(0, 0, ARMS[0])],
    TrialSchedule: list(_schedules()),
    ExclusionReason: list(ExclusionReason),
    GateCheck: [
        *(GateCheck(rule, False, have, 2) for rule in GateRule for have in (0, 1, 2, 9)),
        GateCheck(GateRule.PAIN, False, None, 5),
    ],
    SessionSeen: [
        SessionSeen(DAY, completed, 6, pain, morning)
        for completed, pain, morning in product((0, 1, 6), (None, 0, 7), _mornings())
    ],
    Move: [Move(DAY, "activate", "strengthen", why, 7) for why in MoveWhy],
    LoadWhy: list(LoadWhy),
    Ease: [Ease(why, value) for why in EaseWhy for value in (6, 20)],
}

HISTORIES = [
    RatingHistory({DAY + n * ONE_DAY: value for n, value in enumerate(values)})
    for values in ([2] * 20 + [6] * 6, [2, 2, 2, 2, 5, 5] * 3, [n // 4 for n in range(28)])
] + [RatingHistory(worse=[WorseRoutine("release", "Outer hip and thigh", NOW)])]
"""Ratings that raise findings."""

GRIDS_BY_NAME: Mapping[str, Sequence[Any]] = {
    "news_words.today": [date(2026, 3, 2), date(2026, 3, 5)],
    "routine_words.verdict": ROUTINES,
    "area_words.verdict": AREAS,
    "ratings": ["the first ratings", "the mornings"],
    "after": ["after", "in"],
    "asked": ["ball only"],
    "other": ["ten minutes' rest"],
    "titles": [TITLES],
    "routines": [{"release": "Outer hip and thigh"}],
    "count": [0, 1, 5],
    "target": [1, 4],
    "no_gain_words.trend": [line for line in _trends() if line and line.no_gain],
    "tools": [["a ball"], ["a ball", "a roller"]],
    "names": [NAMES],
    "week_rows.names": [{WeekPart.ROUTINE: "Hip and thigh release"}],
    "share": [0, 25, 50, 75, 100],
    "weight": [0, 7],
    "compared": [False, True],
    "p": [0.0005, 0.0101, 0.03, 0.5],
    "sessions": [16, 28],
    "pairs": [FEWEST_PAIRS, 8, MOST_PAIRS],
    "per_week": [1, 4, 7],
}
