"""Evidence grade of a clinical number or rule, as marked in docs/sources.md."""

from kneeapp.domain.labelled_enum import LabelledEnum


class Certainty(LabelledEnum):
    """Where a number or rule comes from."""

    PRIMARY = "V", "read in the source itself"
    SECONDARY = "V2", "read in a text that quotes the source"
    MEMORY = "M", "commonly taught, not yet checked against a source"
    DESIGN = "DESIGN", "our own careful rule"
