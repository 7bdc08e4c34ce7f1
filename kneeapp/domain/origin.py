"""Where an entry came from that the person did not enter here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Origin:
    """The import of a diary that an entry came with, the same for all of its entries.

    `batch` tells imports apart, `at` is when it was taken in, `file` the digest of its file.
    """

    batch: UUID
    at: datetime
    file: str
