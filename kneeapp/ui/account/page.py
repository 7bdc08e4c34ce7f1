"""The Account page: who is signed in, a new password, and signing out."""

import streamlit as st

from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.mail_settings import LONGEST_ADDRESS
from kneeapp.domain.accounts.people import Role
from kneeapp.errors import NotAllowed
from kneeapp.store.clinic import accounts, mail_notices, web_sessions
from kneeapp.ui.account import auth_cookies, password_check, single_sign_on
from kneeapp.ui.account.sign_in import PASSWORD_RULE, enter
from kneeapp.ui.shell import cookies, request_context
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext


def render_account(request: RequestContext) -> None:
    """Name and role of the account that is signed in."""
    account = _own(request)
    st.text(f"{account.called}\nSign-in name: {account.name}\nRole: {account.role}")
    if account.has_second_factor:
        st.caption(
            "A code from your authenticator app is asked for each time. Lost the phone with it? "
            "An admin of your clinic gives you a new one-time code, and you set it up again."
        )


def sign_out_button(request: RequestContext) -> None:
    if st.button("Sign out", icon=":material/logout:", type="primary", width="stretch"):
        web_sessions.end(request.store, request.principal, request.now)
        _leave()


def sign_out_everywhere_button(request: RequestContext) -> None:
    st.write("Ends your sign-in on every phone and computer, this one too.")
    if st.button("Sign out everywhere", icon=":material/devices:", width="stretch"):
        accounts.sign_out_everywhere(request.store, request.principal, request.now)
        _leave()


def change_password(request: RequestContext) -> None:
    """The form for a new password; every other browser of the account is signed out."""
    account = _own(request)
    with st.form("password", border=False):
        st.text_input("Name", value=account.name, disabled=True, autocomplete="username")
        old = st.text_input("Present password", type="password", autocomplete="current-password")
        new = st.text_input("New password", type="password", autocomplete="new-password")
        st.caption(PASSWORD_RULE)
        pressed = st.form_submit_button("Change password", width="stretch")
    if pressed:
        with show_errors_inline():
            password_check.account(request, account.name, old, cookies.sent(cookies.KNOWN))
            password_hash = password_check.hashed(new, account.name, account.called)
            enter(
                request,
                accounts.change_password(
                    request.store, request.principal, password_hash, request.now
                ),
            )


def mail_form(request: RequestContext) -> None:
    """Where a clinician wants to be told that somebody needs them, where mail is set up."""
    if request.settings.mail is None or _own(request).role is not Role.CLINICIAN:
        return
    st.header("Mail when somebody needs you")
    before = mail_notices.address(request.store, request.principal)
    with st.form("mail", border=False):
        text = st.text_input(
            "Mail address", before, autocomplete="email", max_chars=LONGEST_ADDRESS
        )
        st.caption(
            "For red flags, and sessions stopped for pain, that nobody has taken; once an hour at "
            "most, without a name and without a reason. Empty is no mail. Mail can be late or "
            "lost: the work list is what counts."
        )
        pressed = st.form_submit_button("Keep the address", width="stretch")
    if pressed:
        with show_errors_inline():
            mail_notices.keep_address(request.store, request.principal, text, request.now)
            st.success("Kept. You get mail." if text.strip() else "Kept. You get no mail.")


def _leave() -> None:
    request_context.leave()
    auth_cookies.drop()
    single_sign_on.leave()
    st.rerun()


def _own(request: RequestContext) -> Account:
    if request.account is None:
        raise NotAllowed("You are signed out. Sign in again.")
    return request.account
