"""The Clinic page: what is to be done, the caseload with search and filters, invitations."""

from collections.abc import Sequence

import streamlit as st

from kneeapp import content
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.caseload import CaseloadEntry, Show, Sort, counts, matching
from kneeapp.store.clinic import care, caseload, deputies
from kneeapp.ui.account import invitations
from kneeapp.ui.account.deputies import deputy_form, render_deputies
from kneeapp.ui.clinic import caseload_table, work_list
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar

A_PAGE = 25
"""People on one page; verdicts are calculated for these only."""

LIST = "caseload"
EMPTY = (
    "Nobody lets you see their record yet. Invite a patient, or ask one who has an account "
    "already: they answer on their *Today* page."
)
ASKED = (
    "Asked. If a patient here has that sign-in name, they answer on their Today page, once they "
    "have joined."
)


def render_caseload_page(request: RequestContext) -> None:
    """The people who gave the clinician access, and the forms to add more."""
    with st.container(key=LIST):
        st.title("Clinic")
        cases = _cases(request)
        work_list.render_work_list(request)
        if cases:
            st.header("People")
            _render_list(request, cases)
        else:
            st.info(EMPTY, icon=":material/group_add:")
        invitations.invitation_form(request, [Role.PATIENT])
        _invite_controls(request)
        _away(request)


def _cases(request: RequestContext) -> Sequence[CaseloadEntry]:
    """The caseload now; opening the list is audited once per visit of the page."""
    tab_state = tab()
    if tab_state.viewing != LIST:
        caseload.view(request.store, request.principal, request.now)
        tab_state.viewing = LIST
    questions = content.questionnaire(request.settings.content)
    return caseload.caseload(request.store, request.principal, questions, request.now, request.zone)


def _render_list(request: RequestContext, cases: Sequence[CaseloadEntry]) -> None:
    asked, fitting = _choose(cases)
    box = st.container(key="cases")
    if not fitting:
        box.info("Nobody fits. Change the search, or show all.")
        return
    pages = -(-len(fitting) // A_PAGE)
    key = f"page of {asked}"  # another search begins on its first page
    number = st.pagination(pages, key=key, persist_state="session") if pages > 1 else 1
    first = A_PAGE * (number - 1)
    page = fitting[first : first + A_PAGE]
    with box:
        if pages > 1:
            small(f"{first + 1} to {first + len(page)} of {len(fitting)}")
        people = [case.person for case in page]
        headlines = caseload.headlines(request.store, request.principal, people)
        caseload_table.render_caseload_table(request, page, headlines)


def _choose(cases: Sequence[CaseloadEntry]) -> tuple[str, Sequence[CaseloadEntry]]:
    """The chosen search, filter and order as a text, and the people that match."""
    many = counts(cases)
    with st.container(key="caseload_asked"):
        search = st.text_input(
            "Search",
            type="search",
            placeholder="Name",
            live=True,
            key="caseload_search",
            persist_state="session",
        )
        show = choice_bar(
            "Show",
            list(Show),
            Show.ALL,
            lambda choice: f"{choice} {many[choice]}",
            key="caseload_show",
            persist_state="session",
        )
        sort = st.selectbox("Sort by", list(Sort), key="caseload_sort", persist_state="session")
    fitting = matching(cases, search=search or "", show=show, sort=Sort(sort or Sort.ALERTS))
    return f"{search} {show} {sort}", fitting


def _invite_controls(request: RequestContext) -> None:
    """Request access from an existing account; the answer does not tell whether it exists."""
    with (
        st.expander("Ask to see a record", icon=":material/visibility:"),
        st.form("ask", border=False, clear_on_submit=True),
    ):
        name = st.text_input("Their sign-in name", autocomplete="off", max_chars=100)
        if st.form_submit_button("Ask", width="stretch"):
            with show_errors_inline():
                care.request_access(request.store, request.principal, name, request.now)
                tab().asked = True
                st.rerun()  # the list of what is to be done shows it
        if tab().asked:
            st.success(ASKED)
            tab().asked = False


def _away(request: RequestContext) -> None:
    """Who stands in for the clinician, or for whom they do."""
    now = deputies.deputies(request.store, request.principal, request.now)
    render_deputies(request, now)
    with st.expander("Somebody stands in for you", icon=":material/event_available:"):
        if request.principal.account:
            deputy_form(request, request.principal.account)
