"""The kneeapp command."""

import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import click

from kneeapp import __version__
from kneeapp.errors import KneeAppError
from kneeapp.settings import Settings, settings


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


@click.group(cls=Told, invoke_without_command=True)
@click.version_option(__version__, message="kneeapp %(version)s")
@port_option
@browser_option
@click.pass_context
def main(ctx: click.Context, *, port: int | None, no_browser: bool) -> None:
    """Screen, release, re-check and strengthen an aching knee. Runs on this machine only."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(run, port=port, no_browser=no_browser)


@main.command()
@port_option
@browser_option
def run(*, port: int | None, no_browser: bool) -> None:
    """Start kneeapp and open it in the browser (what `kneeapp` alone does)."""
    _serve(_with_port(settings(), port), no_browser=no_browser)


@main.command()
@port_option
@browser_option
def demo(*, port: int | None, no_browser: bool) -> None:
    """Show a made-up person's 12 weeks; nothing of it is kept."""
    from kneeapp.demo import demo_settings

    with _ended_by_signals(), demo_settings(_with_port(settings(), port)) as shown:
        _serve(shown, no_browser=no_browser)


@main.command()
def doctor() -> None:
    """Check Python, database, content files and configuration; say what to do."""
    from kneeapp.doctor import examine

    faults = 0
    for check in examine(os.environ):
        click.echo(check)
        faults += bool(check.advice)
    click.echo(f"\n{faults} to put right." if faults else "\nAll is well.")
    sys.exit(1 if faults else 0)


def _with_port(chosen: Settings, port: int | None) -> Settings:
    return replace(chosen, port=port) if port else chosen


def _serve(chosen: Settings, *, no_browser: bool) -> None:
    from kneeapp.server import serve

    with _ended_by_signals():
        serve(chosen, when_open=partial(_announce, no_browser=no_browser))


def _announce(address: str, *, no_browser: bool) -> None:
    click.echo(f"kneeapp is at {address}  (Ctrl+C stops it)")
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
