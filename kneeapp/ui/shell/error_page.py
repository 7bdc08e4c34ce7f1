"""Errors on a page: a message in place of the page, or where the error arose."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kneeapp import clock
from kneeapp.errors import BadInput, KneeAppError, NotAllowed, NotFound, StoreError
from kneeapp.settings import settings
from kneeapp.ui.shell.audit_entries import audit_denied_access
from kneeapp.ui.shell.navigation import as_page
from kneeapp.ui.shell.request_context import tab

_log = logging.getLogger(__name__)


def render_error_page(error: KneeAppError) -> None:
    """Say what happened and what to do; during a session the player stays and says it itself."""
    tab_state = tab()
    if not isinstance(error, StoreError):
        _render(error)
    elif not tab_state.playing:
        st.error(_words(error), icon=":material/error:")
        st.button("Try again")
    elif not tab_state.mounted:  # a run that failed later has the player on the page already
        with as_page():
            tab_state.playing(now=clock.now(), delayed=True)


@contextmanager
def show_errors_inline() -> Iterator[None]:
    """Show what is refused in the block as a message in its place."""
    try:
        with audit_denied_access():
            yield
    except (BadInput, NotAllowed, NotFound) as error:
        _render(error)


def _render(error: KneeAppError) -> None:
    st.error(str(error), icon=":material/error:")


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
