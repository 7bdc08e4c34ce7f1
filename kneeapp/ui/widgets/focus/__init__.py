"""Focus: after each run the next part of the page gets the focus, and is announced once.

Streamlit removes the pressed button from the page; the focus is then lost to the beginning of
the page, and a screen reader says nothing. The browser's part of this is frontend/focus.js.
"""

import streamlit as st

from kneeapp.ui.shell.component_payloads import FocusData, component, no_op, payload
from kneeapp.ui.shell.request_context import tab


def enter(page: str) -> None:
    """Record that the person is at the beginning of the page with this title, and set it."""
    tab_state = tab()
    tab_state.page_title, tab_state.page_part = page, ""
    st.set_page_config(page_title=f"{page} · kneeapp")


def on(part: str) -> None:
    """Record that the person is at this part of the page, such as "Question 2 of 13: …".

    Its heading has to be the first one below the page's title.
    """
    tab().page_part = part


def say(words: str) -> None:
    """Let a screen reader say `words` once, after this run or after its st.rerun."""
    tab().announcement = words


def mount() -> None:
    """Send the present position and text to the browser."""
    tab_state = tab()
    component("focus", html="<div hidden></div>", js="focus.js")(
        key="focus",
        data=payload(
            FocusData(
                page=tab_state.page_title,
                part=tab_state.page_part,
                said=tab_state.announcement,
                dark=st.context.theme.type == "dark",
            )
        ),
        # the rerun itself draws charts and drawings in the new colours
        on_dark_change=no_op,
    )
    tab_state.announcement = ""  # otherwise each run would say it again
