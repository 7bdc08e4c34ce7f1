"""Activities beside the exercises: walking, cycling, running and stairs, as plans and as done."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text, duplicate_ids
from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.measures import EFFORT, KNEE_ACTIVITY, KNEE_BEFORE, KNEE_HOUR
from kneeapp.domain.routine.pain_rules import is_red
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.screening.questions import Name
from kneeapp.errors import BadInput, NotFound

MOST_MINUTES = 600
"""Minutes of one activity; the bound only keeps out slips (DESIGN)."""


class ActivityKind(LabelledEnum):
    """What is built up by a plan."""

    WALK = "walk", "Walking"
    CYCLE = "cycle", "Cycling"
    RUN = "run", "Running"
    STAIRS = "stairs", "Stairs"


AEROBIC = (ActivityKind.WALK, ActivityKind.CYCLE)
"""Those that train heart and lungs without a jolt; the person does one of them."""

RETURNS = (ActivityKind.STAIRS, ActivityKind.RUN)
"""Those that lead back to what the knee does not yet take."""


class ActivityStep(Content):
    """One step of a plan: what is done in a session, how long it takes, how often a week."""

    id: Name
    words: Text
    minutes: Annotated[int, Field(ge=1, le=120)]
    a_week: Annotated[int, Field(ge=1, le=7)]


class ActivityPlan(Content):
    """How one activity is built up, from its lightest step to its last.

    Two calm sessions lead a step up: at most `calm_pain` of knee pain and `calm_effort` of
    effort in them (0-10), with `hour_after` no more pain an hour after than before, and a calm
    next morning.
    """

    id: ActivityKind
    family: Family
    """The kind of load: what closes these exercises closes the activity, too."""
    opens: Name
    """The phase of the programme from which on it is offered."""
    rest_days: Annotated[int, Field(ge=0, le=3)]
    """Days without it between two sessions."""
    calm_pain: Annotated[int, Field(ge=0, le=5)]
    calm_effort: Annotated[int, Field(ge=1, le=10)]
    hour_after: bool = False
    free_start: bool = False
    """Whether the person may begin at the step that they can do already."""
    words: Text
    pose: Text
    steps: Annotated[tuple[ActivityStep, ...], Field(min_length=2)]
    source: Text
    certainty: Certainty

    def place_of(self, step: str | None) -> int | None:
        """The place of the step of that id, from 0; None where there is none."""
        ids = [known.id for known in self.steps]
        return ids.index(step) if step in ids else None


class ActivityPlans(Content):
    """One version of all plans."""

    version: Text
    plans: tuple[ActivityPlan, ...]

    def of(self, kind: ActivityKind) -> ActivityPlan:
        """The plan of `kind`; raises NotFound where there is none."""
        for plan in self.plans:
            if plan.id is kind:
                return plan
        raise NotFound(f"There is no plan for {kind.label.lower()}. Please reload the page.")


def plan_faults(
    plans: ActivityPlans, poses: Collection[str], phases: Collection[str] | None
) -> Iterator[str]:
    """A message for each fault: a missing or doubled plan or step, an unknown phase, a jump.

    Without `phases` nothing is said about them.
    """
    kinds = [plan.id.value for plan in plans.plans]
    yield from duplicate_ids("plans", kinds)
    yield from (
        f"table plans: there is none for {kind}" for kind in ActivityKind if kind not in kinds
    )
    for plan in plans.plans:
        yield from duplicate_ids(f"plans ({plan.id}), steps", [step.id for step in plan.steps])
        if plan.pose not in poses:
            yield f"table plans ({plan.id}), key pose: there is no picture {plan.pose}"
        if phases is not None and plan.opens not in phases:
            yield f"table plans ({plan.id}), key opens: there is no phase {plan.opens}"
        for lighter, heavier in zip(plan.steps, plan.steps[1:], strict=False):
            if heavier.minutes > 2 * lighter.minutes:
                yield (
                    f"table plans ({plan.id}), steps: from {lighter.id} to {heavier.id} the "
                    "minutes more than double; put a step between them"
                )


@dataclass(frozen=True)
class ActivityDone:
    """One session of an activity; ratings are 0-10, None where not rated.

    `step` is the id of the step of the plan that it was, None for what followed no plan.
    Raises BadInput for minutes that no session has, and outside the bounds of the ratings.
    """

    id: UUID
    kind: ActivityKind
    day: date
    minutes: int
    step: str | None = None
    effort: int | None = None
    before: int | None = None
    during: int | None = None
    hour_after: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= MOST_MINUTES:
            raise BadInput(
                f"{self.kind.label} of {self.minutes} minutes cannot be kept: enter 1 to "
                f"{MOST_MINUTES} minutes."
            )
        for measure, value in (
            (EFFORT, self.effort),
            (KNEE_BEFORE, self.before),
            (KNEE_ACTIVITY, self.during),
            (KNEE_HOUR, self.hour_after),
        ):
            if value is not None:
                measure.check(value)

    @property
    def worst(self) -> int | None:
        """The worst knee pain in it and an hour after it."""
        rated = [value for value in (self.during, self.hour_after) if value is not None]
        return max(rated, default=None)

    @property
    def red(self) -> bool:
        return is_red(self.worst)

    def rated_after(self, knee: int) -> "ActivityDone":
        """The same with the knee rated an hour after it."""
        return replace(self, hour_after=KNEE_HOUR.check(knee))

    def not_ahead_of(self, today: date) -> "ActivityDone":
        """This activity; raises BadInput where its day is still to come."""
        if self.day > today:
            raise BadInput("This day is still to come. Enter it when it is here.")
        return self


def of_kind(activities: Iterable[ActivityDone], kind: ActivityKind) -> tuple[ActivityDone, ...]:
    """The activities of one kind, oldest first."""
    return tuple(sorted((a for a in activities if a.kind is kind), key=lambda a: (a.day, a.id)))
