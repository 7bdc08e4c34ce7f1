"""Statements that every module of the store writes alike, and rows in groups."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import Any

from kneeapp.store.engine.protocol import Query

Row = tuple[Any, ...]

_ROWS = 500
"""Written by one statement: PostgreSQL takes 65,535 parameters at most."""


def insert_row(q: Query, table: str, *, skip_existing: bool = False, **values: object) -> bool:
    """Add a row of `values` by column to `table`, and return whether it was added."""
    row = tuple(values.values())
    return bool(insert_rows(q, table, tuple(values), [row], skip_existing=skip_existing))


def insert_rows(
    q: Query,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    skip_existing: bool = False,
) -> int:
    """Add `rows` to `table`, many by one statement, and return how many were added.

    With `skip_existing` a row whose key is there already is left out; else it is an error.
    """
    added = 0
    for start in range(0, len(rows), _ROWS):
        batch = rows[start : start + _ROWS]
        number = count(1)
        places = ", ".join(f"({', '.join(f'${next(number)}' for _ in row)})" for row in batch)
        sql = f"insert into {table} ({', '.join(columns)}) values {places}"  # noqa: S608  our names
        ending = " on conflict do nothing" if skip_existing else ""
        [(written,)] = q(sql + ending, *chain.from_iterable(batch))
        added += int(written)
    return added


def rows_by_first_column(rows: Iterable[Row]) -> defaultdict[Any, list[Row]]:
    """The rows by what their first column says, without that column, in their order."""
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for key, *row in rows:
        groups[key].append(tuple(row))
    return groups
