"""Auth cookies: set and deleted by the browser on sign-in and sign-out."""

from datetime import datetime, timedelta
from functools import cache
from uuid import uuid4

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from kneeapp import clock
from kneeapp.store.clinic.web_sessions import TICKET_LASTS
from kneeapp.ui.shell import cookies, server_mode
from kneeapp.ui.shell.component_payloads import CookieData, payload
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.shell.tab_state import CookieCommand

SIGN_IN_PATH = "/_kneeapp/sign-in"
SIGN_OUT_PATH = "/_kneeapp/sign-out"


def keep(cookie_or_ticket: str, device_cookie: str) -> None:
    """Have the browser store a sign-in: by a ticket for the cookie, or by the cookie itself.

    Streamlit cannot set cookies in a response. On kneeapp's own server the browser exchanges a
    one-time ticket for an HttpOnly cookie, which no script can read; on another server a script
    has to write the cookie.
    """
    if server_mode.is_kneeapp_server():
        _send(CookieCommand(str(uuid4()), clock.now(), SIGN_IN_PATH, cookie_or_ticket))
    else:
        _send_cookies({cookies.SIGN_IN: cookie_or_ticket, cookies.KNOWN: device_cookie})


def drop() -> None:
    """Have the browser delete its sign-in cookie."""
    if server_mode.is_kneeapp_server():
        _send(CookieCommand(str(uuid4()), clock.now(), SIGN_OUT_PATH))
    else:
        _send_cookies({cookies.SIGN_IN: ""})


def mount() -> None:
    """Send the pending cookie command to the browser, while its ticket is valid.

    It stays on the page for that time, because a rerun may replace the page before the script
    has run; the number lets the script do each command once.
    """
    command = tab().errand
    if command and clock.now() < command.sent_at + TICKET_LASTS:
        _element()(
            key="door",
            data=payload(
                CookieData(
                    number=command.number,
                    path=command.path,
                    ticket=command.ticket,
                    cookies=command.cookies,
                )
            ),
        )


def link_account(request: RequestContext) -> None:
    """The link to the Account page, on every page of a signed-in account."""
    if request.account:
        with st.container(horizontal=True, horizontal_alignment="right", key="account"):
            st.page_link("pages/account.py", label="Account", icon=":material/account_circle:")


def lock_when_idle(request: RequestContext) -> None:
    """Rerun the page when the web session of staff has expired, to remove open records from it."""
    if request.sign_in and request.sign_in.account.needs_second_factor:
        waits = request.sign_in.idle_at - request.now + timedelta(seconds=1)
        st.fragment(_lock, run_every=waits)(request.sign_in.idle_at)


def _lock(idle_at: datetime) -> None:
    if clock.now() >= idle_at:
        st.rerun()


def _send(command: CookieCommand) -> None:
    tab().errand = command


def _send_cookies(values: dict[str, str]) -> None:
    host = st.context.headers.get("Host", "")
    _send(
        CookieCommand(
            str(uuid4()),
            clock.now(),
            cookies=tuple(
                cookies.text(name, value, host, cookies.LASTS if value else cookies.FORGOTTEN)
                for name, value in values.items()
            ),
        )
    )


@cache
def _element() -> ComponentRenderer:
    """Made at first use: its files are found only once a Streamlit server runs."""
    return st.components.v2.component(
        "kneeapp.auth_cookies", html="<div></div>", js="auth-cookies.js"
    )
