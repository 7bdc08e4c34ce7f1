"""The Sign-in page, step by step: name and password, then a second factor; or a one-time code."""

from datetime import timedelta

import streamlit as st

from kneeapp.access import LOCAL_HOST
from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.known_browsers import issue_device_cookie
from kneeapp.domain.accounts.password_policy import LONGEST, SHORTEST
from kneeapp.domain.accounts.people import Role
from kneeapp.errors import NotAllowed
from kneeapp.reports.invitation_slips import CODE
from kneeapp.store.clinic import one_time_codes, web_sessions
from kneeapp.ui.account import auth_cookies, password_check, second_factor, single_sign_on
from kneeapp.ui.shell import cookies, server_mode
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.shell.store_pool import clinic_key
from kneeapp.ui.shell.tab_state import LoginState
from kneeapp.ui.widgets.qr import qr_code

PATIENCE = timedelta(minutes=10)
"""After this time without progress the sign-in starts again at the first step."""

ENDED = (
    "Your sign-in has ended: nothing was done here for a while, or it was ended elsewhere. What "
    "was saved is still there, and so is what a clinician had begun to write as a note; other text "
    "that was not saved is not kept. Sign in to go on."
)

LONGEST_CODE = 40
"""Characters of a code in an address that are looked at."""

PASSWORD_RULE = f"{SHORTEST} to {LONGEST} characters. Three or four words will do."


def show(request: RequestContext) -> None:
    """The current step of the sign-in in this tab."""
    _refuse_plain_http()
    step = tab().login
    if step.since and request.now > step.since + PATIENCE:
        step = tab().login = LoginState()
    if step.code:
        _choose_password(request, step.code)
    elif step.account and step.account.has_second_factor:
        _second_factor_input(request, step.account)
    elif step.account:
        _set_up_second_factor(request, step)
    else:
        if tab().was_signed_in:
            st.info(ENDED, icon=":material/logout:")
        _password_input(request)
        single_sign_on.single_sign_on_button(request, enter)
        _code_input(request)
        _render_help(request)


def enter(request: RequestContext, account: Account) -> None:
    """Sign `account` in: in this tab at once, in the browser by a cookie; then rerun."""
    key, ours = clinic_key(request.settings), server_mode.is_kneeapp_server()
    begun, cookie_or_ticket = web_sessions.begin(
        request.store, key, account, request.now, ticket=ours
    )
    auth_cookies.keep(cookie_or_ticket, issue_device_cookie(key, account.name))
    tab_state = tab()
    tab_state.sign_in, tab_state.login = begun, LoginState()
    st.rerun()


def _password_input(request: RequestContext) -> None:
    with st.form("password", border=False):
        name = st.text_input("Name", autocomplete="username")
        password = st.text_input("Password", type="password", autocomplete="current-password")
        pressed = st.form_submit_button("Sign in", type="primary", width="stretch")
    if pressed:
        with show_errors_inline():
            _go_on(
                request,
                password_check.account(request, name, password, cookies.sent(cookies.KNOWN)),
            )


def _go_on(request: RequestContext, account: Account) -> None:
    """The step after the password: the second factor for staff, the app for patients."""
    if not account.needs_second_factor:
        enter(request, account)
    tab().login = LoginState(account=account, since=request.now)
    st.rerun()


def _code_input(request: RequestContext) -> None:
    # a slip's QR code opens this page with the code filled in; it is used only when it is sent
    scanned = st.query_params.get(CODE, "")[:LONGEST_CODE]
    with (
        st.expander("I have a code from my clinic", expanded=bool(scanned)),
        st.form("code", border=False),
    ):
        typed = st.text_input(
            "Code", scanned, autocomplete="off", placeholder="7K2M-9QXR-41AB-ZT5C"
        )
        if st.form_submit_button("Use code", width="stretch"):
            with show_errors_inline():
                one_time_codes.account_for_code(
                    request.store, clinic_key(request.settings), typed, request.now
                )
                tab().login = LoginState(code=typed, since=request.now)
                st.query_params.clear()
                st.rerun()


def _render_help(request: RequestContext) -> None:
    if request.settings.clinic:
        st.caption(
            "Forgot your password, or lost your phone? "
            f"Call {request.settings.clinic.phone}: they give you a code."
        )


def _choose_password(request: RequestContext, code: str) -> None:
    key = clinic_key(request.settings)
    # looked up in each run: the code may have been used or replaced meanwhile
    account = one_time_codes.account_for_code(request.store, key, code, request.now)
    inviter = one_time_codes.inviter(request.store, account.id)
    st.text(f"Welcome, {account.called}." + (f" {inviter} invited you." if inviter else ""))
    with st.form("new password", border=False):
        st.text_input("Name", value=account.name, disabled=True, autocomplete="username")
        password = st.text_input("New password", type="password", autocomplete="new-password")
        st.caption(PASSWORD_RULE)
        lets_in = bool(inviter) and st.checkbox(
            "Who invited me may see my record. I can take this back at any time."
        )
        pressed = st.form_submit_button("Go on", type="primary", width="stretch")
    _restart_button()
    identity = single_sign_on.identity_claim()
    by_provider = bool(identity) and st.button("Go on with single sign-on", width="stretch")
    if pressed or by_provider:
        with show_errors_inline():
            password_hash = (
                password_check.hashed(password, account.name, account.called) if pressed else None
            )
            joined = one_time_codes.use(
                request.store,
                key,
                code,
                at=request.now,
                password=password_hash,
                vouched=identity if by_provider else None,
                lets_in=lets_in,
            )
            enter(request, joined) if by_provider else _go_on(request, joined)


def _second_factor_input(request: RequestContext, account: Account) -> None:
    typed = _authenticator_code_input("Sign in")
    if typed is not None:
        with show_errors_inline():
            second_factor.check(request, account, typed)
            enter(request, account)


def _set_up_second_factor(request: RequestContext, step: LoginState) -> None:
    """The set-up of a second factor, required before the first sign-in of staff."""
    if not step.account or not request.settings.clinic:
        return
    # kept between runs: the code on the screen must stay the one that was scanned
    step.secret = step.secret or second_factor.new_secret()
    clinician = step.account.role is Role.CLINICIAN
    reach = "opens other people's records" if clinician else "decides who is let in"
    st.write(
        f"Your account {reach}, so a password alone is not enough. Scan this with an "
        "authenticator app."
    )
    address = second_factor.address(step.secret, step.account, request.settings.clinic.name)
    qr_code(address, label="Code to scan with an authenticator app")
    with st.expander("No camera? Type this key into the app"):
        st.code(step.secret, language=None)
    typed = _authenticator_code_input("Turn on and sign in")
    if typed is not None:
        with show_errors_inline():
            enter(request, second_factor.set_up(request, step.account, step.secret, typed))


def _authenticator_code_input(button: str) -> str | None:
    """The code that was sent by `button`; None until then."""
    with st.form("second factor", border=False):
        typed = st.text_input(
            "6-digit code from your authenticator app", autocomplete="one-time-code"
        )
        pressed = st.form_submit_button(button, type="primary", width="stretch")
    _restart_button()
    return typed if pressed else None


def _restart_button() -> None:
    if st.button("Begin again", type="tertiary"):
        tab().login = LoginState()
        st.rerun()


def _refuse_plain_http() -> None:
    """Raise NotAllowed on an unencrypted connection, except on this machine."""
    url = st.context.url or ""
    if url.startswith("http://") and not LOCAL_HOST.fullmatch(st.context.headers.get("Host", "")):
        raise NotAllowed(
            "Open this page by https: a sign-in over plain http can be read by others."
        )
