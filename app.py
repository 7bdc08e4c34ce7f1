"""The frame of every page: who is here, where they can go, and the one catch of what goes wrong."""

import logging

import streamlit as st
from streamlit.navigation.page import Page

from kneeapp import metrics
from kneeapp.errors import KneeAppError
from kneeapp.ui import door, focus, keeping, look, navigation, outage, refusals, session

st.set_page_config(page_title="kneeapp", page_icon=look.ICON, layout="centered")

look.dress()
pages: list[Page] = []
try:
    pages = navigation.pages(session.audiences())
    page = st.navigation(pages, position="top")
    focus.enter(page.title)
    with session.frame(page.url_path) as here, refusals.kept():
        look.banner(here)
        door.link_account(here)
        door.lock_when_idle(here)
        keeping.attend(here)
        page.run()
except KneeAppError as error:
    metrics.ERRORS.labels(type(error).__name__).inc()
    outage.tell(error)
except Exception:  # the last net: a person never sees a traceback
    metrics.ERRORS.labels("unforeseen").inc()
    logging.getLogger("kneeapp").exception("page %s failed", session.tab().page)
    st.error(
        "Something went wrong on this page. What was saved is still there. "
        "Reload the page; if it happens again, run `kneeapp doctor`.",
        icon=":material/error:",
    )
look.tab_bar(pages)
door.attend()
focus.attend()
