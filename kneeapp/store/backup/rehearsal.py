"""An upgrade tried on a copy: which steps it takes, and what it changes."""

import shutil
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kneeapp.store.engine.database import Store
from kneeapp.store.engine.file_permissions import journal
from kneeapp.store.engine.migrate import FOLDER, Migration, pending
from kneeapp.store.engine.protocol import Query


@dataclass(frozen=True)
class Tables:
    """What a database holds: columns by table, and how many rows each table has."""

    columns: Mapping[str, frozenset[str]]
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Rehearsal:
    """An upgrade that was done on a copy."""

    steps: tuple[Migration, ...]
    before: Tables
    after: Tables

    def changes(self) -> list[str]:
        """What is added, gone or counts otherwise, a line each, by table."""
        old, new = self.before, self.after
        lines = [f"new table {table}" for table in sorted(new.columns.keys() - old.columns)]
        lines += [f"table {table} goes" for table in sorted(old.columns.keys() - new.columns)]
        for table in sorted(old.columns.keys() & new.columns):
            was, now = old.columns[table], new.columns[table]
            lines += [f"new column {table}.{column}" for column in sorted(now - was)]
            lines += [f"column {table}.{column} goes" for column in sorted(was - now)]
            if old.rows[table] != new.rows[table]:
                lines.append(f"{table}: {old.rows[table]} rows before, {new.rows[table]} after")
        return lines


def steps(place: Path | str, migrations: Path = FOLDER) -> tuple[Migration, ...]:
    """What the database at `place` lacks of this version; a server is not changed.

    A file is opened, which folds its journal in: name a copy. Raises StoreError.
    """
    with closing(Store.as_it_is(place)) as store:
        return tuple(pending(store, migrations))


def rehearse(copy: Path | str, migrations: Path = FOLDER) -> Rehearsal:
    """Bring `copy` up to date, and say what that changed; raises StoreError."""
    with closing(Store.as_it_is(copy)) as store:
        lacking = tuple(pending(store, migrations))
        before = store.run(_tables)
    with closing(Store.open(copy, migrations=migrations)) as store:
        return Rehearsal(lacking, before, store.run(_tables))


def copied(place: Path, folder: Path) -> Path:
    """A copy in `folder` of the file at `place`, which no process has open, with its journal."""
    for file in (place, journal(place)):
        if file.exists():
            shutil.copy(file, folder)
    return folder / place.name


def _tables(q: Query) -> Tables:
    columns: dict[str, set[str]] = {}
    for table, column in q(
        "select table_name, column_name from information_schema.columns "
        "where table_schema = current_schema()"
    ):
        if table != "schema_version":
            columns.setdefault(table, set()).add(column)
    [*counted] = ((table, q(f'select count(*) from "{table}"')[0][0]) for table in columns)  # noqa: S608  names of tables that are there
    return Tables({table: frozenset(names) for table, names in columns.items()}, dict(counted))
