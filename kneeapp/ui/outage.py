"""What is said when a page fails; the player goes on while the record cannot be reached."""

import streamlit as st

from kneeapp import clock
from kneeapp.errors import KneeAppError, StoreError
from kneeapp.ui.session import tab


def tell(error: KneeAppError) -> None:
    """Say what happened and what to do; in the player's place it does so itself."""
    here = tab()
    if not isinstance(error, StoreError):
        st.error(str(error), icon=":material/error:")
    elif not here.playing:
        st.error(str(error), icon=":material/error:")
        st.button("Try again")
    elif not here.mounted:
        here.playing(now=clock.now(), delayed=True)
