"""Clinic settings: the `[clinic]` table of the secrets, set by the operator."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from kneeapp.domain.accounts.people import Role
from kneeapp.domain.model import Model

KEY_BYTES = 32
"""Least length of a given key, and the length of a generated one, in bytes."""

Count = Annotated[int, Field(gt=0)]


class Clinic(Model, extra="forbid", hide_input_in_errors=True):
    """The `[clinic]` table of secrets.toml."""

    name: Annotated[str, Field(min_length=1)]
    phone: Annotated[str, Field(min_length=1)]
    """Shown as the number to call, because nobody watches a record live."""
    allowed_hosts: tuple[str, ...] = ()
    cookie_key: Annotated[str, Field(min_length=KEY_BYTES)] | None = Field(None, repr=False)
    """None: a key is generated and stored in the database."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses of the proxies in front of kneeapp, whose X-Forwarded headers are trusted."""
    hosting_accepted: bool = False
    """Whether the clinic accepts running without kneeapp's own server and its protections."""
    retention_years: Count = 10
    """How long after its last entry the clinic may have to keep a record."""
    idle_minutes: Count = 30
    longest_minutes: Count = 12 * 60
    patient_idle_days: Count = 14
    patient_longest_days: Count = 30

    @property
    def kept_for(self) -> str:
        """How long after its last entry a record is kept, in words."""
        return "1 year" if self.retention_years == 1 else f"{self.retention_years} years"

    def idle(self, role: Role) -> timedelta:
        """How long a web session lasts without activity.

        Much longer for patients: their phone is their own, and during a routine nothing is
        tapped for twenty minutes.
        """
        if role is Role.PATIENT:
            return timedelta(days=self.patient_idle_days)
        return timedelta(minutes=self.idle_minutes)

    def longest(self, role: Role) -> timedelta:
        """How long a web session lasts at most."""
        if role is Role.PATIENT:
            return timedelta(days=self.patient_longest_days)
        return timedelta(minutes=self.longest_minutes)
