"""The frame of every page: who is here, where they can go, and the one catch of what goes wrong."""

import logging

import streamlit as st

from kneeapp import metrics
from kneeapp.errors import KneeAppError
from kneeapp.ui import look, navigation, session

st.set_page_config(page_title="kneeapp", page_icon=look.ICON, layout="centered")

pages = navigation.pages()
page = st.navigation(pages, position="top")
look.dress()
try:
    with session.frame():
        look.banner(session.current())
        page.run()
except KneeAppError as error:
    metrics.ERRORS.labels(type(error).__name__).inc()
    st.error(str(error), icon=":material/error:")
except Exception:  # the last net: a person never sees a traceback
    metrics.ERRORS.labels("unforeseen").inc()
    logging.getLogger("kneeapp").exception("page %s failed", page.url_path)
    st.error(
        "Something went wrong on this page. What was saved is still there. "
        "Reload the page; if it happens again, run `kneeapp doctor`.",
        icon=":material/error:",
    )
look.tab_bar(pages)
