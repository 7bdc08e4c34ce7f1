"""Bring a database up to date: numbered SQL files, forward only."""

import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kneeapp.errors import StoreError
from kneeapp.store import failures

if TYPE_CHECKING:
    from kneeapp.store.database import Query, Store

FOLDER = Path(__file__).parent / "migrations"


class Migration(NamedTuple):
    """One step forward, from a file such as `0001_the_first_tables.sql`."""

    number: int
    name: str
    sql: str


def migrate(store: "Store", folder: Path = FOLDER) -> None:
    """Apply what `store` lacks, each file in one transaction with its record.

    A copy is made before the first change of a database that holds something.
    """
    known = _known(folder)
    applied = store.run(_applied)
    if applied is None:
        raise StoreError(failures.damaged(store.name))
    if applied - {migration.number for migration in known}:
        raise StoreError(failures.newer(store.name))
    pending = [migration for migration in known if migration.number not in applied]
    if pending and applied and store.path:
        store.copy_to(_before(store.path, pending[0]))
    if pending and not applied:
        store.run(_make_record)
    for migration in pending:
        store.run(lambda q, migration=migration: _apply(q, migration))  # type: ignore[misc]


def copies(path: Path) -> list[Path]:
    """The copies of `path` made before migrations."""
    return sorted(path.parent.glob(f"{glob.escape(path.stem)}.before-[0-9][0-9][0-9][0-9].duckdb"))


def _known(folder: Path) -> list[Migration]:
    return [
        Migration(int(file.name[:4]), file.stem[5:], file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]


def _applied(q: "Query") -> set[int] | None:
    """The numbers of what was applied; None where the tables are another program's."""
    tables = {
        name
        for (name,) in q(
            "select table_name from information_schema.tables where table_schema = current_schema()"
        )
    }
    if "schema_version" in tables:
        return {number for (number,) in q("select number from schema_version")}
    return None if tables else set()


def _make_record(q: "Query") -> None:
    q("create table if not exists schema_version (number smallint primary key, name text not null)")


def _apply(q: "Query", migration: Migration) -> None:
    ours = q(
        "insert into schema_version (number, name) values ($1, $2) "
        "on conflict do nothing returning number",
        migration.number,
        migration.name,
    )
    if ours:
        q(migration.sql)


def _before(path: Path, migration: Migration) -> Path:
    return path.with_name(f"{path.stem}.before-{migration.number:04}.duckdb")
