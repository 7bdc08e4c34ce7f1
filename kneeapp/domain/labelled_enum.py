"""Base class of choices that are stored as a text and shown by a label."""

from enum import StrEnum
from typing import Self


class LabelledEnum(StrEnum):
    """A choice declared as `NAME = "stored value", "Label that people read"`."""

    label: str

    # A type checker takes a look-up such as Area("calf") for this call, so `label` may be left out.
    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
