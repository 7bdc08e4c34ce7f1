"""The frame of every page: access, navigation, and the handling of all errors."""

import logging

import streamlit as st
from streamlit.navigation.page import Page

from kneeapp import metrics
from kneeapp.errors import KneeAppError
from kneeapp.ui.account import auth_cookies
from kneeapp.ui.record import browser_storage
from kneeapp.ui.shell import audit_entries, error_page, navigation, request_context, theme
from kneeapp.ui.widgets import focus

st.set_page_config(page_title="kneeapp")
theme.set_page_icon()

theme.inject_css()
pages: list[Page] = []
try:
    pages = navigation.pages(request_context.audiences())
    page = st.navigation(pages, position="top")
    # before the page, which says at which of its parts the person is
    focus.enter(page.title)
    if navigation.is_wide(page):
        theme.widen()
    with request_context.frame(page.url_path) as request, audit_entries.audit_denied_access():
        theme.banner(request)
        auth_cookies.link_account(request)
        auth_cookies.lock_when_idle(request)
        browser_storage.mount(request)
        page.run()
except KneeAppError as error:
    metrics.ERRORS.labels(type(error).__name__).inc()
    error_page.render_error_page(error)
except Exception:  # nobody may see a traceback: it could hold entries of a record
    metrics.ERRORS.labels("unforeseen").inc()
    logging.getLogger("kneeapp").exception("page %s failed", request_context.tab().page)
    st.error(
        "Something went wrong on this page. What was saved is still there. "
        "Reload the page; if it happens again, run `kneeapp doctor`.",
        icon=":material/error:",
    )
# below a page that failed, too: the other pages stay in reach
theme.tab_bar(pages)
auth_cookies.mount()
focus.mount()
