"""Every row of one database into another, empty one, on either engine."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from kneeapp.errors import BadInput, StoreError
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows, rows_by_first_column

OnProgress = Callable[[str, int, int], None]
"""Called with the table, how many of its rows are done, and how many there are."""

_READ, _WRITTEN = 20_000, 500
"""Rows read and written at once."""


class CopiedTable(NamedTuple):
    """A table and the columns that tell its rows apart."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def copy(
    source: Store,
    target: Store,
    on_progress: OnProgress = lambda *_: None,
    *,
    replacing: bool = False,
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
            _copy_rows(read, write, table, on_progress)
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


def difference(source: Store, target: Store) -> str | None:
    """The first table in which a row differs, None where all are equal."""
    with source.tx() as read, target.tx() as read_target:
        for table in _tables(read):
            pairs = zip_longest(rows(read, table), rows(read_target, table))
            if any(left != right for left, right in pairs):
                return table.name
    return None


def rows(q: Query, table: CopiedTable) -> Iterator[Row]:
    """All rows in the order of their keys, a few at a time."""
    key, width = ", ".join(table.key), len(table.key)
    places = ", ".join(f"${n}" for n in range(1, width + 1))
    columns = ", ".join((*table.key, *table.columns))
    select = f"select {columns} from {table.name}"  # noqa: S608  names of our own tables
    batch = q(f"{select} order by {key} limit {_READ}")
    while batch:
        yield from (row[width:] for row in batch)
        # by the last key and no offset, which would read all before it again
        after = f"{select} where ({key}) > ({places}) order by {key} limit {_READ}"
        batch = q(after, *batch[-1][:width])


def count(q: Query, table: CopiedTable) -> int:
    return int(q(f"select count(*) from {table.name}")[0][0])  # noqa: S608  as above


def columns_by_table(q: Query, sql: str) -> dict[str, tuple[str, ...]]:
    """The columns of each table, from a statement that selects both names."""
    tables = rows_by_first_column(q(sql))
    return {table: tuple(column for (column,) in columns) for table, columns in tables.items()}


def _empty(q: Query, tables: Iterable[CopiedTable]) -> bool:
    return not any(count(q, table) for table in tables)


def _tables(q: Query) -> list[CopiedTable]:
    columns, keys = (columns_by_table(q, sql) for sql in (_COLUMNS, _KEYS))
    return [CopiedTable(name, columns[name], keys[name]) for name in keys if name != _VERSIONS]


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


def _copy_rows(read: Query, write: Query, table: CopiedTable, on_progress: OnProgress) -> None:
    total, done = count(read, table), 0
    on_progress(table.name, done, total)
    remaining = rows(read, table)
    while batch := list(islice(remaining, _WRITTEN)):
        insert_rows(write, table.name, table.columns, batch)
        done += len(batch)
        on_progress(table.name, done, total)
