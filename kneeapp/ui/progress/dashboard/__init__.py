"""Dashboard: the linked charts of the overview, as one component in the browser.

They are drawn by the Vega of Streamlit's own chart element. Its script has another name in each
version of Streamlit and exports one function, by no name that stays: `vega()` and the component
rest on that (1.67; a test watches it).
"""

from functools import cache
from pathlib import Path

import streamlit as st

from kneeapp.ui.shell.component_payloads import DashboardData, component, no_op, payload

ADDRESS = FROM, TO, SESSION = "from", "to", "session"
"""What the address names: the first and the last day of the brush, and the open session."""

_SCRIPT = "js/loadVegaEmbed.*.js"


@cache
def vega() -> str:
    """The address of Streamlit's script that brings Vega, relative to the page's base."""
    static = Path(st.__file__).parent / "static" / "static"
    [script] = static.glob(_SCRIPT)
    return f"./static/js/{script.name}"


def dashboard(data: DashboardData) -> dict[str, str]:
    """Mount it; what was chosen in it just now, by its name in the address, empty for no choice.

    These are the days of the brush that was let go, or the session that was opened.
    """
    mount = component(
        "dashboard", html="<div class='dashboard'></div>", css="dashboard.css", js="dashboard.js"
    )
    chosen = mount(key="dashboard", data=payload(data), on_chosen_change=no_op).get("chosen") or {}
    return {name: f"{chosen[name]}" for name in ADDRESS if name in chosen}
