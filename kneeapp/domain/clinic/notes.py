"""What clinicians write in a record: for each other, or for the person."""

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
    """A note as it was written; it is never changed. Raises BadInput where it says nothing.

    `read_at` is when the person put a note for them away.
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
