"""`kneeapp people`: the accounts of a clinic, from the machine that holds its database."""

from types import ModuleType

import click

ROLES = ("patient", "clinician", "admin")


@click.group()
def people() -> None:
    """List, add, disable or reset the people of a clinic."""


@people.command(name="list")
def list_() -> None:
    """Everybody with an account, their role and how far they have come."""
    for each in _desk().all_accounts():
        account = each.account
        click.echo(f"{account.name}\t{account.role}\t{each.state}\t{account.called}")


@people.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="patient", show_default=True)
@click.option("--called", help="The full name; else NAME.")
def add(*, name: str, role: str, called: str | None) -> None:
    """Add somebody who signs in as NAME, and print their one-time code."""
    _render_code(_desk().add(name, role, called or name))


@people.command()
@click.argument("name")
def reset(*, name: str) -> None:
    """Print a one-time code by which NAME chooses a new password and second factor."""
    _render_code(_desk().reset(name))


@people.command()
@click.argument("name")
def disable(*, name: str) -> None:
    """Let NAME in no more, and end their sign-ins."""
    _desk().disable(name)
    click.echo(f"{name} is let in no more.")


@people.command()
@click.argument("name")
def enable(*, name: str) -> None:
    """Let NAME in again."""
    _desk().enable(name)
    click.echo(f"{name} is let in again.")


@people.command()
@click.argument("name")
def unlock(*, name: str) -> None:
    """Forget the wrong tries of NAME, so that they can try again at once."""
    _desk().unlock(name)
    click.echo(f"{name} can try again.")


def _desk() -> ModuleType:
    # the database comes with it, for which other commands need not wait
    from kneeapp.cli import account_admin

    return account_admin


def _render_code(code: str) -> None:
    click.echo(f"One-time code: {code}")
    click.echo("Open the app, choose “I have a code from my clinic”, and enter it.")
