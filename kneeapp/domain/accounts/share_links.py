"""Share links: others see some charts of a record for a limited time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

from pydantic import Field, model_validator

from kneeapp.domain.model import Model
from kneeapp.domain.sides import Side

LONGEST_DAYS, USUAL_DAYS = 90, 14
LONGEST_NAME = 60

GONE = "This link does not work (any more). Ask whoever gave it to you for a new one."
"""The same message for an unknown, expired or revoked link: it must not tell which links exist."""


class SharedChart(StrEnum):
    """A view of *Progress* that can be shared."""

    OVERVIEW = "Overview"
    RELIEF = "Relief now"
    WEEKS = "Over weeks"
    TENDER_SPOTS = "Tender spots"
    PER_WEEK = "Per week"


class Shared(Model):
    """What a link shows: charts of one knee between two days, and a name if one was given."""

    pictures: Annotated[tuple[SharedChart, ...], Field(min_length=1)]
    knee: Side
    first: date
    last: date
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError("the first day comes after the last")
        return self


@dataclass(frozen=True)
class Share:
    """A share link as stored: with the digest of its token, not the token."""

    mark: str
    shared: Shared
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None
    opened: int = 0
    last_opened: datetime | None = None

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at


def token_digest(token: str) -> str:
    """The SHA-256 of a token, which the database stores in its place."""
    # An address may hold surrogates without a partner, which plain UTF-8 refuses.
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
