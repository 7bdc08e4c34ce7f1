"""Second factor: time-based one-time codes of an authenticator app (TOTP, RFC 6238)."""

from datetime import datetime

import pyotp

from kneeapp.domain.accounts.accounts import Account
from kneeapp.errors import NotAllowed
from kneeapp.store.clinic import login_attempts, second_factors
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.store_pool import clinic_key

_PERIOD_S = 30
_DRIFT = (0, -1, 1)
"""Accepted time steps of 30 s around the present one, the likeliest first: clocks differ."""

WRONG = "This code is wrong or was used. Wait for the next one in your app."


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, account: Account, clinic: str) -> str:
    """The otpauth URI that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=f"kneeapp {clinic}")


def count(secret: str, typed: str, now: datetime) -> int | None:
    """The number of the time step whose code was typed; None where the code is not valid now."""
    code = "".join(typed.split())
    present = int(now.timestamp()) // _PERIOD_S
    generator = pyotp.HOTP(secret)
    return next(
        (present + drift for drift in _DRIFT if generator.verify(code, present + drift)), None
    )


def check(request: RequestContext, account: Account, typed: str) -> None:
    """Raise NotAllowed unless `typed` is the account's present code and was not used before.

    The store refuses time steps up to the last used one, so that a code seen by somebody else
    cannot be used again within its 90 seconds.
    """
    key = clinic_key(request.settings)
    attempt_keys = login_attempts.attempt_key(key, "second factor", str(account.id))
    n = login_attempts.record_attempt(request.store, attempt_keys, request.now)
    time_step = count(second_factors.secret(request.store, key, account.id), typed, request.now)
    if time_step is None or not second_factors.use(request.store, account.id, time_step):
        raise NotAllowed(WRONG)
    login_attempts.succeeded(request.store, attempt_keys, n)


def set_up(request: RequestContext, account: Account, secret: str, typed: str) -> Account:
    """Store `secret` as the account's second factor; raises NotAllowed unless `typed` is its code.

    Returns the changed account. The code counts as used.
    """
    time_step = count(secret, typed, request.now)
    if time_step is None:
        raise NotAllowed(WRONG)
    key = clinic_key(request.settings)
    changed = second_factors.set_secret(request.store, key, account, secret, request.now)
    # used: whoever saw it typed cannot sign in with it
    second_factors.use(request.store, account.id, time_step)
    return changed
