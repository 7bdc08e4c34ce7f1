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


def keep(cookie_or_ticket: str, known: str) -> None:
    """Have the browser keep a sign-in: a ticket for the cookie, or the cookie itself.

    Only the server can hide a cookie from scripts, so the page does not see it where
    there is kneeapp's own.
    """
    if server_mode.is_kneeapp_server():
        _send(CookieCommand(str(uuid4()), clock.now(), SIGN_IN_PATH, cookie_or_ticket))
    else:
        _send_cookies({cookies.SIGN_IN: cookie_or_ticket, cookies.KNOWN: known})


def drop() -> None:
    """Have the browser drop its sign-in."""
    if server_mode.is_kneeapp_server():
        _send(CookieCommand(str(uuid4()), clock.now(), SIGN_OUT_PATH))
    else:
        _send_cookies({cookies.SIGN_IN: ""})


def mount() -> None:
    """Put what the browser is to do on the page, as long as it may take to do it."""
    errand = tab().errand
    if errand and clock.now() < errand.sent_at + TICKET_LASTS:
        _element()(
            key="door",
            data=payload(
                CookieData(
                    number=errand.number,
                    path=errand.path,
                    ticket=errand.ticket,
                    cookies=errand.cookies,
                )
            ),
        )


def link_account(here: RequestContext) -> None:
    """The way to *Account* on every page of whoever is signed in."""
    if here.account:
        with st.container(horizontal=True, horizontal_alignment="right", key="account"):
            st.page_link("pages/account.py", label="Account", icon=":material/account_circle:")


def lock_when_idle(here: RequestContext) -> None:
    """Leave nobody else's record on a screen that nobody looks at."""
    if here.sign_in and here.sign_in.account.needs_second_factor:
        waits = here.sign_in.idle_at - here.now + timedelta(seconds=1)
        st.fragment(_lock, run_every=waits)(here.sign_in.idle_at)


def _lock(idle_at: datetime) -> None:
    if clock.now() >= idle_at:
        st.rerun()


def _send(errand: CookieCommand) -> None:
    tab().errand = errand


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
