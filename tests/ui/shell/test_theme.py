"""The colours of the theme, as WCAG 2.2 wants them."""

import pytest
import streamlit as st

from kneeapp.ui.shell import theme

CONTROL_EDGE = 3.0
"""WCAG 2.2, 1.4.11."""


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, other: str) -> float:
    low, high = sorted((luminance(first), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_control_borders_and_focus_rings_have_enough_contrast(mode, ground):
    under = st.get_option(f"theme.{mode}.{ground}")
    assert contrast(st.get_option(f"theme.{mode}.borderColor"), under) >= CONTROL_EDGE
    assert contrast(st.get_option(f"theme.{mode}.primaryColor"), under) >= CONTROL_EDGE


def test_the_css_holds_both_themes_and_every_file():
    style = theme._colours("light") + theme.rules(*theme.SHEETS)
    for name, option in theme.COLOURS.items():
        both = (st.get_option(f"theme.{mode}.{option}") for mode in ("light", "dark"))
        assert f"--knee-{name}:light-dark({','.join(both)})" in style
    assert {file.stem for file in theme.STYLE.glob("*.css")} == {
        *theme.SHEETS,
        "caseload",
        "patient",
        "wide",
    }
