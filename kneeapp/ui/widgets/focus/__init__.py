"""Where on the page the person is: what comes next gets the focus, and is said once.

Streamlit takes away the button that was pressed and lets the focus fall to the page's beginning,
without a word to a screen reader. The browser's half of this is frontend/focus.js.
"""

from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from kneeapp.ui.shell.component_payloads import FocusData, payload
from kneeapp.ui.shell.request_context import tab
from kneeapp.ui.shell.tab_state import ScreeningPlace


def enter(page: str) -> None:
    """The person is on the page with this title, at its beginning."""
    tab().place = ScreeningPlace(page)
    st.set_page_config(page_title=f"{page} · kneeapp")


def on(part: str) -> None:
    """The person is at this part of the page, such as "Question 2 of 13: After the injury".

    Its heading is the first one below the page's title.
    """
    tab().place.part = part


def say(words: str) -> None:
    """Have a screen reader say `words` once, after this run or the one that it asks for."""
    tab().said = words


def mount() -> None:
    """Tell the browser where the person is now."""
    here = tab()
    _element()(
        key="focus",
        data=payload(
            FocusData(
                page=here.place.page,
                part=here.place.part,
                said=here.said,
                dark=st.context.theme.type == "dark",
            )
        ),
        on_dark_change=_redraw,
    )
    here.said = ""


def _redraw() -> None:
    """Drawings and charts have their colours from the run: one more, and they follow."""


@cache
def _element() -> ComponentRenderer:
    """Made at first use: its files are found only once a Streamlit server runs."""
    return st.components.v2.component("kneeapp.focus", html="<div hidden></div>", js="focus.js")
