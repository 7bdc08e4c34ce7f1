"""Signing in, step by step: name and password, then a second factor; or a code from the clinic."""

from datetime import timedelta

import streamlit as st

from kneeapp.access import LOCAL_HOST
from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.known_browsers import issue_device_cookie
from kneeapp.domain.accounts.password_policy import LONGEST, SHORTEST
from kneeapp.errors import NotAllowed
from kneeapp.store.clinic import one_time_codes, web_sessions
from kneeapp.ui.account import auth_cookies, password_check, second_factor, single_sign_on
from kneeapp.ui.shell import cookies, server_mode
from kneeapp.ui.shell.inline_errors import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.shell.store_pool import clinic_key
from kneeapp.ui.shell.tab_state import LoginState
from kneeapp.ui.widgets.qr import qr_code

PATIENCE = timedelta(minutes=10)
"""A step that takes longer begins again."""

PASSWORD_RULE = f"{SHORTEST} to {LONGEST} characters. Three or four words will do."


def show(here: RequestContext) -> None:
    """The step at which whoever is here stands."""
    _refuse_plain_http()
    step = tab().doorstep
    if step.since and here.now > step.since + PATIENCE:
        step = tab().doorstep = LoginState()
    if step.code:
        _choose_password(here, step.code)
    elif step.account and step.account.has_second_factor:
        _second_factor_input(here, step.account)
    elif step.account:
        _set_up_second_factor(here, step)
    else:
        _password_input(here)
        single_sign_on.single_sign_on_button(here, enter)
        _code_input(here)
        _render_help(here)


def enter(here: RequestContext, account: Account) -> None:
    """Sign `account` in on this browser."""
    key, ours = clinic_key(here.settings), server_mode.is_kneeapp_server()
    begun, shown = web_sessions.begin(here.store, key, account, here.now, ticket=ours)
    auth_cookies.keep(shown, issue_device_cookie(key, account.name))
    here_now = tab()
    here_now.sign_in, here_now.doorstep = begun, LoginState()
    st.rerun()


def _password_input(here: RequestContext) -> None:
    with st.form("password", border=False):
        name = st.text_input("Name", autocomplete="username")
        password = st.text_input("Password", type="password", autocomplete="current-password")
        pressed = st.form_submit_button("Sign in", type="primary", width="stretch")
    if pressed:
        with show_errors_inline():
            _go_on(here, password_check.account(here, name, password, cookies.sent(cookies.KNOWN)))


def _go_on(here: RequestContext, account: Account) -> None:
    """After the password: for staff the second factor, for patients the app."""
    if not account.needs_second_factor:
        enter(here, account)
    tab().doorstep = LoginState(account=account, since=here.now)
    st.rerun()


def _code_input(here: RequestContext) -> None:
    with st.expander("I have a code from my clinic"), st.form("code", border=False):
        typed = st.text_input("Code", autocomplete="off", placeholder="7K2M-9QXR-41AB-ZT5C")
        if st.form_submit_button("Use code", width="stretch"):
            with show_errors_inline():
                one_time_codes.account_for_code(
                    here.store, clinic_key(here.settings), typed, here.now
                )
                tab().doorstep = LoginState(code=typed, since=here.now)
                st.rerun()


def _render_help(here: RequestContext) -> None:
    if here.settings.clinic:
        st.caption(
            "Forgot your password, or lost your phone? "
            f"Call {here.settings.clinic.phone}: they give you a code."
        )


def _choose_password(here: RequestContext, code: str) -> None:
    key = clinic_key(here.settings)
    whose = one_time_codes.account_for_code(here.store, key, code, here.now)
    inviter = one_time_codes.inviter(here.store, whose.id)
    st.text(f"Welcome, {whose.called}." + (f" {inviter} invited you." if inviter else ""))
    with st.form("new password", border=False):
        st.text_input("Name", value=whose.name, disabled=True, autocomplete="username")
        password = st.text_input(
            "New password",
            type="password",
            autocomplete="new-password",
        )
        st.caption(PASSWORD_RULE)
        lets_in = bool(inviter) and st.checkbox(
            "Who invited me may see my record. I can take this back at any time."
        )
        pressed = st.form_submit_button("Go on", type="primary", width="stretch")
    _restart_button()
    house = single_sign_on.identity_claim()
    vouching = bool(house) and st.button("Go on with single sign-on", width="stretch")
    if pressed or vouching:
        with show_errors_inline():
            kept = password_check.hashed(password, whose.name, whose.called) if pressed else None
            joined = one_time_codes.use(
                here.store,
                key,
                code,
                at=here.now,
                password=kept,
                vouched=house if vouching else None,
                lets_in=lets_in,
            )
            enter(here, joined) if vouching else _go_on(here, joined)


def _second_factor_input(here: RequestContext, account: Account) -> None:
    with st.form("second factor", border=False):
        typed = _code_field()
        pressed = st.form_submit_button("Sign in", type="primary", width="stretch")
    _restart_button()
    if pressed:
        with show_errors_inline():
            second_factor.check(here, account, typed)
            enter(here, account)


def _set_up_second_factor(here: RequestContext, step: LoginState) -> None:
    """Ask for a second factor before the first sign-in of whoever opens others' records."""
    if not step.account or not here.settings.clinic:
        return
    step.secret = step.secret or second_factor.new_secret()
    st.write(
        "Your account opens other people's records, so a password alone is not enough. Scan "
        "this with an authenticator app."
    )
    address = second_factor.address(step.secret, step.account, here.settings.clinic.name)
    qr_code(address, label="Code to scan with an authenticator app")
    with st.expander("No camera? Type this key into the app"):
        st.code(step.secret, language=None)
    with st.form("second factor", border=False):
        typed = _code_field()
        pressed = st.form_submit_button("Turn on and sign in", type="primary", width="stretch")
    _restart_button()
    if pressed:
        with show_errors_inline():
            enter(here, second_factor.set_up(here, step.account, step.secret, typed))


def _code_field() -> str:
    return st.text_input("6-digit code from your authenticator app", autocomplete="one-time-code")


def _restart_button() -> None:
    if st.button("Begin again", type="tertiary"):
        tab().doorstep = LoginState()
        st.rerun()


def _refuse_plain_http() -> None:
    """A browser keeps no sign-in that came over a line anybody can read."""
    url = st.context.url or ""
    if url.startswith("http://") and not LOCAL_HOST.fullmatch(st.context.headers.get("Host", "")):
        raise NotAllowed(
            "Open this page by https: a sign-in over plain http can be read by others."
        )
