"""`kneeapp upgrade-check`: what this version would do to a record of an older one."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kneeapp import __version__
from kneeapp.domain.formats import counted
from kneeapp.errors import BadInput
from kneeapp.server.backup_control import request_backup
from kneeapp.settings import database, settings
from kneeapp.store.backup.rehearsal import Rehearsal, copied, rehearse, steps

A_COPY_FIRST = (
    "A server is not changed by this. To rehearse it, copy its database and name the copy:\n"
    "  createdb -T kneeapp kneeapp_rehearsal    (as PostgreSQL's user, kneeapp stopped)\n"
    "  kneeapp upgrade-check postgresql://…/kneeapp_rehearsal"
)
NOTHING_CHANGED = "Nothing was changed. How to upgrade and to go back: docs/upgrading.md"


@click.command()
@click.argument("copy", required=False)
def upgrade_check(*, copy: str | None) -> None:
    """Rehearse on a copy what this version would change in the record; the record stays as it is.

    Of a file the copy is made by itself, also while kneeapp runs. COPY names the copy of a
    server's database, which is brought up to date.
    """
    place = settings().database
    if copy is not None:
        named = database(copy)
        if named == place:
            raise BadInput(f"{copy} is the record itself. Name a copy of it.")
        if isinstance(named, Path) and not named.exists():
            raise BadInput(f"There is no database at {named}.")
        _tell(rehearse(named))
        return
    if isinstance(place, str):
        _tell_steps(len(steps(place)))
        click.echo(A_COPY_FIRST)
        return
    if not place.exists():
        raise BadInput(f"There is no database at {place}.")
    with TemporaryDirectory(prefix="kneeapp-") as folder:
        asked = Path(folder) / "copy.duckdb"
        # a running kneeapp, of this version or an older one, has the file to itself
        rehearsed = asked if request_backup(place, asked) else copied(place, Path(folder))
        _tell(rehearse(rehearsed))
    click.echo(NOTHING_CHANGED)


def _tell_steps(number: int) -> None:
    if number:
        click.echo(
            f"kneeapp {__version__} brings this record up to date in {counted(number, 'step')}."
        )
    else:
        click.echo(f"This record is up to date for kneeapp {__version__}.")


def _tell(rehearsal: Rehearsal) -> None:
    _tell_steps(len(rehearsal.steps))
    if not rehearsal.steps:
        return
    for step in rehearsal.steps:
        click.echo(f"  {step.number:04} {step.name.replace('_', ' ')}")
    click.echo("Rehearsed on a copy:")
    for change in rehearsal.changes():
        click.echo(f"  {change}")
    click.echo(f"  {sum(rehearsal.after.rows.values())} rows can be read.")
