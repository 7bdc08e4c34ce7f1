"""Spoken cues: every sentence that the player can say in a routine."""

import re
from collections.abc import Iterator
from itertools import product

from kneeapp.domain.routine.definitions import Ball, Routine, Surface
from kneeapp.domain.sides import Side

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text` without their full stops, as `sentences` of the player's clips.js.

    A recording is made of each sentence, so that a text is composed only where a speaker pauses.
    """
    parts = (part.strip().rstrip(".") for part in _BETWEEN_SENTENCES.split(text))
    return tuple(part for part in parts if part)


def routine_cues(routine: Routine) -> Iterator[str]:
    """Each sentence of `routine` that the player can say; some come more than once."""
    for text in _texts(routine):
        yield from sentences(text)


def _texts(routine: Routine) -> Iterator[str]:
    for part in routine.areas:
        for side, ball, surface in product(Side, Ball, Surface):
            yield part.said(side, ball, surface)
        yield from (f"{side.value}, {part.title}" for side in Side)  # to who knows the routine
    for stand in routine.standing:
        yield stand.spoken
        yield stand.title
    if routine.half_way:
        yield routine.half_way.spoken
        yield routine.half_way.title
    yield from routine.phrases.values()
