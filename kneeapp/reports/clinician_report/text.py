"""Answers as a report writes them."""

from typing import Any

from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questions import (
    ActivitiesGroup,
    Group,
    NumberGroup,
    ScaleGroup,
    SelfTestGroup,
)


def answer_words(group: Group, value: Any) -> str:
    """An answer as the options say it; empty where there is none, or where it is a test."""
    if value in (None, SKIPPED) or isinstance(group, SelfTestGroup):
        return ""
    if isinstance(group, ActivitiesGroup):
        return ", ".join(f"{one['name']} {one['score']} of 10" for one in value)
    if isinstance(group, ScaleGroup):
        return f"{value} of 10"
    if isinstance(group, NumberGroup):
        return f"{value:g} {group.unit}".rstrip()
    texts = {option.id: option.text.rstrip(".") for option in group.listed}
    chosen = [value] if isinstance(value, str) else value
    return ", ".join(texts.get(one, one) for one in chosen)


def cut(text: str, most: int) -> str:
    """`text` on one line, no longer than `most` letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
