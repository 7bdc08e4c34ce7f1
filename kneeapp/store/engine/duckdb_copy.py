"""Copy a DuckDB database in use into a new file, in which what is one person's lies together.

Rows come in the order of time, so that one person's lie scattered; side by side they take less
room and are read several times faster.
"""

from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import duckdb

_PEOPLE_AT_ONCE = 1000

_ENDS = """
select id from (select id, row_number() over (order by id) as n from person)
where n % $1 = 0 order by id
"""

_TABLES = """
select table_name, bool_or(column_name = 'person_id') from information_schema.columns
where table_catalog = $1 group by table_name order by table_name
"""

_SLICE = """
where ($1::uuid is null or person_id >= $1) and ($2::uuid is null or person_id < $2)
order by person_id, rowid
"""


def copy_into(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Copy the database as it is at one moment into the new file `path`.

    Never by reading the file: to close it anywhere in this process gives up DuckDB's lock.
    """
    path.unlink(missing_ok=True)
    quoted = str(path).replace("'", "''")
    (source,) = connection.execute("select current_database()").fetchall()[0]
    connection.execute(f"attach '{quoted}' as the_copy")
    try:
        connection.begin()
        connection.execute(f'copy from database "{source}" to the_copy (schema)')
        _copy_rows(connection, source)
        connection.commit()
    except duckdb.Error:
        with suppress(duckdb.Error):
            connection.rollback()
        raise
    finally:
        connection.execute("detach the_copy")


def _copy_rows(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    """Some people at a time: to sort a whole table takes more than the memory limit."""
    ends = connection.execute(_ENDS, [_PEOPLE_AT_ONCE]).fetchall()
    edges = [None, *(end for (end,) in ends), None]
    for table, has_person in connection.execute(_TABLES, [source]).fetchall():
        # names of our own tables
        rows = f'insert into the_copy."{table}" select * from "{source}"."{table}"'  # noqa: S608
        if not has_person:
            connection.execute(rows)
            continue
        for first, end in pairwise(edges):
            connection.execute(f"{rows} {_SLICE}", [first, end])
