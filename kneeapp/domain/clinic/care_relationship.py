"""Care relationship: which clinicians have access to a record, by themselves, as one of a team or
as a deputy, and what they prescribed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.model import Model
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.routine.definitions import Choice
from kneeapp.errors import BadInput

LONGEST_DEPUTY = timedelta(days=92)
"""How long somebody may stand in (DESIGN): for longer, people are handed over."""

LONGEST_TEAM = 60
"""Characters of the name of a team."""


@dataclass(frozen=True)
class Care:
    """A clinician's request for access to a record; `accepted_at` is None until it is granted."""

    clinician: UUID
    name: str
    asked_at: datetime
    accepted_at: datetime | None = None
    in_place_of: str | None = None
    """Whom they follow, where an admin handed the care over and the person has not read of it."""
    team: str = ""
    """The team of the clinician; empty where they are in none."""
    mates: tuple[str, ...] = ()
    """Who else is in it."""
    team_let_in: bool = False
    """Whether the person lets that team see the record, too."""


@dataclass(frozen=True)
class PendingAsk:
    """A request for access that is not answered yet, by the sign-in name that was asked for."""

    name: str
    asked_at: datetime


@dataclass(frozen=True)
class Deputy:
    """A clinician who sees the people of another one in their place, until a moment."""

    id: UUID
    clinician: UUID
    in_place_of: str
    deputy: UUID
    name: str
    ends_at: datetime
    read: bool = False
    """Whether the person who is asked has read of it."""


def check_end_of_deputy(ends_at: datetime, now: datetime) -> None:
    """Raise BadInput where nobody can stand in from `now` until `ends_at`."""
    if not now < ends_at <= now + LONGEST_DEPUTY:
        raise BadInput(
            f"Choose a last day from today on, within {LONGEST_DEPUTY.days} days. For longer, "
            "hand the people over."
        )


def team_name(text: str) -> str:
    """The name of a team as it is kept, empty for none; raises BadInput where it is too long."""
    name = " ".join(text.split())
    if len(name) > LONGEST_TEAM:
        raise BadInput(f"The name of a team has {LONGEST_TEAM} characters at most.")
    return name


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
