"""The kneeapp command."""

import gc
import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module

import click

from kneeapp import __version__
from kneeapp.cli.demo_stories import STORIES, stories_help
from kneeapp.errors import BadInput, DatabaseRefused, KneeAppError, StoreError
from kneeapp.settings import PACKAGED, Settings, settings

COMMANDS = {
    "backup": "database_commands",
    "copy": "database_commands",
    "export": "record_commands",
    "import": "record_commands",
    "people": "people_commands",
    "restore": "database_commands",
    "rules": "rules_commands",
    "upgrade-check": "upgrade_commands",
    "voice": "voice_commands",
}
"""Commands by the module that holds each; it is loaded when one of them is asked for."""


class Commands(click.Group):
    """A group that loads COMMANDS late, and ends a KneeAppError as its message and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KneeAppError as error:
            raise click.ClickException(str(error)) from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"kneeapp.cli.{COMMANDS[cmd_name]}")
        name = "import_" if cmd_name == "import" else cmd_name.replace("-", "_")
        command: click.Command = getattr(module, name)
        return command


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


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, message="kneeapp %(version)s")
@port_option
@browser_option
@phone_option
@click.pass_context
def main(ctx: click.Context, *, port: int | None, no_browser: bool, phone: str | None) -> None:
    """Ask for danger signs, lead routines and exercises, and record how a knee rates.

    Runs on this machine only.
    """
    given = {"port": port, "no_browser": no_browser, "phone": phone}
    if ctx.invoked_subcommand is None:
        ctx.invoke(run, **given)
        return
    # said before the command, they are its defaults: `kneeapp --port 9000 run`
    ctx.default_map = dict.fromkeys(("run", "demo"), given)
    if ctx.invoked_subcommand not in ctx.default_map and any(given.values()):
        raise click.UsageError(f"{ctx.invoked_subcommand} serves nothing and takes no port.")


@main.command()
@port_option
@browser_option
@phone_option
def run(*, port: int | None, no_browser: bool, phone: str | None) -> None:
    """Start kneeapp and open it in the browser (what `kneeapp` alone does)."""
    _serve(_with_port(settings(), port), no_browser=no_browser, phone=phone)


@main.command(help=f"Show a made-up person's 12 weeks; nothing of it is kept.\n\n{stories_help()}")
@port_option
@browser_option
@click.option(
    "--story",
    type=click.Choice(list(STORIES)),
    metavar="NAME",
    help="Show another course instead, one of the stories named here.",
)
def demo(*, port: int | None, no_browser: bool, story: str | None) -> None:
    from kneeapp.cli.demo import demo_settings, fill
    from kneeapp.cli.demo_record import fill_story

    filled = partial(fill_story, STORIES[story]) if story else fill
    with _ended_by_signals(), demo_settings(_with_port(settings(), port), filled) as shown:
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


def _with_port(chosen: Settings, port: int | None) -> Settings:
    return replace(chosen, port=port) if port else chosen


def _serve(chosen: Settings, *, no_browser: bool, phone: str | None = None) -> None:
    gc.disable()  # nothing that a start imports is garbage
    try:
        from kneeapp.server.app import serve
    finally:
        gc.enable()
    phones_at = None if phone is None else _line_for_phones(chosen, phone)
    if chosen.clinic:
        _check_database(chosen)
    # from a clone the record lies beside it; else nobody would know where
    place = str(chosen.database) if PACKAGED and chosen.database == Settings.database else ""
    announce = partial(_announce, no_browser=no_browser, place=place)
    with _ended_by_signals():
        serve(chosen, phones_at=phones_at, when_open=announce)


def _check_database(chosen: Settings) -> None:
    """Open a clinic's database before anybody comes; raises DatabaseRefused.

    A server that does not answer yet may start later than kneeapp: that is said, no more.
    """
    from kneeapp.ui.shell.store_pool import shared_store

    try:
        shared_store(chosen)
    except DatabaseRefused:
        raise
    except StoreError as error:
        click.echo(f"{error}", err=True)


def _line_for_phones(chosen: Settings, address: str) -> str:
    from kneeapp.phone_listener import checked_address, own_address

    if chosen.clinic:
        raise BadInput("A clinic's patients sign in at its own address. Leave --phone out.")
    return checked_address(address or own_address())


def _announce(address: str, *, no_browser: bool, place: str) -> None:
    from kneeapp import clock
    from kneeapp.phone_listener import ABOUT, line

    click.echo(f"kneeapp is at {address}  (Ctrl+C stops it)")
    if place:
        click.echo(f"Your record is in {place}")
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
