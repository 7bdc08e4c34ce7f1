"""Care relationship: who looks after a person, and what they prescribed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.routine.definitions import Choice


@dataclass(frozen=True)
class Care:
    """A clinician who asked to see a record, and since when the person lets them."""

    clinician: UUID
    name: str
    asked_at: datetime
    accepted_at: datetime | None = None


class Treatment(BaseModel):
    """What a clinician chooses for a person; None leaves it to the person."""

    model_config = ConfigDict(frozen=True)

    routine: str | None = None
    weekly_target: Annotated[int, Field(ge=1, le=14)] | None = None
    programme_goal: Goal | None = None

    def applied(self, preferences: Preferences) -> Preferences:
        """`preferences` as they begin with this; the person may change them again."""
        given: dict[str, Any] = self.model_dump(exclude={"routine"}, exclude_none=True)
        before = preferences.choice
        if self.routine and (before is None or before.routine != self.routine):
            kept = before.model_dump(include={"preset", "surface"}) if before else {}
            given["choice"] = Choice(routine=self.routine, **kept)
        return preferences.model_copy(update=given)


@dataclass(frozen=True)
class Chosen:
    """A treatment, who chose it, and when."""

    treatment: Treatment
    clinician: str
    at: datetime
