"""Theme: CSS, banner and the tab bar of phones."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kneeapp.ui.shell.call_button import call_button
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RequestContext

ICON = "./app/static/icon.png"
"""The address of static/icon.png: an icon by name would be fetched from another host."""

COLOURS = {
    "accent": "primaryColor",
    "ground": "backgroundColor",
    "raised": "secondaryBackgroundColor",
    "edge": "borderColor",
    "ink": "textColor",
    "alarm": "redColor",
}
STYLE = Path(__file__).parent / "style"
SHEETS = ("pieces", "reach", "phone", "device")
"""The style of every page in the order of its files: a later one wins."""


def set_page_icon() -> None:
    """Give the page its icon: the message that st.set_page_config(page_icon=ICON) sends.

    That call imports numpy and Pillow, though an address needs neither
    (1.67; a test watches that the browser shows it).
    """
    if context := get_script_run_ctx():
        message = ForwardMsg()
        message.page_config_changed.favicon = ICON
        context.enqueue(message)


def inject_css() -> None:
    """The app's own style; Streamlit gives its theme's colours to components only."""
    st.html(f"<style>{_colours(st.context.theme.type)}{rules(*SHEETS)}</style>")


def widen() -> None:
    """Let the page use the whole of a wide screen.

    After st.set_page_config(layout="wide") every second run of a page is narrow: the browser
    compares the message with a layout that it is about to reset (1.67).
    """
    st.html(f"<style>{rules('wide')}</style>")


def _colours(mode: str | None) -> str:
    """The theme's colours by names of our own, in light and in dark.

    A browser that knows light-dark() picks by itself, also when its device goes dark while the
    page is open. An older one keeps those of `mode` until the next run.
    """
    names = COLOURS.items()
    light, dark = (
        {name: st.get_option(f"theme.{mode}.{option}") for name, option in names}
        for mode in ("light", "dark")
    )
    now = "".join(f"--knee-{name}:{(dark if mode == 'dark' else light)[name]};" for name in light)
    both = "".join(f"--knee-{name}:light-dark({light[name]},{dark[name]});" for name in light)
    return f".stApp{{{now}}}@supports(color:light-dark(red,red)){{.stApp{{{both}}}}}"


@cache
def rules(*sheets: str) -> str:
    """The rules of these files, without comments and line breaks: they are sent with every run."""
    written = "".join((STYLE / f"{sheet}.css").read_text("utf-8") for sheet in sheets)
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL))


def banner(request: RequestContext) -> None:
    """Say on what terms this record is kept, where that is not the usual."""
    clinic, account = request.settings.clinic, request.account
    if request.settings.demo:
        st.info(
            "**Demo.** A made-up person's twelve weeks. It is deleted when you stop the demo.",
            icon=":material/theater_comedy:",
        )
    if clinic and account and account.own_person:
        text = f"Nobody at {plain(clinic.name)} watches this live. Worse, or worried?"
        with st.container(key="not_live", horizontal=True, wrap=False, vertical_alignment="center"):
            st.markdown(f":small[{text}]")
            call_button(clinic.phone, f"Call {clinic.phone}")


def tab_bar(pages: Sequence[Page]) -> None:
    """The pages once more, in reach of the thumb on a narrow screen, where there are several."""
    shown = [page for page in pages if page.visibility == "visible"]
    # always drawn: only the CSS knows how wide the screen is
    with st.container(key="tab_bar", horizontal=True):
        for page in shown if len(shown) > 1 else ():
            st.page_link(page, width="stretch")
