"""Scores of a diary as ratings 0-10: their numbers, their scale, their words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import floor

from kneeapp.domain.diary.words import SEVERITY, bare, set_of, words_in

_NUMBER = re.compile(
    r"(?P<value>[-−]?\d+(?:[.,]\d+)?)\s*(?:(?:/|of|von|sur|de)\s*(?P<most>\d+)|%)?"
    r"(?:\D*|\s*:\s*[^\s\d-].*)$",  # a label may follow, as in Track & Graph: 3:Label 1
    re.DOTALL,
)
_IN_HEADER = re.compile(r"\b([01])\s*(?:-|–|to|bis|a)\s*(10|100|5|4|3)\b")
_WORD_VALUES = {word: value for value, words in SEVERITY.items() for word in set_of(words)}

MOST_WORDS = 12
"""Different words that a scale of words has at most; more are notes."""


@dataclass(frozen=True)
class Scale:
    """The ends of a scale of numbers: `least` is no pain, `most` the worst."""

    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.least} to {self.most}"

    def points(self, value: float) -> float | None:
        """`value` as points from 0 to 10; None beyond the ends."""
        if not self.least <= value <= self.most:
            return None
        return 10 * (value - self.least) / (self.most - self.least)


_ENDS = ((0, 10), (1, 10), (0, 100), (0, 5), (1, 5), (0, 4), (0, 3))
SCALES = tuple(Scale(*ends) for ends in _ENDS)


@dataclass(frozen=True)
class ScoreReader:
    """How the scores of a column are read: by a scale of numbers, and by words."""

    scale: Scale | None
    words: Mapping[str, int] = field(default_factory=dict)
    """Points 0-10 by the text of a cell."""

    def points(self, text: str) -> float | None:
        """The score of a cell as points from 0 to 10; None where it has none."""
        if text in self.words:
            return self.words[text]
        value = number_of(text)
        return None if value is None or self.scale is None else self.scale.points(value)


def number_of(text: str) -> float | None:
    """The number of a cell, as 7, 6.5, 6,5, 7/10, 70 % or 7 (bad); None where it is no score.

    A length of time such as 1:10:00 is none.
    """
    number = _NUMBER.match(text)
    return float(number["value"].replace(",", ".").replace("−", "-")) if number else None


def rating(points: float) -> int:
    """Points as a whole rating; a half is rounded up, the careful way."""
    return floor(points + 0.5)


def likely_scale(header: str, texts: Iterable[str]) -> Scale | None:
    """The scale of a column of numbers; None where several would do and a person has to say.

    The header may say it, or the cells themselves (7/10); else the largest number decides, which
    leaves it open up to 5.
    """
    texts = list(texts)
    if ends := _IN_HEADER.search(bare(header)):
        return Scale(int(ends[1]), int(ends[2]))
    for text in texts:
        number = _NUMBER.match(text)
        if number and number["most"]:
            return _known(Scale(0, int(number["most"])))
        if number and "%" in text:
            return Scale(0, 100)
    values = [value for text in texts if (value := number_of(text)) is not None]
    most = max(values, default=0)
    return Scale(0, 10) if 5 < most <= 10 else Scale(0, 100) if most > 10 else None


def scale_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The different cells that hold no number, in the order of what they likely mean."""
    words = dict.fromkeys(text for text in texts if text and number_of(text) is None)
    return tuple(sorted(words, key=lambda text: (likely_points(text) is None, likely_points(text))))


def likely_points(text: str) -> int | None:
    """The points that a word of a scale usually stands for; None for an unknown one."""
    known = [_WORD_VALUES[word] for word in words_in(text) if word in _WORD_VALUES]
    if not known:
        return None
    return 0 if 0 in known else max(known)


def _known(scale: Scale) -> Scale | None:
    return scale if scale in SCALES else None
