"""Password policy: which passwords are accepted."""

import re
from collections.abc import Container, Iterable
from hashlib import sha256
from itertools import pairwise

from kneeapp.errors import BadInput

SHORTEST, LONGEST = 12, 128
CONTEXT = ("kneeapp", "password", "clinic", "knee")

_FEWEST_OWN = 8
"""Least number of characters in addition to a common word or a name."""

_LEET = str.maketrans("013457@$!", "oleastasi")
_NO_LETTERS_AT_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check(password: str, *, about: Iterable[str], common: Container[str]) -> None:
    """Raise BadInput where `password` is too easy to guess.

    `about` are names of the person, `common` the passwords that are guessed first, in lower
    case.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            f"A password has {SHORTEST} to {LONGEST} characters. Three or four words will do."
        )
    folded = password.casefold()
    if _is_common(folded, common) or _repeats(folded) or _runs(folded):
        raise BadInput("Many people use a password like this one, so it is guessed first. Choose "
                       "another: three or four words that do not belong together.")  # fmt: skip
    if len(_without(folded, (*CONTEXT, *about))) < _FEWEST_OWN:
        raise BadInput("This password is mostly your name or ours. Choose another.")


def digest(password: str) -> str:
    """The SHA-256 of `password` as 64 characters: bcrypt uses only 72 bytes of its input."""
    return sha256(password.encode("utf-8", "surrogatepass")).hexdigest()


def _is_common(folded: str, common: Container[str]) -> bool:
    word = _NO_LETTERS_AT_ENDS.sub("", folded)
    near = len(folded) - len(word) < _FEWEST_OWN and any(
        variant in common for variant in (word, word.translate(_LEET))
    )
    return near or any(variant in common for variant in (folded, folded.translate(_LEET)))


def _repeats(folded: str) -> bool:
    """Whether it repeats one part: such a text occurs in its own double at an inner position."""
    return (folded + folded).find(folded, 1) < len(folded)


def _runs(folded: str) -> bool:
    """Whether its characters only count up or down, also past the end (8901, xyzab)."""
    size = 10 if folded.isdecimal() else 26
    steps = {(ord(second) - ord(first)) % size for first, second in pairwise(folded)}
    return steps in ({1}, {size - 1})


def _without(folded: str, words: Iterable[str]) -> str:
    parts = {part for word in words for part in re.split(r"\W+", word.casefold()) if len(part) > 3}
    # The longest first: a short part may lie within a longer one.
    for part in sorted(parts, key=len, reverse=True):
        folded = folded.replace(part, "")
    return folded
