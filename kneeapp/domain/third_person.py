"""Sentences written to the person, as others read them: of the person, not to them."""

import re

_WORDS = {"your": "their", "yours": "theirs", "yourself": "themselves"}

_BEFORE_AN_OBJECT = frozenset(
    (
        *("about", "after", "against", "around", "asks", "at", "before", "behind", "beside"),
        *("bothers", "brings", "by", "carries", "for", "from", "gives", "helps", "hurts", "lets"),
        *("like", "makes", "of", "on", "sees", "sends", "shows", "suits", "tells", "than", "to"),
        *("under", "with"),
    )
)
"""Words after which "you" is an object: "them", not "they"."""

_YOU = re.compile(
    r"(?:(?P<before>\w+)(?P<gap> ))?\b(?P<word>you(?:r|rs|rself)?)\b(?P<end>[.,;:?!)]|$)?",
    re.IGNORECASE,
)


def about_the_person(text: str) -> str:
    """`text` with "you" and "your" as "they", "them" and "their"; commands stay as they are.

    "They" takes the same verbs as "you", so that no other word changes.
    """
    return _YOU.sub(_replaced, text)


def _replaced(match: re.Match[str]) -> str:
    before, word, end = (match[part] or "" for part in ("before", "word", "end"))
    lower = word.lower()
    is_object = before.lower() in _BEFORE_AN_OBJECT or (bool(before) and bool(end))
    other = _WORDS.get(lower) or ("them" if is_object else "they")
    if word[0].isupper():
        other = other.capitalize()
    return f"{before}{match['gap'] or ''}{other}{end}"
