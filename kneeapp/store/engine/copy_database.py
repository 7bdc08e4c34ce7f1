"""Every row of one database into another, empty one, on either engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from kneeapp.errors import BadInput, StoreError
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

Row = tuple[Any, ...]
Told = Callable[[str, int, int], None]
"""Called with the table, how many of its rows are done, and how many there are."""

_ROWS = 500
"""Written by one statement: PostgreSQL takes 65,535 parameters at most."""

_READ = 20_000
"""Rows held in memory at once."""


class CopiedTable(NamedTuple):
    """A table and the columns that tell its rows apart."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def copy(
    source: Store, target: Store, told: Told = lambda *_: None, *, replacing: bool = False
) -> None:
    """Copy all of `source` into `target`, and read both again row by row.

    Both are at the newest version once they are open. Raises BadInput where `target`
    holds something and nobody said `replacing`, StoreError where a row does not arrive
    as it was.
    """
    with source.tx() as read, target.tx() as write:
        tables = _tables(read)
        if not replacing and not _empty(write, tables):
            raise BadInput(f"{target.name} is not empty. Choose an empty one: nothing was copied.")
        for table in tables:
            write(f"delete from {table.name}")  # noqa: S608  names of our own tables
            _copy_rows(read, write, table, told)
    differing = difference(source, target)
    if differing:
        raise StoreError(
            f"The table {differing} differs after copying: was the source in use by another "
            f"program? Empty {target.name} and copy again; the source was not changed."
        )


def is_empty(store: Store) -> bool:
    """Whether no table holds a row."""
    with store.tx() as q:
        return _empty(q, _tables(q))


def difference(one: Store, other: Store) -> str | None:
    """The first table in which a row differs, None where all are equal."""
    with one.tx() as here, other.tx() as there:
        for table in _tables(here):
            pairs = zip_longest(rows(here, table), rows(there, table))
            if any(left != right for left, right in pairs):
                return table.name
    return None


def rows(q: Query, table: CopiedTable) -> Iterator[Row]:
    """All rows in the order of their keys, a few at a time."""
    key, width = ", ".join(table.key), len(table.key)
    places = ", ".join(f"${n}" for n in range(1, width + 1))
    columns = ", ".join((*table.key, *table.columns))
    select = f"select {columns} from {table.name}"  # noqa: S608  names of our own tables
    found = q(f"{select} order by {key} limit {_READ}")
    while found:
        yield from (row[width:] for row in found)
        after = f"{select} where ({key}) > ({places}) order by {key} limit {_READ}"
        found = q(after, *found[-1][:width])


def count(q: Query, table: CopiedTable) -> int:
    return int(q(f"select count(*) from {table.name}")[0][0])  # noqa: S608  as above


def _empty(q: Query, tables: Iterable[CopiedTable]) -> bool:
    return not any(count(q, table) for table in tables)


def _tables(q: Query) -> list[CopiedTable]:
    columns, keys = (_by_table(q, sql) for sql in (_COLUMNS, _KEYS))
    return [
        CopiedTable(name, columns[name], key) for name, key in keys.items() if name != _VERSIONS
    ]


_VERSIONS = "schema_version"
"""Each database has its own: both were brought up to date when they were opened."""

_COLUMNS = """
select table_name, column_name from information_schema.columns
where table_schema = current_schema() order by table_name, column_name
"""

_KEYS = """
select table_name, column_name from information_schema.key_column_usage
where table_schema = current_schema() order by table_name, ordinal_position
"""


def _by_table(q: Query, sql: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table, column in q(sql):
        found[table] = (*found.get(table, ()), column)
    return found


def insert(q: Query, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Add `rows` to `table`, many by one statement."""
    width = len(columns)
    for start in range(0, len(rows), _ROWS):
        held = rows[start : start + _ROWS]
        values = ", ".join(
            f"({', '.join(f'${n}' for n in range(first, first + width))})"
            for first in range(1, len(held) * width + 1, width)
        )
        q(
            f"insert into {table} ({', '.join(columns)}) values {values}",  # noqa: S608  our names
            *(value for row in held for value in row),
        )


def _copy_rows(read: Query, write: Query, table: CopiedTable, told: Told) -> None:
    total, done, held = count(read, table), 0, list[Row]()
    for row in rows(read, table):
        held.append(row)
        if len(held) == _ROWS:
            insert(write, table.name, table.columns, held)
            done += len(held)
            held = []
            told(table.name, done, total)
    insert(write, table.name, table.columns, held)
    told(table.name, total, total)
