"""Flare plan: what a person cuts in a flare, by how much, for how long, and how they build up.

The person writes it for their own activities while the knee is calm. How fast it is built up
again is asked of the mornings (domain/routine/pain_rules); the numbers are DESIGN.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind, own
from kneeapp.domain.evidence.trend import DAY
from kneeapp.domain.model import Model
from kneeapp.domain.programme.phase_gates import RAISED
from kneeapp.domain.programme.training_log import Break, BreakWhy, TrainingHistory
from kneeapp.domain.routine.pain_rules import Morning

MOST_CUTS = 6
LONGEST_NAME = 60
"""Characters."""

QUARTER = 25
"""Per cent of the usual that one step of building up adds."""

NO_LONGER = timedelta(days=60)
"""A flare of longer ago is shown no more."""

Share = Literal[0, 25, 50, 75]
"""Per cent of the usual that is kept."""


class FlareCut(Model):
    """One activity of the person, and how much of the usual is kept at first."""

    activity: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)
    ]
    keep: Share = 50


class FlarePlan(Model):
    """What is cut for `days`; then a quarter more every `step_days`, while mornings are calm."""

    cuts: Annotated[tuple[FlareCut, ...], Field(min_length=1, max_length=MOST_CUTS)]
    days: Annotated[int, Field(ge=1, le=21)] = 5
    step_days: Annotated[int, Field(ge=1, le=7)] = 3


@dataclass(frozen=True)
class FlareDay:
    """One day of a flare: its number from 1, and what of each activity is kept (per cent).

    `added` is what building up has added; `held` is whether the last step was not taken, because
    a morning was raised or none was rated.
    """

    plan: FlarePlan
    began: date
    number: int
    added: int
    held: bool

    @property
    def cutting(self) -> bool:
        return self.number <= self.plan.days

    def kept(self, cut: FlareCut) -> int:
        return min(100, cut.keep + self.added)


def flare_began(events: Iterable[LifeEvent], breaks: Iterable[Break], today: date) -> date | None:
    """The first day of the newest flare that the person marked, or paused for; None without one."""
    marked = [event.on for event in own(events) if event.kind is LifeEventKind.FLARE]
    paused = [rest.first for rest in breaks if rest.why is BreakWhy.FLARE]
    return max(
        (day for day in (*marked, *paused) if day <= today and today - day < NO_LONGER),
        default=None,
    )


def flare_day(
    plan: FlarePlan, began: date, history: TrainingHistory, today: date
) -> FlareDay | None:
    """Where the plan stands today; None once all is as usual again."""
    added, held = 0, False
    looked = began + timedelta(days=plan.days)
    since = began + DAY
    while looked <= today:
        calm = _calm(history, since, looked)
        added, held = added + (QUARTER if calm else 0), not calm
        since, looked = looked + DAY, looked + timedelta(days=plan.step_days)
    if all(cut.keep + added >= 100 for cut in plan.cuts):
        return None
    return FlareDay(plan, began, (today - began).days + 1, added, held)


def _calm(history: TrainingHistory, first: date, last: date) -> bool:
    """Whether mornings were rated from `first` to `last`, and the last two were not raised."""
    days = [first + n * DAY for n in range((last - first).days + 1)]
    rated = [check for day in days if (check := history.morning(day)).says is not Morning.NOT_RATED]
    return bool(rated) and not any(check.says in RAISED for check in rated[-2:])
