"""Erasure: requests for the deletion of a record, and the list of deleted people."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True)
class Request:
    """A person of a clinic wants their record deleted."""

    person: UUID
    called: str
    asked_at: datetime
    last_entry: datetime

    def kept_until(self, years: int) -> date:
        """The last day on which a clinic that keeps records for `years` may have to keep it."""
        last = self.last_entry.date()
        leap = (last.month, last.day) == (2, 29)
        return last.replace(year=last.year + years, day=28 if leap else last.day)


def person_digest(person: UUID) -> str:
    """What is remembered of a person who is gone.

    Without a key: 74 bits of the id are random, so nobody finds it by trying, and a key that
    lies in the database would not be there when an older backup of it is put back.
    """
    return sha256(person.bytes).hexdigest()
