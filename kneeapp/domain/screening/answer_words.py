"""Answers of a screening in words, as the options say them."""

from collections.abc import Callable
from typing import Any

from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questions import (
    ActivitiesGroup,
    Group,
    NumberGroup,
    ScaleGroup,
    SelfTestGroup,
)


def answer_words(group: Group, value: Any, own_words: Callable[[str], str] = str) -> str:
    """An answer as the options say it; empty where there is none, or where it is a test.

    `own_words` sets what the person wrote themselves.
    """
    if value in (None, SKIPPED) or isinstance(group, SelfTestGroup):
        return ""
    if isinstance(group, ActivitiesGroup):
        return ", ".join(f"{own_words(done['name'])} {done['score']} of 10" for done in value)
    if isinstance(group, ScaleGroup):
        return f"{value} of 10"
    if isinstance(group, NumberGroup):
        return f"{value:g} {group.unit}".rstrip()
    texts = {option.id: option.text.rstrip(".") for option in group.listed}
    chosen = [value] if isinstance(value, str) else value
    return ", ".join(texts.get(option, option) for option in chosen)
