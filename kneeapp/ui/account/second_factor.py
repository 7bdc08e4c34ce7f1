"""Codes from an authenticator app: each is good once."""

from datetime import datetime

import pyotp

from kneeapp.domain.accounts.accounts import Account
from kneeapp.errors import NotAllowed
from kneeapp.store.clinic import login_attempts, second_factors
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.store_pool import clinic_key

_PERIOD_S = 30
_DRIFT = (0, -1, 1)
"""Half minutes by which the clock of a phone may be off."""

WRONG = "This code is wrong or was used. Wait for the next one in your app."


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, account: Account, clinic: str) -> str:
    """What an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=f"kneeapp {clinic}")


def count(secret: str, typed: str, now: datetime) -> int | None:
    """The half minute whose code was typed, None where it is none of about now."""
    code = "".join(typed.split())
    present = int(now.timestamp()) // _PERIOD_S
    made = pyotp.HOTP(secret)
    return next((present + by for by in _DRIFT if made.verify(code, present + by)), None)


def check(here: RequestContext, account: Account, typed: str) -> None:
    """Raise NotAllowed unless `typed` is the account's code now, and used for the first time."""
    key = clinic_key(here.settings)
    counted = login_attempts.attempt_key(key, "second factor", str(account.id))
    n = login_attempts.record_attempt(here.store, counted, here.now)
    found = count(second_factors.secret(here.store, key, account.id), typed, here.now)
    if found is None or not second_factors.use(here.store, account.id, found):
        raise NotAllowed(WRONG)
    login_attempts.succeeded(here.store, counted, n)


def set_up(here: RequestContext, account: Account, secret: str, typed: str) -> Account:
    """Ask for codes of `secret` from now on; raises NotAllowed unless `typed` is one."""
    found = count(secret, typed, here.now)
    if found is None:
        raise NotAllowed(WRONG)
    key = clinic_key(here.settings)
    changed = second_factors.set_secret(here.store, key, account, secret, here.now)
    second_factors.use(here.store, account.id, found)
    return changed
