"""Query cache: results of a record's reads, until the record is written to."""

from collections.abc import Hashable
from typing import Any

from kneeapp.store.engine.protocol import Query

MOST_ROWS = 500
"""Of an answer that is kept; who shows more of a record keeps what was made of it."""

Rows = list[tuple[Any, ...]]


class UnknownError(LookupError):
    """A statement whose rows are not kept."""


class Recollection:
    """The rows of statements, good for one `state`: whose record, who asks, how often written to.

    Given again only while `fresh`: from when the state was looked up until the page's run ends.
    """

    def __init__(self, state: Hashable) -> None:
        self.state = state
        self.fresh = False
        self._rows: dict[Hashable, Rows] = {}

    def at(self, state: Hashable) -> "Recollection":
        """What is known in `state`, which has just been looked up: this, or nothing yet."""
        now = self if self.state == state else Recollection(state)
        now.fresh = True
        return now

    def again(self, sql: str, *arguments: object) -> Rows:
        """A Query of what is kept; raises UnknownError."""
        kept = self._rows.get(_statement(sql, arguments)) if self.fresh else None
        if kept is None:
            raise UnknownError
        return list(kept)

    def keeping(self, q: Query) -> Query:
        """The Query that asks `q` and keeps what it says."""

        def asked(sql: str, *arguments: object) -> Rows:
            rows = q(sql, *arguments)
            if len(rows) <= MOST_ROWS:
                self._rows[_statement(sql, arguments)] = list(rows)
            return rows

        return asked

    def forget(self) -> None:
        """Something was written."""
        self._rows.clear()


def _statement(sql: str, arguments: tuple[object, ...]) -> Hashable:
    return sql, tuple(tuple(each) if isinstance(each, list) else each for each in arguments)
