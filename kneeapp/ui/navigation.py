"""The pages, in the order a person meets them."""

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.pages_manager import PagesManager


def pages() -> list[Page]:
    """Every page; the first is where one arrives, hidden ones are linked from others."""
    return [
        st.Page("pages/today.py", title="Today", icon=":material/today:", default=True),
        st.Page("pages/screening.py", title="Screening", icon=":material/fact_check:"),
        st.Page("pages/routine.py", title="Routine", icon=":material/self_improvement:"),
        st.Page("pages/progress.py", title="Progress", icon=":material/monitoring:"),
        st.Page("pages/programme.py", title="Programme", icon=":material/trending_up:"),
        st.Page("pages/trial.py", title="Trial", icon=":material/balance:", visibility="hidden"),
        st.Page("pages/my_data.py", title="My data", icon=":material/folder_shared:"),
    ]


def only_through_the_frame() -> None:
    """Make every request run app.py.

    Until st.navigation is called once in a process, Streamlit runs the file of pages/ that
    the first request names alone, as it did before st.navigation existed. There is no option
    for it: `uses_pages_directory` is its own mark (1.67; a test watches it).
    """
    PagesManager.uses_pages_directory = False
