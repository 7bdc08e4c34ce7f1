"""`kneeapp people`: the accounts of a clinic, from the machine that holds its database."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import click

from kneeapp import clock
from kneeapp.domain.accounts.accounts import (
    INVITATION_LASTS,
    OPERATOR,
    RESET_LASTS,
    Account,
    AccountState,
    name_of,
)
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.errors import BadInput
from kneeapp.settings import secrets_files, settings
from kneeapp.store.access import keys
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.store.engine.database import Store

ROLES = [role.value for role in Role]


@click.group()
def people() -> None:
    """List, add, disable or reset the people of a clinic."""


@people.command(name="list")
def list_() -> None:
    """Everybody with an account, their role and how far they have come."""
    with opened_clinic() as (store, _):
        for listed in accounts.listed(store, OPERATOR, clock.now()):
            account = listed.account
            click.echo(f"{account.name}\t{account.role}\t{listed.state}\t{account.called}")


@people.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="patient", show_default=True)
@click.option("--called", help="The full name; else NAME.")
def add(*, name: str, role: str, called: str | None) -> None:
    """Add somebody who signs in as NAME, and print their one-time code."""
    _render_code(add_account(name, Role(role), called or name), INVITATION_LASTS)


@people.command()
@click.argument("name")
def reset(*, name: str) -> None:
    """Print a one-time code by which NAME chooses a new password and second factor."""
    with opened_clinic() as (store, key):
        whose, now = _account(store, name).id, clock.now()
        state = next(
            listed.state
            for listed in accounts.listed(store, OPERATOR, now)
            if listed.account.id == whose
        )
        lasts = RESET_LASTS if state is AccountState.ACTIVE else INVITATION_LASTS
        _render_code(one_time_codes.issue(store, key, OPERATOR, whose, now), lasts)


@people.command()
@click.argument("name")
def disable(*, name: str) -> None:
    """Let NAME in no more, and end their sign-ins."""
    with opened_clinic() as (store, _):
        accounts.disable(store, OPERATOR, _account(store, name).id, clock.now())
    click.echo(f"{name} is let in no more.")


@people.command()
@click.argument("name")
def enable(*, name: str) -> None:
    """Let NAME in again."""
    with opened_clinic() as (store, _):
        accounts.enable(store, OPERATOR, _account(store, name).id, clock.now())
    click.echo(f"{name} is let in again.")


@people.command()
@click.argument("name")
def unlock(*, name: str) -> None:
    """Forget the wrong tries of NAME, so that they can try again at once."""
    with opened_clinic() as (store, key):
        accounts.unlock(store, OPERATOR, _account(store, name).id, key, clock.now())
    click.echo(f"{name} can try again.")


def add_account(name: str, role: Role, called: str) -> str:
    """The one-time code of a new account."""
    with opened_clinic() as (store, key):
        now = clock.now()
        added = accounts.add(store, OPERATOR, name=name, called=called, role=role, at=now)
        return one_time_codes.issue(store, key, OPERATOR, added.id, now)


@contextmanager
def opened_clinic() -> Iterator[tuple[Store, Key]]:
    """The clinic's database and its key; raises BadInput where no clinic is set up."""
    chosen = settings()
    if chosen.clinic is None:
        raise BadInput(
            "No clinic is set up, so nobody signs in. A [clinic] table was looked for in "
            f"{_files()}; KNEEAPP_SECRETS may name another file. docs/clinic.md says what goes in "
            "the table."
        )
    with closing(Store.open(chosen.database, backups=chosen.backups)) as store:
        yield store, keys.of(store, chosen.clinic)


def _files() -> str:
    return ", ".join(
        f"{file}" if file.exists() else f"{file} (not there)" for file in secrets_files()
    )


def _account(store: Store, name: str) -> Account:
    known = accounts.find_by_name(store, "", name_of(name))
    if not known:
        raise BadInput(f"Nobody signs in as {name}. See: kneeapp people list")
    return known.account


def _render_code(code: str, lasts: timedelta) -> None:
    days = f"{lasts.days} day{'s' * (lasts.days > 1)}"
    click.echo(f"One-time code: {code}\nGood for {days}, once, and shown only now.")
    click.echo("Open the app, choose “I have a code from my clinic”, and enter it.")
