"""Names and passwords: judged by streamlit-authenticator, counted and timed by us.

Of that package only its hashes and its check are used, over the one account that was typed:
no form, cookie, session or mail of it is reachable (docs/decisions says why).
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
"""A check takes a third of a second of a processor; a crowd of guesses waits in line."""


class _OneAccount(AuthenticationController):  # type: ignore[misc]  # it has no types
    """The authenticator with nobody in it but one name and the hash of one password."""

    def __init__(self, name: str, password: str) -> None:
        super().__init__({"usernames": {name: {"password": password}}}, auto_hash=False)

    def accepts(self, name: str, password: str) -> bool:
        return bool(self.authentication_model.check_credentials(name, password))


def hashed(password: str, *about: str) -> str:
    """The hash to keep of a new password of whom `about` tells; raises BadInput if it is weak."""
    password_policy.check(password, about=about, common=_common())
    with _judging:
        return str(Hasher.hash(password_policy.digest(password)))


def is_right(name: str, password: str, kept: str | None) -> bool:
    """Whether `password` is the one whose hash is `kept`; as slow where there is none."""
    with _judging:
        right = _OneAccount(name, kept or _nobodys()).accepts(
            name, password_policy.digest(password)
        )
    return right and kept is not None


def account(here: RequestContext, typed: str, password: str, known: str) -> Account:
    """The account of that name and password; `known` is this browser's cookie of earlier times.

    Raises NotAllowed, in the same words and after the same time whether there is such a name.
    """
    key, name = clinic_key(here.settings), _name(typed)
    counted = login_attempts.attempt_key(
        key, name, *filter(None, [verify_device_cookie(key, name, known)])
    )
    n = login_attempts.record_attempt(here.store, counted, here.now)
    found = accounts.find_by_name(here.store, "", name)
    right = is_right(name, password, found.password if found else None)
    if not found or not right or found.disabled:
        web_sessions.refuse(here.store, name, here.now)
        raise NotAllowed(WRONG)
    login_attempts.succeeded(here.store, counted, n)
    return found.account


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
