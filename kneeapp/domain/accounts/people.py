"""Whose record it is, who asks for it, and what a person prefers."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.sides import Side

Weekday = Annotated[int, Field(ge=0, le=6)]
"""Monday is 0."""


class Role(StrEnum):
    """What an account at a clinic is for."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    ADMIN = "admin"


@dataclass(frozen=True)
class Principal:
    """Who asks the store for something.

    `person` is whose record is their own, None for staff without one; `account` and
    `sign_in` are None where nobody signs in.
    """

    person: UUID | None
    account: UUID | None = None
    role: Role = Role.PATIENT
    sign_in: UUID | None = None
    share: str | None = None
    """The mark of the link that whoever asks came by."""


class Preferences(BaseModel):
    """What the app remembers so that a person need not say it twice."""

    model_config = ConfigDict(frozen=True, extra="ignore")

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


@dataclass(frozen=True)
class Person:
    """Whoever has the knee."""

    id: UUID
    created_at: datetime
    preferences: Preferences = field(default_factory=Preferences)
    version: int = field(default=0, compare=False)
    """How often the record was written to."""
