"""Clinic settings: the `[clinic]` table of the secrets, set by the operator."""

import re
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_network
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from kneeapp.domain.accounts.people import Role
from kneeapp.domain.model import Model

KEY_BYTES = 32
"""Least length of a given key, and the length of a generated one, in bytes."""

_FEWEST_CHARACTERS = 8
"""Of a key: 32 random digits of base 16 have fewer different ones once in a million keys."""

_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.ASCII
)


def _host(name: str) -> str:
    """A name as the Host header has it, in small letters; a scheme or a path is refused."""
    if not _HOST.fullmatch(name.lower()):
        raise ValueError(name)
    return name.lower()


def _network(address: str) -> str:
    ip_network(address, strict=False)
    return address


def _hard_to_guess(key: str) -> str:
    """Refuse a key that is one character, or a few, again and again."""
    if len(set(key)) < _FEWEST_CHARACTERS or key in (key + key)[1:-1]:
        raise ValueError
    return key


Host = Annotated[str, AfterValidator(_host)]
Network = Annotated[str, AfterValidator(_network)]
Days = Annotated[int, Field(gt=0, le=366)]


class ReportName(StrEnum):
    """By what a report that a clinician makes tells whose it is."""

    FULL = "full"
    INITIALS = "initials"
    NONE = "none"

    def of(self, called: str) -> str:
        """The person that the clinic calls `called`, as their report names them."""
        if self is ReportName.INITIALS:
            return " ".join(f"{word[0].upper()}." for word in called.replace("-", " ").split())
        return called if self is ReportName.FULL else ""


class Clinic(Model, extra="forbid", hide_input_in_errors=True):
    """The `[clinic]` table of secrets.toml."""

    name: Annotated[str, Field(min_length=1)]
    phone: Annotated[str, Field(min_length=1)]
    """Shown as the number to call, because nobody watches a record live."""
    allowed_hosts: tuple[Host, ...] = ()
    cookie_key: (
        Annotated[str, Field(min_length=KEY_BYTES), AfterValidator(_hard_to_guess)] | None
    ) = Field(None, repr=False)
    """None: a key is generated and stored in the database."""
    trusted_proxies: tuple[Network, ...] = ()
    """Addresses of the proxies in front of kneeapp, whose X-Forwarded headers are trusted."""
    hosting_accepted: bool = False
    """Whether the clinic accepts running without kneeapp's own server and its protections."""
    retention_years: Annotated[int, Field(gt=0, le=200)] = 10
    """How long after its last entry the clinic may have to keep a record."""
    report_name: Annotated[ReportName, BeforeValidator(ReportName)] = ReportName.INITIALS
    """What a clinician's report and its file are named by, unless they write something else."""
    idle_minutes: Annotated[int, Field(gt=0, le=24 * 60)] = 30
    longest_minutes: Annotated[int, Field(gt=0, le=7 * 24 * 60)] = 12 * 60
    patient_idle_days: Days = 14
    patient_longest_days: Days = 30

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
