"""Whose record it is, who asks for it, and what a person prefers."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kneeapp.domain.programme import Goal
from kneeapp.domain.routines import Choice
from kneeapp.domain.sides import Side

Weekday = Annotated[int, Field(ge=0, le=6)]
"""Monday is 0."""


@dataclass(frozen=True)
class Asker:
    """Who asks the store for something. Today everybody asks for themselves."""

    person: UUID

    def may_see(self, person: UUID) -> bool:
        return self.person == person


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
