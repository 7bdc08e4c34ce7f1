"""Run context: what a page's run looked up once of a record, for all that it reads of it."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from kneeapp.store.engine.protocol import Query

T = TypeVar("T")

MOST_ROWS = 500
"""Of an answer that is kept; who shows more of a record keeps what was made of it."""

Rows = list[tuple[Any, ...]]


class NotCachedError(LookupError):
    """A statement whose rows are not kept."""


class RunContext:
    """That a principal may read a record, and the values made of it in its present state.

    Both were looked up in the database as the run began, and hold until it ends: afterwards
    each read looks up by itself whether it is allowed, and nothing is given from memory.
    """

    def __init__(self, values: dict[Any, Any]) -> None:
        self._values = values
        self.is_running = True

    def end(self) -> None:
        """The run is over."""
        self.is_running = False

    def leave_state(self) -> None:
        """The record was written to: nothing that was made of it before holds in this run."""
        self._values = {}

    def cached(self, sql: str, *arguments: object) -> Rows:
        """A Query of the rows that are kept; raises NotCachedError."""
        rows = self._values.get(_statement(sql, arguments))
        if rows is None:
            raise NotCachedError
        return list(rows)

    def caching(self, q: Query) -> Query:
        """The Query that asks `q` and keeps its rows."""
        values = self._values

        def asked(sql: str, *arguments: object) -> Rows:
            rows = q(sql, *arguments)
            if len(rows) <= MOST_ROWS:
                values[_statement(sql, arguments)] = list(rows)
            return rows

        return asked

    def derive(self, name: str, made_of: object, make: Callable[[], T]) -> T:
        """The value of that name, which `make` works out anew once `made_of` is another."""
        before: tuple[object, T] | None = self._values.get(name)
        if before is not None and before[0] == made_of:
            return before[1]
        values, value = self._values, make()
        values[name] = made_of, value
        return value


def _statement(sql: str, arguments: tuple[object, ...]) -> Hashable:
    # lists of ids are parameters, too, and have no hash
    return sql, tuple(tuple(given) if isinstance(given, list) else given for given in arguments)
