"""Migrations: numbered SQL files, applied forward only."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kneeapp.errors import StoreError
from kneeapp.store.engine.protocol import Query, newer

if TYPE_CHECKING:
    from kneeapp.store.engine.database import Store

FOLDER = Path(__file__).parent / "migrations"


class Migration(NamedTuple):
    """One step forward, from a file such as `0001_the_first_tables.sql`.

    A second file of that number may add what only one engine runs
    (`0001_the_first_tables.postgres.sql`).
    """

    number: int
    name: str
    sql: str


def migrate(store: "Store", folder: Path = FOLDER) -> None:
    """Apply what `store` lacks, each file in one transaction with its record.

    What is held is made safe before the first change. An empty database gets all files in one
    transaction, which takes a third of the time.
    """
    lacking = pending(store, folder)
    if lacking and not store.run(_applied):
        store.run(lambda q: _fill(q, lacking))
        return
    if lacking:
        with store.engine.translated():
            store.engine.before_migrating(lacking[0].number)
    for migration in lacking:
        store.run(lambda q, migration=migration: _apply(q, migration))  # type: ignore[misc]


def pending(store: "Store", folder: Path = FOLDER) -> list[Migration]:
    """What `store` lacks, in order; nothing is changed.

    Raises StoreError where it holds another program's tables, or those of a newer kneeapp.
    """
    known = _known(folder, store.engine.migrations)
    applied = store.run(_applied)
    if applied is None:
        raise StoreError(
            f"{store.name} holds the tables of another program: it is not a kneeapp database, and "
            "it was not changed. Set KNEEAPP_DATABASE to another one."
        )
    if applied - {migration.number for migration in known}:
        raise StoreError(newer(store.name))
    return [migration for migration in known if migration.number not in applied]


def _known(folder: Path, engine: str) -> list[Migration]:
    """What each number stands for on the engine whose own files end in `engine`."""
    return [
        Migration(int(file.name[:4]), file.stem[5:], _sql(file) + _sql(_own(file, engine)))
        for file in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
        if "." not in file.stem
    ]


def _own(file: Path, engine: str) -> Path:
    return file.with_name(f"{file.stem}{engine}.sql")


def _sql(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _applied(q: Query) -> set[int] | None:
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


def _fill(q: Query, known: Sequence[Migration]) -> None:
    q("create table if not exists schema_version (number smallint primary key, name text not null)")
    for migration in known:
        _apply(q, migration)


def _apply(q: Query, migration: Migration) -> None:
    ours = q(
        "insert into schema_version (number, name) values ($1, $2) "
        "on conflict do nothing returning number",
        migration.number,
        migration.name,
    )
    if ours and migration.sql:  # none of it may be this engine's
        q(migration.sql)
