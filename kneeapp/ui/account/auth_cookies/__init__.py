"""Auth cookies: set and deleted by the browser on sign-in and sign-out."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

import streamlit as st

from kneeapp import clock
from kneeapp.store.clinic.web_sessions import TICKET_LASTS
from kneeapp.ui.shell import cookies, server_mode
from kneeapp.ui.shell.component_payloads import CookieData, component, payload
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
        _send(SIGN_IN_PATH, ticket=cookie_or_ticket)
    else:
        _send(values={cookies.SIGN_IN: cookie_or_ticket, cookies.KNOWN: device_cookie})


def drop() -> None:
    """Have the browser delete its sign-in cookie."""
    if server_mode.is_kneeapp_server():
        _send(SIGN_OUT_PATH)
    else:
        _send(values={cookies.SIGN_IN: ""})


def mount() -> None:
    """Send the pending cookie command to the browser, while its ticket is valid.

    It stays on the page for that time, because a rerun may replace the page before the script
    has run; the number lets the script do each command once.
    """
    command = tab().cookie_command
    if command and clock.now() < command.until:
        component("auth_cookies", html="<div></div>", js="auth-cookies.js")(
            key="door", data=payload(command.data)
        )


def link_account(request: RequestContext) -> None:
    """The link to the Account page, on every page of a signed-in account."""
    if request.account:
        with st.container(horizontal=True, horizontal_alignment="right", key="account"):
            st.page_link("pages/account.py", label="Account", icon=":material/account_circle:")


def lock_when_idle(request: RequestContext) -> None:
    """Rerun the page when the web session of staff has expired, to remove open records from it."""
    if request.sign_in and request.sign_in.account.needs_second_factor:
        # a second later than the end, so that the rerun finds it expired
        waits = request.sign_in.idle_at - request.now + timedelta(seconds=1)
        st.fragment(_lock, run_every=waits)(request.sign_in.idle_at)


def _lock(idle_at: datetime) -> None:
    if clock.now() >= idle_at:
        st.rerun()


def _send(path: str = "", *, ticket: str = "", values: Mapping[str, str] | None = None) -> None:
    """Leave a command for `mount`: post `ticket` to `path`, or write cookies of these values."""
    host = st.context.headers.get("Host", "")
    written = tuple(cookies.text(name, value, host) for name, value in (values or {}).items())
    data = CookieData(number=str(uuid4()), path=path, ticket=ticket, cookies=written)
    tab().cookie_command = CookieCommand(data, clock.now() + TICKET_LASTS)
