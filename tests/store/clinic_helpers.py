"""People of a clinic under test, as they are signed in."""

from dataclasses import replace
from datetime import datetime

from kneeapp.domain.accounts.accounts import OPERATOR, Account
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.store.clinic import accounts, one_time_codes, web_sessions
from kneeapp.store.engine.database import Store
from tests.store.builders import MONDAY

COOKIE_KEY = "a made-up key that opens no clinic"
KEY = Key(COOKIE_KEY.encode())
CLINIC = Clinic(name="Knee Clinic", phone="112")
HASH = "$2b$12$" + "x" * 53


def joined(store: Store, name: str, role: Role = Role.PATIENT, by: Principal = OPERATOR) -> Account:
    """Somebody who was invited and has chosen a password."""
    added = accounts.add(store, by, name=name, called=name.title(), role=role, at=MONDAY)
    code = one_time_codes.issue(store, KEY, by, added.id, MONDAY)
    return one_time_codes.use(store, KEY, code, at=MONDAY, password=HASH)


def signed_in(store: Store, account: Account, at: datetime = MONDAY) -> Principal:
    sign_in, _ = web_sessions.begin(store, KEY, account, at, ticket=False)
    return account.principal(sign_in)


def somebody(
    store: Store, name: str, role: Role = Role.PATIENT, by: Principal = OPERATOR
) -> Principal:
    """Somebody who has joined and is signed in."""
    return signed_in(store, joined(store, name, role, by))


def outdated(principal: Principal, role: Role) -> Principal:
    """The same with a role they do not have (any more)."""
    return replace(principal, role=role)
