"""Inline errors: show an error where it arose and go on with the page."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.ui.shell import audit_entries


@contextmanager
def show_errors_inline() -> Iterator[None]:
    """Show what is refused in the block as a message in its place."""
    try:
        with audit_entries.audit_denied_access():
            yield
    except (BadInput, NotAllowed, NotFound) as error:
        st.error(str(error), icon=":material/error:")
