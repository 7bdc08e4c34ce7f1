"""`kneeapp backup`, `restore` and `copy`: the database as a whole."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from kneeapp import clock
from kneeapp.errors import BadInput
from kneeapp.server.backup_control import request_backup
from kneeapp.settings import database, settings
from kneeapp.store.backup import backups
from kneeapp.store.engine import copy_database
from kneeapp.store.engine.database import Store


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(*, path: Path) -> None:
    """Write the whole record into the file PATH, also while kneeapp is running."""
    place = settings().database
    if not request_backup(place, path.absolute()):
        with closing(opened(place, there=True)) as store, _shown_progress() as on_progress:
            backups.back_up(store, path.absolute(), on_progress)
    click.echo(f"Backed up to {path}.")


@click.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def restore(*, path: Path) -> None:
    """Put the record back as the backup PATH holds it; the one it replaces is kept."""
    with _shown_progress() as on_progress:
        aside = backups.restore(path.absolute(), settings().database, clock.now(), on_progress)
    click.echo(f"Restored {path}." + (f" What it replaced is in {aside}." if aside else ""))


@click.command()
@click.argument("source")
@click.argument("target")
def copy(*, source: str, target: str) -> None:
    """Copy every row of SOURCE into the empty TARGET: a file or a postgresql:// URL each."""
    with (
        closing(opened(database(source), there=True)) as read,
        closing(opened(database(target))) as written,
        _shown_progress() as on_progress,
    ):
        copy_database.copy(read, written, on_progress)
    click.echo("Copied, and every row read again.")


@contextmanager
def _shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each table, drawn on the terminal only."""
    bars: dict[str, Any] = {}

    def on_progress(table: str, done: int, total: int) -> None:
        bar = bars.get(table)
        if bar is None:
            bar = bars[table] = click.progressbar(length=total, label=table, file=sys.stderr)
        bar.update(done - bar.pos)
        if done == total:
            bar.render_finish()

    yield on_progress


@contextmanager
def opened_copy() -> Iterator[Store]:
    """The database to read from; one that a running kneeapp holds is copied first."""
    place = settings().database
    with TemporaryDirectory(prefix="kneeapp-") as folder:
        copy = Path(folder) / "copy.duckdb"
        # DuckDB lets no second process open a file, so the one that has it writes a copy
        if isinstance(place, Path) and request_backup(place, copy):
            place = copy
        with closing(opened(place, there=True)) as store:
            yield store


def opened(place: Path | str, *, there: bool = False) -> Store:
    """The database at `place`; raises BadInput where it has to be `there` and is not."""
    if there and isinstance(place, Path) and not place.exists():
        raise BadInput(f"There is no database at {place}.")
    return Store.open(place)
