"""`kneeapp export` and `kneeapp import`: a record as a file to take along, and put in again."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import IO
from uuid import UUID
from zoneinfo import ZoneInfo

import click

from kneeapp import clock, content
from kneeapp.cli.database_commands import opened, opened_copy
from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.accounts.time_zones import zone_named
from kneeapp.errors import BadInput
from kneeapp.reports.files import OF_EVERYONE, WHOLE, Form, Wanted, made, write_everyone
from kneeapp.reports.record_file.file import import_file, import_summary_text
from kneeapp.reports.record_file.impossible import Impossible
from kneeapp.settings import settings
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts
from kneeapp.store.engine.database import Store
from kneeapp.store.record.people import sole_person
from kneeapp.store.transfer.all_data import all_people
from kneeapp.store.transfer.import_record import ImportMode, NotEmpty
from kneeapp.store.transfer.snapshot import snapshot

_DAY = click.DateTime(["%Y-%m-%d"])
_NOT_WHOLE = f"; not for {' and '.join(WHOLE)}."
_LOCAL_ZONE = Path("/etc/localtime")


def _zone(_: click.Context, __: click.Parameter, name: str | None) -> tzinfo:
    """The zone of that name, else this machine's."""
    own = os.environ.get("TZ") or str(_LOCAL_ZONE.resolve()).partition("zoneinfo/")[2]
    try:
        return zone_named(name or own)
    except BadInput as error:
        if name:
            raise click.BadParameter(str(error)) from error
    return clock.now().astimezone().tzinfo or ZoneInfo("UTC")


person_option = click.option(
    "--person", metavar="NAME", help="Whose record, by name or id, where there are several."
)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Form]),
    required=True,
    help="json: all of it, to move it; csv, parquet: tables in a zip; fhir: for a clinic's "
    "record system; pdf: a page for a clinician; calendar: your days, for your calendar.",
)
@click.option(
    "--to",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write.",
)
@click.option("--from", "since", type=_DAY, metavar="DATE", help=f"The first day{_NOT_WHOLE}")
@click.option("--until", type=_DAY, metavar="DATE", help=f"The last day{_NOT_WHOLE}")
@person_option
@click.option("--everyone", is_flag=True, help="The records of all people; csv and parquet only.")
@click.option(
    "--zone",
    metavar="ZONE",
    callback=_zone,
    help="Time zone of days where the record holds none; else this machine's.",
)
def export(  # noqa: PLR0913  one keyword for each option
    *,
    form: str,
    path: Path,
    since: datetime | None,
    until: datetime | None,
    person: str | None,
    everyone: bool,
    zone: tzinfo,
) -> None:
    """Write the record into a file, also while kneeapp is running.

    The file can be read by you alone: it tells of your health.
    """
    if form in WHOLE and (since or until):
        raise click.UsageError(f"The {form} file is always whole: leave the days out.")
    if everyone and (person or form not in OF_EVERYONE):
        raise click.UsageError("--everyone goes with csv and parquet, and without --person.")
    wanted = Wanted(
        Form(form),
        clock.now(),
        zone,
        since and since.date(),
        until and until.date(),
        settings().content,
    )
    with opened_copy() as store, _written(path) as file:
        if everyone:
            _write_everyone(store, wanted, file)
        else:
            file.write(made(snapshot(_record(store, person)), wanted))
    click.echo(f"Wrote {path}.")


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--merge", "how", flag_value="merge", help="Keep what is there, add what is new.")
@click.option("--replace", "how", flag_value="replace", help="Delete what is there first.")
@click.option("--as-it-is", is_flag=True, help="Take in what cannot be, such as a day to come.")
@person_option
def import_(*, path: Path, how: str | None, as_it_is: bool, person: str | None) -> None:
    """Take in the json file PATH that an export wrote, also where it is packed (.gz, .zip).

    A record that is not empty needs --merge or --replace. A file that is damaged changes
    nothing.
    """
    chosen = settings()
    with closing(opened(chosen.database)) as store:
        try:
            questions = content.questionnaire(chosen.content)
            taken = import_file(
                _record(store, person, anew=True),
                path.read_bytes(),
                questions,
                ImportMode(how) if how else None,
                as_it_is=as_it_is,
            )
        except Impossible as error:
            raise BadInput(f"{error} (--as-it-is takes it in.)") from error
        except NotEmpty as error:
            raise click.UsageError(
                "The record is not empty. Say --merge to keep what is there and add what is new, "
                "or --replace to delete it first."
            ) from error
    click.echo(import_summary_text(taken))


def _record(store: Store, name: str | None, *, anew: bool = False) -> Record:
    """The record of whoever is called that; where `anew`, one is begun in an empty database."""
    known = all_people(store)
    if name:
        person = named(store, name)
    elif len(known) > 1:
        raise BadInput("This database holds several people. Say whose record with --person.")
    elif known or anew:
        person = sole_person(store, clock.now())
    else:
        raise BadInput(f"{store.name} holds no record yet.")
    return Record(store, person, Principal(person))


def named(store: Store, name: str) -> UUID:
    """The person of that sign-in name or id; raises BadInput."""
    known = accounts.find_by_name(store, "", name)
    if known and known.account.own_person:
        return known.account.own_person
    for person in all_people(store):
        if str(person) == name.lower():
            return person
    raise BadInput(f"There is nobody called {name!r} with a record in this database.")


def _write_everyone(store: Store, wanted: Wanted, file: IO[bytes]) -> None:

    with click.progressbar(all_people(store), label="People", file=sys.stderr) as people:
        # whoever can run the command can read the file: nobody's permission is asked
        records = (Record(store, person, Principal(person)) for person in people)
        write_everyone(file, map(snapshot, records), wanted)


@contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """A file that is at `path`, for its owner only, once the block ended well."""
    part = path.with_name(f"{path.name}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise BadInput(
            f"{path} cannot be written: {error.strerror}. Choose another place."
        ) from error
    finally:
        part.unlink(missing_ok=True)
