"""Care relationship: which clinicians have access to a record, and what they prescribed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.model import Model
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.routine.definitions import Choice


@dataclass(frozen=True)
class Care:
    """A clinician's request for access to a record; `accepted_at` is None until it is granted."""

    clinician: UUID
    name: str
    asked_at: datetime
    accepted_at: datetime | None = None
    in_place_of: str | None = None
    """Whom they follow, where an admin handed the care over and the person has not read of it."""


@dataclass(frozen=True)
class PendingAsk:
    """A request for access that is not answered yet, by the sign-in name that was asked for."""

    name: str
    asked_at: datetime


class Treatment(Model):
    """What a clinician prescribes; None leaves the choice to the person."""

    routine: str | None = None
    weekly_target: Annotated[int, Field(ge=1, le=14)] | None = None
    programme_goal: Goal | None = None

    def applied(self, preferences: Preferences) -> Preferences:
        """`preferences` with this treatment preselected; the person may change them again."""
        changes: dict[str, Any] = self.model_dump(exclude={"routine"}, exclude_none=True)
        before = preferences.choice
        if self.routine and (before is None or before.routine != self.routine):
            same_options = before.model_dump(include={"preset", "surface"}) if before else {}
            changes["choice"] = Choice(routine=self.routine, **same_options)
        return preferences.model_copy(update=changes)


@dataclass(frozen=True)
class Prescription:
    """A treatment, the name of the clinician who prescribed it, and when."""

    treatment: Treatment
    clinician: str
    at: datetime
