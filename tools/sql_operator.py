"""A mutation operator for SQL, since it is there that the store checks who may do what."""

import re
from collections.abc import Iterator
from typing import Any

from cosmic_ray.operators.operator import Example, Operator

_STATEMENT = re.compile(
    r"\b(select \S.* from|update \w+ set|delete from|insert into) "
    r"|\b(and|where) \S+ (is|in|=|<|>|<=|>=) ",
    re.DOTALL,
)
_CHANGES = (
    (r" and ", " or "),
    (r" or ", " and "),
    (r" is null", " is not null"),
    (r" is not null", " is null"),
    (r" = (?=\$)", " <> "),
    (r" < ", " <= "),
    (r" <= ", " < "),
    (r" > ", " >= "),
    (r" >= ", " > "),
    (r"\bdesc\b", "asc"),
)


class SqlOperator(Operator):  # type: ignore[misc]  # Cosmic Ray has no types
    """Turns one condition of a statement around, or moves its limit by one."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """One position for each change to the string of `node`."""
        for _ in _changed(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """`node` with its change `index` made."""
        node.value = list(_changed(node))[index]
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (Example("'delete from a where b < $1'", "'delete from a where b <= $1'"),)


def _changed(node: Any) -> Iterator[str]:
    if node.type not in {"string", "fstring_string"} or not _STATEMENT.search(node.value):
        return
    text = node.value
    for pattern, instead in _CHANGES:
        for found in re.finditer(pattern, text):
            yield text[: found.start()] + instead + text[found.end() :]
