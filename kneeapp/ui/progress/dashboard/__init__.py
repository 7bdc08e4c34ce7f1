"""Dashboard: the linked charts of the overview, as one component in the browser.

They are drawn by the Vega of Streamlit's own chart element. Its script has another name in each
version of Streamlit and exports one function, by no name that stays: `vega()` and the component
rest on that (1.67; a test watches it).
"""

from functools import cache
from pathlib import Path

import streamlit as st

from kneeapp.ui.shell.component_payloads import DashboardData, component, no_op, payload

_SCRIPT = "js/loadVegaEmbed.*.js"


@cache
def vega() -> str:
    """The address of Streamlit's script that brings Vega, relative to the page's base."""
    static = Path(st.__file__).parent / "static" / "static"
    [script] = static.glob(_SCRIPT)
    return f"./static/js/{script.name}"


def dashboard(data: DashboardData) -> None:
    """Mount it; the page runs again when a session is opened, whose id stands in the address."""
    component(
        "dashboard", html="<div class='dashboard'></div>", css="dashboard.css", js="dashboard.js"
    )(key="dashboard", data=payload(data), on_run_change=no_op)
