"""A link by which others see some charts of a record for some days."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kneeapp.domain.sides import Side

LONGEST_DAYS, USUAL_DAYS = 90, 14
LONGEST_NAME = 60
_TOKEN_BYTES = 32

GONE = "This link does not work (any more). Ask whoever gave it to you for a new one."
"""The one answer to a link that is unknown, over or taken back."""


class SharedChart(StrEnum):
    """A view of *Progress* that can be shared."""

    RELIEF = "Relief now"
    WEEKS = "Over weeks"
    TENDER_SPOTS = "Tender spots"
    PER_WEEK = "Per week"


class Shared(BaseModel):
    """What a link shows: charts of one knee between two days, and a name only if given."""

    model_config = ConfigDict(frozen=True)

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
    """A link that was given away, without what opens it."""

    mark: str
    shared: Shared
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None
    opened: int = 0
    last_opened: datetime | None = None

    def works(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at


def new_token() -> str:
    """What opens a new link: 256 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_digest(token: str) -> str:
    """What the database keeps of a token; it cannot be turned back."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
