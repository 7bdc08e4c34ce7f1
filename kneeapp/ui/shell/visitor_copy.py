"""Visitor copy: state of the record's copy in a visitor's browser."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum


class Order(StrEnum):
    """What the browser is to do with its copy."""

    LOOK = "look"
    KEEP = "keep"
    ASIDE = "aside"
    FORGET = "forget"


@dataclass
class VisitorCopy:
    """The order in force, and the copy that goes with it."""

    order: Order = Order.LOOK
    number: int = field(default_factory=lambda: secrets.randbelow(2**31))
    """Tells orders apart, those of another visit too, so that each is carried out once."""
    file: str = ""
    version: int | None = None
    """Of the record as `file` holds it."""
    damaged: str = ""
    """A copy that could not be opened."""
    refused: bool = False
    """Whether the browser's storage is full or forbidden."""

    def give(self, order: Order) -> None:
        """Put another order in force."""
        self.order, self.file, self.version = order, "", None
        self.number += 1

    def renew(self, file: str, version: int) -> None:
        """Have another copy kept."""
        self.file, self.version = file, version
        self.number += 1
