"""Sentences about walking, cycling, stairs and running, and about the minutes of a week."""

from collections.abc import Mapping, Sequence

from kneeapp.domain.evidence.trend import GAIN
from kneeapp.domain.formats import counted
from kneeapp.domain.programme.activities import ActivityKind, ActivityPlan
from kneeapp.domain.programme.activity_steps import CALM_NEEDED, StepState, StepWhy
from kneeapp.domain.programme.phase_gates import RISE_OVER
from kneeapp.domain.programme.week_budget import PartShare, WeekBudget, WeekPart
from kneeapp.domain.routine.session_limits import LIGHT_ABOVE

PARTS: Mapping[WeekPart, str] = {
    WeekPart.STRENGTH: "Strengthening",
    WeekPart.TRIAL: "Sessions of your trial",
    WeekPart.STAIRS: "Stairs",
    WeekPart.RUN: "Running",
    WeekPart.AEROBIC: "Walking or cycling",
    WeekPart.ROUTINE: "Routine",
}

STRENGTH_FIRST = (
    "Strengthening comes first: guidelines put exercise first for every kind of knee pain here. "
    "Walking or cycling comes next. The routine comes last, for what rolling changes fades within "
    "an hour or so. The order is our own rule."
)
TRIAL_KEPT = "While a trial goes on, its sessions come right after: gaps would spoil its result."
TOO_SMALL = (
    "No whole strengthening session fits into that. Do its first exercises then: the one that "
    "stands for your phase comes first. Anything is better than nothing."
)


def plan_rule(plan: ActivityPlan) -> str:
    """The rule of a plan, with its numbers."""
    hour = ", no more pain an hour after than before" if plan.hour_after else ""
    rest = f" {counted(plan.rest_days, 'day')} between two of them." if plan.rest_days else ""
    return (
        f"A step up after {CALM_NEEDED} sessions in a row with knee pain of at most "
        f"{plan.calm_pain}, effort of at most {plan.calm_effort}{hour}, and a next morning that is "
        f"rated and not raised; not while mornings rise by {GAIN:g} point or more over "
        f"{RISE_OVER.days // 7} weeks. A step back after knee pain above {LIGHT_ABOVE}, a raised "
        f"morning or two weeks without it.{rest}"
    )


def step_reason(state: StepState) -> str:
    """Why it is this step."""
    value = state.value
    return {
        StepWhy.START: "This is where it begins.",
        StepWhy.UP: f"One step more: {CALM_NEEDED} calm sessions in a row.",
        StepWhy.ONCE_CALM: "Calm last time. Once more, and it goes a step up.",
        StepWhy.RISING: "The sessions were calm, but your mornings rise: it stays here.",
        StepWhy.TOP: "This is the last step. Keep it up.",
        StepWhy.PAIN: f"It stays here: the knee hurt {value} of 10 in it.",
        StepWhy.HOUR: f"It stays here: an hour after, the knee was still up, at {value} of 10.",
        StepWhy.EFFORT: f"It stays here: the effort was {value} of 10.",
        StepWhy.SHORT: f"It stays here: last time it was {counted(value or 0, 'minute')}.",
        StepWhy.NOT_RATED: (
            "It stays here: the knee was not rated in it, after it or the next morning, or there "
            "are too few mornings to compare."
        ),
        StepWhy.RED: f"One step less: the knee hurt {value} of 10.",
        StepWhy.MORNING: f"One step less: a morning after it was raised, {value} of 10.",
        StepWhy.AWAY: f"One step less: the last time is {value} days ago.",
    }[state.why]


def step_words(state: StepState) -> str:
    """The next session: what, how long, how often."""
    step, kind = state.step, state.plan.id
    often = f"{step.a_week} times a week"
    if kind in {ActivityKind.RUN, ActivityKind.STAIRS}:
        return f"{step.words} About {step.minutes} minutes, {often}."
    return f"{step.words}, {often}."


def minutes_words(week: WeekBudget) -> str:
    """How much of the week's minutes is done and planned."""
    if week.budget is None:
        return f"About **{week.done_minutes}** of {week.minutes} minutes done."
    over = " That is more than you set." if week.done_minutes > week.budget else ""
    return (
        f"About **{week.done_minutes}** minutes done, {week.minutes} planned, of the "
        f"{week.budget} that you have.{over}"
    )


def dropped_words(week: WeekBudget) -> str:
    """What has no room, and why it is that; empty where all has."""
    if not week.dropped:
        return ""
    names = ", ".join(_dropped(share) for share in week.dropped)
    trial = f" {TRIAL_KEPT}" if week.share(WeekPart.TRIAL) else ""
    small = f" {TOO_SMALL}" if week.too_small else ""
    return f"No room this week for {names}. {STRENGTH_FIRST}{trial}{small}"


def week_rows(week: WeekBudget, names: Mapping[WeekPart, str]) -> Sequence[tuple[str, str, str]]:
    """The parts of the week as rows: what, done of what there is room for, minutes."""
    return [
        (
            names.get(share.wanted.part, PARTS[share.wanted.part]),
            f"{share.wanted.done} of {share.wanted.done + share.fits}",
            f"{share.minutes}",
        )
        for share in week.shares
    ]


def _dropped(share: PartShare) -> str:
    name = PARTS[share.wanted.part]
    return f"{name[:1].lower()}{name[1:]} ({counted(share.dropped, 'time')})"
