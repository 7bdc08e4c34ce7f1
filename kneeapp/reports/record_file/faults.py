"""What is wrong with the values of a record file, in words, each with its place and value."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pydantic import ValidationError

MOST_TOLD = 3
_MOST_LISTED = 10_000
"""Faults of which pydantic makes a list; a million take a gigabyte."""
_LONGEST = 60
"""Signs of a value, or of a name in the file, that are shown."""
_LONGEST_WORDS = 250

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "greater_than_equal": "has to be at least {ge}",
    "greater_than": "has to be more than {gt}",
    "less_than_equal": "has to be at most {le}",
    "less_than": "has to be less than {lt}",
    "int_parsing_size": "has too many digits",
    "int_from_float": "has to be a whole number",
    "finite_number": "has to be a number that ends",
    "too_long": "is too long: at most {max_length}",
    "too_short": "is too short: at least {min_length}",
    "string_too_long": "is too long: at most {max_length} signs",
    "string_too_short": "is too short: at least {min_length}",
    "string_pattern_mismatch": "is none of the words that can stand here",
    "literal_error": "has to be {expected}",
    "enum": "has to be {expected}",
    "timezone_aware": "has to say its time zone, as by a Z at its end",
}
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "string": "a text",
    "bool": "true or false",
    "uuid": "an id",
    "datetime": "a moment such as 2026-03-02T08:00:00Z",
    "date": "a day such as 2026-03-02",
    "time": "a time of day such as 19:00:00",
    "tuple": "a list",
    "dict": "named values in { }",
    "model": "named values in { }",
}
"""What a value has to be, by how the name of the fault begins."""
_ELSE = "cannot stand here"
_KEY = "[key]"
"""What pydantic adds to the path of a name that is wrong itself."""
_OURS = "value_error"
"""The name of what this project's own checks say."""


def faults(error: ValidationError, content: Any) -> str:
    """The first few faults with the path of each in `content`, which is what was checked, and
    None where that is not at hand.
    """
    if error.error_count() > _MOST_LISTED:
        return f"it has {error.error_count():,} faults"
    every = list(dict.fromkeys(_each(error, content)))
    more = len(every) - MOST_TOLD
    return "; ".join(islice(every, MOST_TOLD)) + (f" (and {more} more)" if more > 0 else "")


def place(steps: tuple[int | str, ...]) -> str:
    """The path of a fault in the file, such as $.sessions[3].pain_before."""
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{shortened(step)}" for step in steps
    )


def shortened(text: str) -> str:
    """The beginning of `text`, with what cannot be seen written out."""
    cut = text[:_LONGEST]
    seen = cut if cut.isprintable() else json.dumps(cut)[1:-1]
    return seen + ("…" if len(text) > _LONGEST else "")


def words(kind: str, context: dict[str, Any]) -> str:
    """What a fault is called that pydantic names `kind`, never in the words of pydantic."""
    if kind == _OURS:
        return str(context["error"])[:_LONGEST_WORDS]
    if known := _WORDS.get(kind):
        return known.format(**context)
    noun = _KINDS.get(kind.split("_", maxsplit=1)[0])
    return f"has to be {noun}" if noun else _ELSE


def _each(error: ValidationError, content: Any) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        steps, value, in_a_choice = _found(fault["loc"], content, fault["type"])
        said = _ELSE if in_a_choice else words(fault["type"], fault.get("ctx", {}))
        at = place(steps)
        if fault["loc"][-1:] == (_KEY,):
            yield f"{at} {_WORDS['extra_forbidden']}"
        elif fault["type"] == _OURS and not in_a_choice:
            yield f"{at}: {said}"
        elif isinstance(value, dict | list) or fault["type"] in {"missing", "extra_forbidden"}:
            yield f"{at} {said}"
        else:
            yield f"{at} {shortened(json.dumps(value, ensure_ascii=False, default=str))} {said}"


def _found(
    path: tuple[int | str, ...], content: Any, kind: str
) -> tuple[tuple[int | str, ...], Any, bool]:
    """How much of `path` there is in `content`, and what stands there; True at the end where a
    value fits none of several kinds, whose names pydantic puts into the path.
    """
    if content is None:
        return tuple(filter(_is_a_name, path)), {}, False
    value: Any = content
    for n, step in enumerate(path):
        try:
            inside: Any = value if isinstance(value, dict | list | tuple) else {}
            value = inside[step]
        except (LookupError, TypeError):
            if kind == "missing" and n == len(path) - 1:
                return path, value, False
            return path[:n], value, step != _KEY
    return path, value, False


def _is_a_name(step: int | str) -> bool:
    return isinstance(step, int) or step.isidentifier()
