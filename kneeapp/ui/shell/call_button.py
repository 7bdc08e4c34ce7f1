"""A number to call, as a button that a shaking thumb finds."""

from html import escape

import streamlit as st


def call_button(number: str, label: str, *, urgent: bool = False) -> None:
    """A link as wide as its place and more than 44 px high that calls `number`.

    `number` may hold spaces, brackets and dashes as people write them. `urgent` fills it with the
    colour of alarm; otherwise it is outlined.
    """
    abroad = number.replace("(0)", "") if number.startswith("+") else number  # +44 (0)20
    dialled = "".join(sign for sign in abroad if sign in "+*#" or sign.isdecimal())
    kind = "call urgent" if urgent else "call"
    st.html(f'<a class="{kind}" href="tel:{escape(dialled)}">{escape(label)}</a>')
