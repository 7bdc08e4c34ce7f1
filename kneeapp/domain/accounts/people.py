"""People: the owner of a record, the principal of a request, roles and preferences."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from kneeapp.domain.accounts.time_zones import ZoneChange
from kneeapp.domain.model import Model
from kneeapp.domain.programme.activities import ActivityKind
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.programme.flare_plan import FlarePlan
from kneeapp.domain.programme.week_budget import WeekMinutes
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.sides import Side

Weekday = Annotated[int, Field(ge=0, le=6)]
"""Monday is 0."""


class Role(StrEnum):
    """The role of an account at a clinic."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    ADMIN = "admin"
    RECEPTION = "reception"
    """Invites patients and gives them new codes; opens no record."""


@dataclass(frozen=True)
class Principal:
    """Who makes a request to the store.

    `person` is the owner of the principal's own record, None for staff without one; `account`
    and `sign_in` (the web session) are None where nobody signs in.
    """

    person: UUID | None
    account: UUID | None = None
    role: Role = Role.PATIENT
    sign_in: UUID | None = None
    share: str | None = None
    """The digest of the share link that was used, if any."""


class Preferences(Model):
    """Settings and last choices of a person."""

    weekly_target: Annotated[int, Field(ge=1, le=14)] = 4
    country: str = ""
    knee: Side | None = None
    test_move: str = ""
    choice: Choice | None = None
    muted: bool = False
    routine_days: tuple[Weekday, ...] = ()
    programme_days: tuple[Weekday, ...] = ()
    programme_goal: Goal | None = None
    reminder_at: time = time(19)
    later_rating_left: date | None = Field(default=None, exclude_if=lambda day: day is None)
    """The day on which the person was asked for a rating later the same day, and left it. Written
    only where there is one, so that files without it stay as they were."""
    week_minutes: WeekMinutes | None = Field(default=None, exclude_if=lambda budget: budget is None)
    """Minutes a week that the person has for all of it; None without a limit."""
    aerobic: ActivityKind | None = Field(default=None, exclude_if=lambda kind: kind is None)
    """What the person builds up beside the exercises, walking or cycling."""
    flare_plan: FlarePlan | None = Field(default=None, exclude_if=lambda plan: plan is None)


@dataclass(frozen=True)
class Person:
    """The owner of a record."""

    id: UUID
    created_at: datetime
    preferences: Preferences = field(default_factory=Preferences)
    zones: tuple[ZoneChange, ...] = ()
    """The time zones the person lived in, oldest first; none where no browser has said one."""
    version: int = field(default=0, compare=False)
    """The number of writes to the record; caches compare it."""
