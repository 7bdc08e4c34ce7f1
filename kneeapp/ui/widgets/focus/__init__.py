"""Focus: after each run the next part of the page gets the focus, and is announced once.

Streamlit removes the pressed button from the page; the focus is then lost to the beginning of
the page, and a screen reader says nothing. The browser's part of this is frontend/focus.js.
"""

from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from kneeapp.ui.shell.component_payloads import FocusData, payload
from kneeapp.ui.shell.request_context import tab
from kneeapp.ui.shell.tab_state import PagePosition


def enter(page: str) -> None:
    """Record that the person is at the beginning of the page with this title."""
    tab().place = PagePosition(page)
    st.set_page_config(page_title=f"{page} · kneeapp")


def on(part: str) -> None:
    """Record that the person is at this part of the page, such as "Question 2 of 13: …".

    Its heading has to be the first one below the page's title.
    """
    tab().place.part = part


def say(words: str) -> None:
    """Let a screen reader say `words` once, after this run or after its st.rerun."""
    tab().said = words


def mount() -> None:
    """Send the present position and text to the browser."""
    tab_state = tab()
    _element()(
        key="focus",
        data=payload(
            FocusData(
                page=tab_state.place.page,
                part=tab_state.place.part,
                said=tab_state.said,
                dark=st.context.theme.type == "dark",
            )
        ),
        on_dark_change=_redraw,
    )
    tab_state.said = ""


def _redraw() -> None:
    """Nothing to do: the rerun itself draws charts and drawings in the new colours."""


@cache
def _element() -> ComponentRenderer:
    """Created at first use: Streamlit finds a component's files only while a server runs."""
    return st.components.v2.component("kneeapp.focus", html="<div hidden></div>", js="focus.js")
