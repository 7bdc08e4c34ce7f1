"""Password check: hashes of streamlit-authenticator, with lockout and equal response times.

Only the package's hash and check functions are used, with the one account that was typed in;
its forms, cookies, sessions and mails are not reachable (the reasons are in docs/decisions).
"""

from functools import cache
from threading import BoundedSemaphore

from streamlit_authenticator.controllers import (  # type: ignore[import-untyped]
    AuthenticationController,
)
from streamlit_authenticator.utilities import Hasher  # type: ignore[import-untyped]

from kneeapp.content import DATA
from kneeapp.domain.accounts import password_policy
from kneeapp.domain.accounts.accounts import Account, name_of
from kneeapp.domain.accounts.known_browsers import verify_device_cookie
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.store.clinic import accounts, login_attempts, web_sessions
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.store_pool import clinic_key

WRONG = "This name and this password do not belong together. Check both and try again."

_judging = BoundedSemaphore(2)
"""At most two checks at a time: each takes a third of a second of a processor, and many guesses
at once must not stop the server for everybody else."""


class _OneAccount(AuthenticationController):  # type: ignore[misc]  # it has no types
    """The package's authenticator with a single account."""

    def __init__(self, name: str, password: str) -> None:
        super().__init__({"usernames": {name: {"password": password}}}, auto_hash=False)

    def accepts(self, name: str, password: str) -> bool:
        return bool(self.authentication_model.check_credentials(name, password))


def hashed(password: str, *about: str) -> str:
    """The bcrypt hash of a new password; `about` are names of its owner.

    Raises BadInput where the password is too weak.
    """
    password_policy.check(password, about=about, common=_common())
    with _judging:
        return str(Hasher.hash(password_policy.digest(password)))


def is_right(name: str, password: str, password_hash: str | None) -> bool:
    """Whether `password` matches `password_hash`.

    Without a hash a dummy is checked, so that the time does not show whether an account exists.
    """
    with _judging:
        right = _OneAccount(name, password_hash or _nobodys()).accepts(
            name, password_policy.digest(password)
        )
    return right and password_hash is not None


def account(request: RequestContext, typed: str, password: str, device_cookie: str) -> Account:
    """The account with the name `typed` and `password`; `device_cookie` is this browser's.

    Raises NotAllowed with the same message and after the same time whether the name exists or
    not. The attempt is recorded before the check, so that parallel guesses cannot pass the
    lockout, and marked as successful afterwards.
    """
    key, name = clinic_key(request.settings), _name(typed)
    attempt_keys = login_attempts.attempt_key(
        key, name, *filter(None, [verify_device_cookie(key, name, device_cookie)])
    )
    n = login_attempts.record_attempt(request.store, attempt_keys, request.now)
    credentials = accounts.find_by_name(request.store, "", name)
    right = is_right(name, password, credentials.password if credentials else None)
    if not credentials or not right or credentials.disabled:
        web_sessions.refuse(request.store, name, request.now)
        raise NotAllowed(WRONG)
    login_attempts.succeeded(request.store, attempt_keys, n)
    return credentials.account


def _name(typed: str) -> str:
    try:
        return name_of(typed)
    except BadInput as error:
        raise NotAllowed(WRONG) from error


@cache
def _nobodys() -> str:
    return str(Hasher.hash(password_policy.digest("")))


@cache
def _common() -> frozenset[str]:
    lines = (DATA / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
