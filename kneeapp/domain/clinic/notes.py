"""Notes of clinicians in a record, for the team or for the person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kneeapp.errors import BadInput

LONGEST_NOTE = 2000
"""Characters."""


class NoteAudience(StrEnum):
    TEAM = "team"
    PERSON = "person"


@dataclass(frozen=True)
class Note:
    """A note; it is never changed. Raises BadInput where it is empty or too long.

    `read_at` is when the person marked a note to them as read.
    """

    id: UUID
    audience: NoteAudience
    body: str
    written_at: datetime
    author: str = ""
    read_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.body.strip()) <= LONGEST_NOTE:
            raise BadInput(f"A note has 1 to {LONGEST_NOTE} characters. Please write it again.")
