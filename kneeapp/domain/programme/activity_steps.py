"""Activity steps: how far a person is in a plan of walking, cycling, running or stairs.

Like the phase, the step is never stored: it is calculated from what was done, with the morning
rules of domain/evidence and domain/routine and none of its own. Two calm sessions go a step up,
unless the mornings rise; knee pain above 5 or a raised morning goes a step back (DESIGN, after
Silbernagel 2007 [M]; doing each stage twice as in Trials 2023 24, table 1 [V]).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from kneeapp.domain.evidence.trend import DAY
from kneeapp.domain.programme.activities import (
    MOST_MINUTES,
    ActivityDone,
    ActivityPlan,
    ActivityStep,
)
from kneeapp.domain.programme.phase_gates import RAISED, calm_morning, morning_after, rise_check
from kneeapp.domain.programme.phase_state import AWAY_FROM
from kneeapp.domain.programme.training_log import TrainingHistory
from kneeapp.domain.routine.pain_rules import MorningCheck

CALM_NEEDED = 2
"""Calm sessions in a row at one step before the next."""


class StepWhy(StrEnum):
    """What put the person at the step where they are."""

    START = "start"
    UP = "up"
    ONCE_CALM = "once_calm"
    RISING = "rising"
    TOP = "top"
    PAIN = "pain"
    HOUR = "hour"
    EFFORT = "effort"
    SHORT = "short"
    NOT_RATED = "not_rated"
    RED = "red"
    MORNING = "morning"
    AWAY = "away"


@dataclass(frozen=True)
class StepState:
    """The step of the next session: its `place` in the plan from 0, why, and from which day on.

    `value` is the rating (0-10) or the number of days that decided; `calm` counts the calm
    sessions at this step in a row.
    """

    plan: ActivityPlan
    place: int
    why: StepWhy
    next_day: date
    calm: int = 0
    value: int | None = None
    begun: bool = False

    @property
    def step(self) -> ActivityStep:
        return self.plan.steps[self.place]


def step_state(
    plan: ActivityPlan, done: Sequence[ActivityDone], history: TrainingHistory, today: date
) -> StepState:
    """The step of the next session; `done` are the activities of the plan, oldest first."""
    state = StepState(plan, 0, StepWhy.START, today)
    done = tuple(_together(list(day)) for _, day in groupby(done, key=attrgetter("day")))
    for n, activity in enumerate(done):
        until = done[n + 1].day if n + 1 < len(done) else today
        state = _after(state, activity, history, until)
    if not done:
        return state
    away = today - done[-1].day
    if away >= AWAY_FROM:
        state = replace(
            state, place=max(0, state.place - 1), why=StepWhy.AWAY, calm=0, value=away.days
        )
    return replace(state, next_day=max(today, done[-1].day + (plan.rest_days + 1) * DAY))


def _together(of_day: Sequence[ActivityDone]) -> ActivityDone:
    """The sessions of one day as one: all minutes, and the worst of the ratings."""
    if len(of_day) == 1:
        return of_day[0]

    def worst(field: str) -> int | None:
        rated = (getattr(activity, field) for activity in of_day)
        return max((value for value in rated if value is not None), default=None)

    return replace(
        of_day[-1],
        minutes=min(MOST_MINUTES, sum(activity.minutes for activity in of_day)),
        before=of_day[0].before,
        effort=worst("effort"),
        during=worst("during"),
        hour_after=worst("hour_after"),
    )


def _after(
    state: StepState, activity: ActivityDone, history: TrainingHistory, until: date
) -> StepState:
    """The state after one session, with what is known up to the day `until` of the next one."""
    place = _place(state, activity)
    morning = morning_after(history, activity.day, until)
    changed = _back_or_held(state.plan, place, activity, morning)
    if changed is not None:
        place, why, value = changed
        return replace(state, place=place, why=why, next_day=until, calm=0, value=value, begun=True)
    calm = 1 + (state.calm if place == state.place else 0)
    why = StepWhy.ONCE_CALM
    if calm >= CALM_NEEDED:
        why = StepWhy.UP if rise_check(history, until).met else StepWhy.RISING
        if place == len(state.plan.steps) - 1:
            why = StepWhy.TOP
        elif why is StepWhy.UP:
            place, calm = place + 1, 0
    return replace(state, place=place, why=why, next_day=until, calm=calm, value=None, begun=True)


def _place(state: StepState, activity: ActivityDone) -> int:
    """The step that the session was: never beyond the one that was reached, but at a free start."""
    said = state.plan.place_of(activity.step)
    if said is None:
        return state.place
    if not state.begun and state.plan.free_start:
        return said
    return min(said, state.place)


def _back_or_held(
    plan: ActivityPlan, place: int, activity: ActivityDone, morning: MorningCheck
) -> tuple[int, StepWhy, int | None] | None:
    """The place, the reason and its value where the session or a morning after it was not calm."""
    if activity.red:
        return max(0, place - 1), StepWhy.RED, activity.worst
    if morning.says in RAISED:
        return max(0, place - 1), StepWhy.MORNING, morning.rating
    step, during, hour = plan.steps[place], activity.during, activity.hour_after
    higher = plan.hour_after and hour is not None and hour > (activity.before or 0)
    unknown = during is None or (plan.hour_after and hour is None) or not calm_morning(morning)
    reasons = (
        (activity.minutes < step.minutes, StepWhy.SHORT, activity.minutes),
        (during is not None and during > plan.calm_pain, StepWhy.PAIN, during),
        (higher, StepWhy.HOUR, hour),
        ((activity.effort or 0) > plan.calm_effort, StepWhy.EFFORT, activity.effort),
        (unknown, StepWhy.NOT_RATED, None),
    )
    return next(((place, why, value) for held, why, value in reasons if held), None)
