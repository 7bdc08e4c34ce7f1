"""Evidence grade of a clinical number or rule, as marked in docs/sources.md."""

from enum import StrEnum


class Certainty(StrEnum):
    """Where a number or rule comes from."""

    PRIMARY = "V"
    SECONDARY = "V2"
    MEMORY = "M"
    DESIGN = "DESIGN"

    @property
    def label(self) -> str:
        return CERTAINTY_LABELS[self]


CERTAINTY_LABELS = {
    Certainty.PRIMARY: "read in the source itself",
    Certainty.SECONDARY: "read in a text that quotes the source",
    Certainty.MEMORY: "commonly taught, not yet checked against a source",
    Certainty.DESIGN: "our own careful rule",
}
