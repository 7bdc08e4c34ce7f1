"""Statements that every module of the store writes alike, and rows in groups."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, count
from types import NoneType
from typing import Any
from uuid import UUID

from kneeapp.store.engine.protocol import Query

Row = tuple[Any, ...]

_ROWS = 500
"""Written by one statement: PostgreSQL takes 65,535 parameters at most."""
_MANY = 2000
"""Written by one statement as a list a column."""
_FEW = 20
"""Fewer are written by their values: the statement is the same each time."""

_NULLS, _NUMBERS = "null", "bigint[]"
"""A column without a value, and one of lists of whole numbers."""
_TYPES = (
    *((UUID, "uuid"), (str, "text"), (bool, "boolean"), (int, "bigint"), (float, "float8")),
    *((datetime, "timestamptz"), (date, "date")),
)
"""What a column of values is called in SQL; the first that fits."""


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
    ending = " on conflict do nothing" if skip_existing else ""
    into = f"insert into {table} ({', '.join(columns)})"
    lists = _by_column(rows) if len(rows) >= _FEW and _plans_each_value(q) else None
    added = 0
    for start in range(0, len(rows), _MANY if lists else _ROWS):
        if lists:
            places, batch = lists[0], [values[start : start + _MANY] for values in lists[1]]
            [(written,)] = q(f"{into} select {places}{ending}", *batch)
        else:
            few = rows[start : start + _ROWS]
            number = count(1)
            places = ", ".join(f"({', '.join(f'${next(number)}' for _ in row)})" for row in few)
            [(written,)] = q(f"{into} values {places}{ending}", *chain.from_iterable(few))
        added += int(written)
    return added


def _plans_each_value(q: Query) -> bool:
    """Whether a list a column is faster than its values: four times in DuckDB, but half as fast in
    PostgreSQL, whose driver writes the text of each list.
    """
    [(version,)] = q("select version()")
    return not version.startswith("PostgreSQL")


def _by_column(rows: Sequence[Sequence[object]]) -> tuple[str, list[Sequence[object]]] | None:
    """What to select to have `rows`, and the lists to select from; None where a column holds
    values that are not of one type.
    """
    places: list[str] = []
    lists: list[Sequence[object]] = []
    for column in zip(*rows, strict=True):
        kind = _type(column)
        if not kind:
            return None
        if kind == _NULLS:
            places.append("null")
        elif kind == _NUMBERS:
            lists.append(_as_texts(column))
            places.append(f"cast(unnest(${len(lists)}::text[]) as {kind})")
        else:
            lists.append(column)
            places.append(f"unnest(${len(lists)}::{kind}[])")
    return ", ".join(places), lists


def _type(column: Sequence[Any]) -> str:
    """The SQL type of the values in `column`; empty where they have none."""
    kinds = set(map(type, column)) - {NoneType}
    if not kinds:
        return _NULLS
    if kinds <= {list, tuple}:
        within = set(map(type, chain.from_iterable(filter(None, column))))
        return _NUMBERS if within - {NoneType} == {int} else ""
    names = {
        next((name for known, name in _TYPES if issubclass(kind, known)), "") for kind in kinds
    }
    return names.pop() if len(names) == 1 else ""


def _as_texts(lists: Sequence[Any]) -> list[str | None]:
    """Lists of whole numbers as texts that are cast back: `unnest` flattens lists of lists."""
    return [
        None
        if numbers is None
        else f"[{','.join('null' if n is None else str(n) for n in numbers)}]"
        for numbers in lists
    ]


def rows_by_first_column(rows: Iterable[Row]) -> defaultdict[Any, list[Row]]:
    """The rows by what their first column says, without that column, in their order."""
    groups: defaultdict[Any, list[Row]] = defaultdict(list)
    for key, *row in rows:
        groups[key].append(tuple(row))
    return groups
