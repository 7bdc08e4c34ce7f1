"""Signing in by the clinic's own identity provider (OIDC), where `[auth]` is in the secrets.

The provider says who somebody is, never what they may do: that is this clinic's account.
"""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from streamlit.errors import StreamlitAuthError

from kneeapp.domain.accounts.accounts import Account
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.store.clinic import accounts, web_sessions
from kneeapp.ui.shell.request_context import RequestContext


class Vouched(NamedTuple):
    """Whom a provider vouches for, and since when (Unix seconds)."""

    issuer: str
    subject: str
    issued_at: int


def is_set_up() -> bool:
    """Whether the clinic has a provider."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def identity_claim() -> Vouched | None:
    """Whom the provider vouches for in this browser.

    An e-mail address is no identity: another provider may give out the same.
    """
    if not is_set_up() or not st.user.is_logged_in:
        return None
    issuer, subject, issued_at = (st.user.get(claim) for claim in ("iss", "sub", "iat"))
    if not issuer or not subject or not isinstance(issued_at, int | float):
        raise NotAllowed("Your identity provider does not say who you are. Ask your clinic.")
    return Vouched(str(issuer), str(subject), int(issued_at))


def single_sign_on_button(
    here: RequestContext, enter: Callable[[RequestContext, Account], None]
) -> None:
    """The way in by the provider; whoever comes back from it goes on at once."""
    if not is_set_up():
        return
    house = identity_claim()
    account = _account(here, house) if house else None
    if account:
        enter(here, account)
    if house and account is None:
        st.info("Your single sign-on is not known here, or was used. Sign in again, or use a code.")
    if st.button("Single sign-on", icon=":material/key:", width="stretch"):
        _go_there()


def leave() -> None:
    """Forget the provider's word in this browser, too."""
    if is_set_up() and st.user.is_logged_in:
        st.logout()


def _go_there() -> None:
    try:
        st.login()
    except StreamlitAuthError as error:
        raise BadInput(
            f"Single sign-on is not set up right: {error} Tell whoever runs this app."
        ) from error


def _account(here: RequestContext, house: Vouched) -> Account | None:
    """The account of whom `house` vouches for; its word is taken once only."""
    found = accounts.find_by_name(here.store, house.issuer, house.subject)
    if not found or found.disabled:
        return None
    return found.account if web_sessions.take_word(here.store, *house) else None
