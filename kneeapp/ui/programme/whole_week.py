"""The week as a whole: its parts with their minutes, and how far each activity is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.programme.activities import (
    AEROBIC,
    RETURNS,
    ActivityDone,
    ActivityKind,
    ActivityPlan,
    of_kind,
)
from kneeapp.domain.programme.activity_steps import StepState, step_state
from kneeapp.domain.programme.activity_text import minutes_words
from kneeapp.domain.programme.week_budget import WantedPart, WeekBudget, WeekPart, week_budget
from kneeapp.store.record import activities, sessions, trials
from kneeapp.ui.programme.state import ProgrammeState
from kneeapp.ui.shell.request_context import RecordContext

FOLLOWED_FOR = timedelta(weeks=4)
"""A plan back to stairs or running is a part of the week if it was done within this time."""

ROUTINE_MINUTES = 20
"""Of a first routine; later ones take as long as the last one."""

_PARTS = {ActivityKind.RUN: WeekPart.RUN, ActivityKind.STAIRS: WeekPart.STAIRS}


@dataclass(frozen=True)
class WholeWeek:
    """Everything of this week: what was done besides, the steps of the plans, and the minutes."""

    done: tuple[ActivityDone, ...]
    aerobic: ActivityKind
    steps: Mapping[ActivityKind, StepState]
    budget: WeekBudget

    @property
    def aerobic_step(self) -> StepState:
        return self.steps[self.aerobic]


def whole_week(
    context: RecordContext, standing_now: Standing, programme_state: ProgrammeState
) -> WholeWeek:
    """The week of today; raises ContentError where a file is faulty."""
    plans = content.activities(context.settings.content)
    done = tuple(activities.activities(context.record))
    steps = {
        plan.id: step_state(
            plan, of_kind(done, plan.id), programme_state.history, programme_state.today
        )
        for plan in plans.plans
    }
    aerobic = context.preferences.aerobic or AEROBIC[0]
    wanted = _wanted(
        context, standing_now, programme_state, done=done, steps=steps, aerobic=aerobic
    )
    return WholeWeek(done, aerobic, steps, week_budget(wanted, context.preferences.week_minutes))


def opens_later(plan: ActivityPlan, programme_state: ProgrammeState) -> bool:
    """Whether the plan opens only with a later phase."""
    phases = [phase.id for phase in programme_state.programme.phases]
    return phases.index(programme_state.state.phase) < phases.index(plan.opens)


def is_open(plan: ActivityPlan, standing_now: Standing, programme_state: ProgrammeState) -> bool:
    """Whether the plan may be followed now: by the safety status, the phase and a break."""
    return (
        standing_now.status.family_open(plan.family)
        and not opens_later(plan, programme_state)
        and not programme_state.state.on_break
    )


def week_line(week: WholeWeek) -> str:
    """The week in one line, for *Today*."""
    return f"**Week:** {minutes_words(week.budget)}"


def _wanted(  # noqa: PLR0913  each part asks something else
    context: RecordContext,
    standing_now: Standing,
    programme_state: ProgrammeState,
    *,
    done: tuple[ActivityDone, ...],
    steps: Mapping[ActivityKind, StepState],
    aerobic: ActivityKind,
) -> Iterator[WantedPart]:
    week = programme_state.week
    minutes = programme_state.minutes(programme_state.picked) if programme_state.picked else 0
    target = 0 if programme_state.state.on_break else week.target
    yield WantedPart(WeekPart.STRENGTH, target, minutes, len(week.done), minutes * len(week.done))
    this_week = [a for a in done if week.monday <= a.day <= programme_state.today]
    for kind in (*RETURNS, aerobic):
        followed = kind is aerobic or any(
            a.kind is kind and programme_state.today - a.day < FOLLOWED_FOR for a in done
        )
        kinds = AEROBIC if kind is aerobic else (kind,)
        of_it = [a for a in this_week if a.kind in kinds]
        open_now = is_open(steps[kind].plan, standing_now, programme_state)
        if of_it or (followed and open_now):
            step = steps[kind].step
            yield WantedPart(
                _PARTS.get(kind, WeekPart.AEROBIC),
                step.a_week if open_now else 0,
                step.minutes,
                len({a.day for a in of_it}),
                sum(a.minutes for a in of_it),
            )
    yield from _routine(context, standing_now, programme_state)


def _routine(
    context: RecordContext, standing_now: Standing, programme_state: ProgrammeState
) -> Iterator[WantedPart]:
    last = sessions.last(context.record)
    if last is None:
        return
    monday = datetime.combine(programme_state.week.monday, time(), context.zone)
    done = sessions.count(context.record, monday)
    minutes = max(1, round(last.plan.ms / 60_000)) if last.plan.steps else ROUTINE_MINUTES
    target = context.preferences.weekly_target if standing_now.status.routine_open else 0
    part = WeekPart.TRIAL if trials.under_way(context.record) else WeekPart.ROUTINE
    yield WantedPart(part, target, minutes, done, minutes * done)
