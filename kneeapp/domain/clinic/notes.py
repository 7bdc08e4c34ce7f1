"""Notes of clinicians in a record, for the team or for the person."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kneeapp.errors import BadInput

LONGEST_NOTE, LONGEST_ANSWER = 2000, 300
"""Characters."""

MOST_ANSWERS, MOST_TEMPLATES = 10, 30
"""Of a person to one note, and of a clinician."""


class NoteAudience(StrEnum):
    TEAM = "team"
    PERSON = "person"


@dataclass(frozen=True)
class NoteAnswer:
    """What a person answered to a note. Raises BadInput where it is empty or too long."""

    id: UUID
    body: str
    at: datetime

    def __post_init__(self) -> None:
        if not 1 <= len(self.body.strip()) <= LONGEST_ANSWER:
            raise BadInput(f"An answer has 1 to {LONGEST_ANSWER} characters.")


@dataclass(frozen=True)
class NoteTemplate:
    """A note that a clinician writes again and again."""

    id: UUID
    body: str


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
    answers: tuple[NoteAnswer, ...] = ()
    """The person's, oldest first."""

    def __post_init__(self) -> None:
        if not 0 < len(self.body.strip()) <= LONGEST_NOTE:
            raise BadInput(f"A note has 1 to {LONGEST_NOTE} characters. Please write it again.")
