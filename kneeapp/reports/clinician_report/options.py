"""What a person wants in the report for a clinician."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from unicodedata import normalize

from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.sides import Side


class Section(StrEnum):
    """A part of the report, in the order of its pages."""

    SCREENING = "screening"
    KNEE = "knee"
    WEEKS = "weeks"
    ROUTINE = "routine"
    PROGRAMME = "programme"
    TESTS = "tests"
    NOTES = "notes"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Section.SCREENING: "Screening",
    Section.KNEE: "Before and after",
    Section.WEEKS: "Over weeks",
    Section.ROUTINE: "Routine",
    Section.PROGRAMME: "Strengthening",
    Section.TESTS: "Home tests",
    Section.NOTES: "Notes",
}


@dataclass(frozen=True)
class ReportOptions:
    """The days looked at, in `zone`, and how the page is to look.

    `name` is printed as it was typed, and empty for nobody's; without `knee` it is about the
    one that was done last. `content` is the folder of the operator's own content files.
    """

    window: Window
    now: datetime
    zone: tzinfo
    sections: frozenset[Section] = frozenset(Section)
    name: str = ""
    knee: Side | None = None
    grey: bool = False
    content: Path | None = None

    @property
    def file_name(self) -> str:
        """The report's file: whose it is, as far as it names them, and its last day."""
        plain = normalize("NFKD", self.name)
        words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
        return "-".join(("kneeapp-report", *words, f"{self.window.last}.pdf"))
