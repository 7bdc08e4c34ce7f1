"""What every page wears: its style, its banner and, on a phone, the tab bar at the thumb."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import Page

from kneeapp.domain.clinic import Clinic
from kneeapp.settings import PROJECT
from kneeapp.ui.plain import plain
from kneeapp.ui.session import Arrival

ICON = str(PROJECT / "static" / "icon.png")
"""A file of our own: an icon by name would be fetched from another host."""

COLOURS = {
    "accent": "primaryColor",
    "ground": "backgroundColor",
    "raised": "secondaryBackgroundColor",
    "edge": "borderColor",
    "ink": "textColor",
}
STYLE = """
<style>
  .block-container { max-width: 46rem; }
  .stButton button, .stDownloadButton button, .stFormSubmitButton button { min-height: 3.25rem; }
  .stButton button p, .stDownloadButton button p { font-size: 1rem; }
  .stCheckbox label p, .stRadio label p { font-size: 1rem; }
  .stButton button[kind="primary"] p { font-weight: 650; }
  button[kind^="primary"]:not(:disabled) { color: var(--knee-ground); }
  [data-testid="stButtonGroup"] button { min-height: 2.75rem; }
  [data-testid="stButtonGroup"] [data-selected="true"] p {
    color: var(--knee-ink); font-weight: 650;
  }
  .st-key-routine_days button, .st-key-programme_days button {
    flex: 1 1 0; min-width: 0; padding-inline: 0;
  }
  .st-key-visitors_way > div { flex: 1 1 0; min-width: 0; }
  .st-key-visitors_way button { width: 100%; padding-inline: .25rem; }
  [data-testid="stCaptionContainer"] { opacity: .85; }
  .st-key-answers .stCheckbox label {
    min-height: 3.25rem; width: 100%; padding: .8rem .9rem; align-items: flex-start;
    border: 1px solid var(--knee-edge); border-radius: .8rem;
  }
  .st-key-answers .stCheckbox, .st-key-answers .stElementContainer { width: 100%; }
  .st-key-answers .stCheckbox label:has(input:checked) {
    border-color: var(--knee-accent); background: var(--knee-raised);
  }
  img.drawing {
    display: block; width: 100%; max-height: 24rem; object-fit: contain; border-radius: .8rem;
  }
  img.drawing.still { display: none; }
  @media (prefers-reduced-motion: reduce) {
    img.drawing.moving { display: none; }
    img.drawing.still { display: block; }
  }
  .st-key-small_drawing img.drawing { max-height: 11rem; width: auto; margin: 0 auto; }
  [class*="st-key-exercise_"] img.drawing { max-height: 7.5rem; }
  [class*="st-key-exercise_"] .stHorizontalBlock { overflow: visible; }
  ol.week { display: flex; gap: .35rem; margin: 0; padding: 0; list-style: none; }
  ol.week li {
    flex: 1 1 0; min-width: 0; margin: 0; padding: .3rem 0; text-align: center;
    border: 1px solid var(--knee-edge); border-radius: .6rem;
  }
  ol.week span { display: block; font-size: .8rem; }
  ol.week b { display: block; min-height: 1.5em; }
  ol.week .done { background: var(--knee-accent); color: var(--knee-ground); }
  ol.week .planned { border-color: var(--knee-accent); }
  ol.week .today { outline: 2px solid var(--knee-ink); outline-offset: 1px; }
  .st-key-account { margin-bottom: -3.5rem; position: relative; z-index: 1; }
  .st-key-tab_bar { display: none; }
  @media (max-width: 40rem) {
    .block-container { padding: 1.25rem 1rem 6rem; }
    .block-container:has(.st-key-way_on) { padding-bottom: 11rem; }
    [data-testid="stHeader"] { display: none; }
    h1 { font-size: 1.75rem; padding: .25rem 0 .5rem; }
    .st-key-way_on, .st-key-tab_bar {
      position: fixed; inset: auto 0 0 0; z-index: 98; background: var(--knee-ground);
    }
    .st-key-way_on {
      bottom: calc(3.75rem + env(safe-area-inset-bottom)); padding: .5rem 1rem .75rem;
    }
    .st-key-tab_bar {
      display: flex; z-index: 99; gap: 0; border-top: 1px solid var(--knee-edge);
      padding: .25rem .25rem max(.25rem, env(safe-area-inset-bottom));
    }
    .st-key-tab_bar > div { flex: 1 1 0; min-width: 0; }
    .st-key-tab_bar a {
      flex-direction: column; gap: 0; min-height: 3.25rem; padding: .3rem 0;
      justify-content: center; align-items: center; text-align: center;
    }
    .st-key-tab_bar a p { font-size: .72rem; line-height: 1.1; }
  }
</style>
"""


def dress() -> None:
    """The app's own style; Streamlit gives its theme's colours to components only."""
    mode = "dark" if st.context.theme.type == "dark" else "light"
    colours = {name: st.get_option(f"theme.{mode}.{option}") for name, option in COLOURS.items()}
    variables = "".join(f"--knee-{name}:{value};" for name, value in colours.items())
    st.html(f"<style>.stApp{{{variables}}}</style>{STYLE}")


def banner(here: Arrival) -> None:
    """Say on what terms this record is kept, where that is not the usual."""
    if here.settings.demo:
        st.info(
            "**Demo.** A made-up person's twelve weeks. It is deleted when you stop the demo.",
            icon=":material/theater_comedy:",
        )
    if here.settings.clinic and here.account and here.account.own_person:
        _tell_nobody_watches(here.settings.clinic)


def _tell_nobody_watches(clinic: Clinic) -> None:
    number = "".join(sign for sign in clinic.phone if sign.isdigit() or sign == "+")
    st.markdown(
        f":small[Nobody at {plain(clinic.name)} watches this live. Worse, or worried? "
        f"Call [{plain(clinic.phone)}](tel:{number}).]"
    )


def tab_bar(pages: Sequence[Page]) -> None:
    """The pages once more, in reach of the thumb on a narrow screen."""
    with st.container(key="tab_bar", horizontal=True):
        for page in pages:
            if page.visibility == "visible":
                st.page_link(page, width="stretch")
