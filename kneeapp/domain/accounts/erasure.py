"""Erasure: requests for the deletion of a record, and the list of deleted people."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True)
class Request:
    """A patient's request to delete their record."""

    person: UUID
    called: str
    asked_at: datetime
    last_entry: datetime

    def kept_until(self, years: int) -> date:
        """The last day on which a clinic with a retention time of `years` may have to keep it."""
        last = self.last_entry.date()
        # Most years have no 29 February.
        leap = (last.month, last.day) == (2, 29)
        return last.replace(year=last.year + years, day=28 if leap else last.day)


def person_digest(person: UUID) -> str:
    """The digest of a deleted person's id, by which a restored backup is cleaned again.

    Without a key: 74 bits of the id are random, so that it cannot be guessed, and a key stored
    in the database would be missing when an older backup is restored.
    """
    return sha256(person.bytes).hexdigest()
