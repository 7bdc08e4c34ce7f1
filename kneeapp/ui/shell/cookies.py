"""The cookies of a sign-in: their names, their attributes, and what the browser sent."""

from datetime import timedelta

import streamlit as st

from kneeapp.access import LOCAL_HOST

SIGN_IN = "kneeapp"
KNOWN = "kneeapp_known"
"""Of a browser on which somebody has signed in before."""

LASTS = timedelta(days=365)
"""The server ends a sign-in long before."""


def sent(name: str) -> str:
    """What the browser holds as `name`, empty where it holds nothing.

    As it was when the page was opened: only the database knows what holds now.
    """
    value = st.context.cookies.get(named(name, st.context.headers.get("Host", "")))
    return value if isinstance(value, str) else ""


def named(name: str, host: str) -> str:
    """The cookie's whole name; with this prefix no other host can have set it."""
    return name if LOCAL_HOST.fullmatch(host) else f"__Host-{name}"


def text(name: str, value: str, host: str) -> str:
    """The cookie as a browser takes it, for nothing but our own pages; without a `value` it is
    deleted there.
    """
    secure = "" if LOCAL_HOST.fullmatch(host) else "; Secure"
    seconds = int(LASTS.total_seconds()) if value else 0
    return f"{named(name, host)}={value}; Path=/; Max-Age={seconds}; SameSite=Strict{secure}"
