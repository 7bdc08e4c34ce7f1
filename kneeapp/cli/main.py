"""The kneeapp command."""

import gc
import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from kneeapp import __version__
from kneeapp.cli.people_commands import people
from kneeapp.cli.record_commands import export, import_, opened
from kneeapp.cli.rules_commands import rules
from kneeapp.errors import BadInput, KneeAppError
from kneeapp.settings import Settings, database, settings


class Told(click.Group):
    """A group whose commands end a KneeAppError as its message and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KneeAppError as error:
            raise click.ClickException(str(error)) from error


port_option = click.option(
    "--port", type=click.IntRange(1, 65535), help="The port to serve; else KNEEAPP_PORT or 8501."
)
browser_option = click.option("--no-browser", is_flag=True, help="Do not open the browser.")
phone_option = click.option(
    "--phone",
    is_flag=False,
    flag_value="",
    metavar="[ADDRESS]",
    help="Let phones of your own network in too, by a code to scan.",
)


@click.group(cls=Told, invoke_without_command=True)
@click.version_option(__version__, message="kneeapp %(version)s")
@port_option
@browser_option
@phone_option
@click.pass_context
def main(ctx: click.Context, *, port: int | None, no_browser: bool, phone: str | None) -> None:
    """Ask for danger signs, lead routines and exercises, and record how a knee rates.

    Runs on this machine only.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(run, port=port, no_browser=no_browser, phone=phone)


main.add_command(people)
main.add_command(export)
main.add_command(import_)
main.add_command(rules)


@main.command()
@port_option
@browser_option
@phone_option
def run(*, port: int | None, no_browser: bool, phone: str | None) -> None:
    """Start kneeapp and open it in the browser (what `kneeapp` alone does)."""
    _serve(_with_port(settings(), port), no_browser=no_browser, phone=phone)


@main.command()
@port_option
@browser_option
def demo(*, port: int | None, no_browser: bool) -> None:
    """Show a made-up person's 12 weeks; nothing of it is kept."""
    from kneeapp.cli.demo import demo_settings

    with _ended_by_signals(), demo_settings(_with_port(settings(), port)) as shown:
        _serve(shown, no_browser=no_browser)


@main.command()
def doctor() -> None:
    """Check Python, database, content files and configuration; say what to do."""
    from kneeapp.cli.doctor import examine

    faults = 0
    for check in examine(os.environ):
        click.echo(check)
        faults += bool(check.advice)
    click.echo(f"\n{faults} to put right." if faults else "\nAll is well.")
    sys.exit(1 if faults else 0)


@main.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(*, path: Path) -> None:
    """Write the whole record into the file PATH, also while kneeapp is running."""
    from kneeapp.server.backup_control import request_backup
    from kneeapp.store.backup.backups import back_up

    place = settings().database
    if not request_backup(place, path.absolute()):
        with closing(opened(place, there=True)) as store, _shown_progress() as told:
            back_up(store, path.absolute(), told)
    click.echo(f"Backed up to {path}.")


@main.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def restore(*, path: Path) -> None:
    """Put the record back as the backup PATH holds it; the one it replaces is kept."""
    from kneeapp import clock
    from kneeapp.store.backup import backups

    with _shown_progress() as told:
        aside = backups.restore(path.absolute(), settings().database, clock.now(), told)
    click.echo(f"Restored {path}." + (f" What it replaced is in {aside}." if aside else ""))


@main.command()
@click.argument("source")
@click.argument("target")
def copy(*, source: str, target: str) -> None:
    """Copy every row of SOURCE into the empty TARGET: a file or a postgresql:// URL each."""
    from kneeapp.store.engine import copy_database

    with (
        closing(opened(database(source), there=True)) as read,
        closing(opened(database(target))) as written,
        _shown_progress() as told,
    ):
        copy_database.copy(read, written, told)
    click.echo("Copied, and every row read again.")


@contextmanager
def _shown_progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each table, drawn on the terminal only."""
    bars: dict[str, Any] = {}

    def told(table: str, done: int, total: int) -> None:
        bar = bars.get(table)
        if bar is None:
            bar = bars[table] = click.progressbar(length=total, label=table, file=sys.stderr)
        bar.update(done - bar.pos)
        if done == total:
            bar.render_finish()

    yield told


def _with_port(chosen: Settings, port: int | None) -> Settings:
    return replace(chosen, port=port) if port else chosen


def _serve(chosen: Settings, *, no_browser: bool, phone: str | None = None) -> None:
    gc.disable()  # nothing that a start imports is garbage; the server turns it on again
    from kneeapp.server.app import serve

    phones_at = None if phone is None else _line_for_phones(chosen, phone)
    with _ended_by_signals():
        serve(chosen, phones_at=phones_at, when_open=partial(_announce, no_browser=no_browser))


def _line_for_phones(chosen: Settings, address: str) -> str:
    from kneeapp.phone_listener import checked_address, own_address

    if chosen.clinic:
        raise BadInput("A clinic's patients sign in at its own address. Leave --phone out.")
    return checked_address(address or own_address())


def _announce(address: str, *, no_browser: bool) -> None:
    from kneeapp import clock
    from kneeapp.phone_listener import ABOUT, line

    click.echo(f"kneeapp is at {address}  (Ctrl+C stops it)")
    if line.host:
        import segno

        code = line.address(clock.now())
        segno.make(code).terminal(compact=True)
        click.echo(f"Scan this with your phone within two minutes, or open {code}\n{ABOUT}")
    if not no_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let Ctrl+C and a kill end the block as a normal exit, so that it is tidied up."""
    ending = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: sys.exit(0)) for number in ending}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
