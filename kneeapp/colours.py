"""Colours that the app's pages, charts, figures and reports share, in light and in dark.

Streamlit reads its own copy of them from .streamlit/config.toml; a test compares the two.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class AppColours:
    """The colours of one mode: of controls, of the page, and of text."""

    accent: str
    paper: str
    ink: str


LIGHT = AppColours(accent="#1f7a7a", paper="#fbfaf7", ink="#22302f")
DARK = AppColours(accent="#5fc4bd", paper="#14201f", ink="#eceae3")
