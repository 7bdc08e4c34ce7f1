"""Single sign-on by the clinic's identity provider (OIDC), if the secrets have `[auth]`.

The provider only says who somebody is; what they may do is decided by their account here.
"""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from streamlit.errors import StreamlitAuthError

from kneeapp.domain.accounts.accounts import Account
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.store.clinic import accounts, web_sessions
from kneeapp.ui.shell.request_context import RequestContext


class IdentityClaim(NamedTuple):
    """The identity confirmed by a provider, and when it was confirmed (Unix seconds)."""

    issuer: str
    subject: str
    issued_at: int


def is_set_up() -> bool:
    """Whether an identity provider is configured."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def identity_claim() -> IdentityClaim | None:
    """The identity that the provider confirmed in this browser; None without one.

    Issuer and subject identify a person. An e-mail address does not: another provider may
    assign the same one. Raises NotAllowed where the provider's token lacks these claims.
    """
    if not is_set_up() or not st.user.is_logged_in:
        return None
    issuer, subject, issued_at = (st.user.get(claim) for claim in ("iss", "sub", "iat"))
    if not issuer or not subject or not isinstance(issued_at, int | float):
        raise NotAllowed("Your identity provider does not say who you are. Ask your clinic.")
    return IdentityClaim(str(issuer), str(subject), int(issued_at))


def single_sign_on_button(
    request: RequestContext, enter: Callable[[RequestContext, Account], None]
) -> None:
    """The button to the provider; after the return from it, `enter` is called at once."""
    if not is_set_up():
        return
    identity = identity_claim()
    account = _account(request, identity) if identity else None
    if account:
        enter(request, account)
    if identity and account is None:
        st.info("Your single sign-on is not known here, or was used. Sign in again, or use a code.")
    if st.button("Single sign-on", icon=":material/key:", width="stretch"):
        _go_there()


def leave() -> None:
    """Delete the provider's confirmation in this browser, too."""
    if is_set_up() and st.user.is_logged_in:
        st.logout()


def _go_there() -> None:
    try:
        st.login()
    except StreamlitAuthError as error:
        raise BadInput(
            f"Single sign-on is not set up right: {error} Tell whoever runs this app."
        ) from error


def _account(request: RequestContext, identity: IdentityClaim) -> Account | None:
    """The account of a confirmed identity; None where unknown, disabled or already used.

    Each confirmation is accepted only once: it stays in a cookie after a sign-out elsewhere.
    """
    credentials = accounts.find_by_name(request.store, identity.issuer, identity.subject)
    if not credentials or credentials.disabled:
        return None
    return credentials.account if web_sessions.take_word(request.store, *identity) else None
