"""Error page: the message when a page fails; the player goes on."""

import logging

import streamlit as st

from kneeapp import clock
from kneeapp.errors import KneeAppError, StoreError
from kneeapp.settings import settings
from kneeapp.ui.shell.navigation import as_page
from kneeapp.ui.shell.request_context import tab

_log = logging.getLogger(__name__)


def render_error_page(error: KneeAppError) -> None:
    """Say what happened and what to do; in the player's place it does so itself."""
    here = tab()
    if not isinstance(error, StoreError):
        st.error(str(error), icon=":material/error:")
    elif not here.playing:
        st.error(_words(error), icon=":material/error:")
        st.button("Try again")
    elif not here.mounted:
        with as_page():
            here.playing(now=clock.now(), delayed=True)


def _words(error: StoreError) -> str:
    """A clinic's people can mend nothing, and what its machines are called is not for them."""
    clinic = settings().clinic
    if clinic is None:
        return str(error)
    _log.error("the record cannot be reached: %s", error)
    return (
        "The record cannot be reached just now. What was saved is still there. Try again in a "
        f"moment; if it lasts, tell {clinic.name}, {clinic.phone}."
    )
