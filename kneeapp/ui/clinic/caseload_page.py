"""The caseload of a clinician: whom they look after at a glance, those to look at first."""

from collections.abc import Sequence

import streamlit as st

from kneeapp import content
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.caseload import CaseloadEntry, Show, Sort, counts, matching
from kneeapp.store.clinic import care, caseload
from kneeapp.ui.account import invitations
from kneeapp.ui.clinic import caseload_table
from kneeapp.ui.shell.inline_errors import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.widgets.chart_widgets import small

A_PAGE = 25
"""People on one page; only their verdicts are worked out."""

LIST = "caseload"
EMPTY = (
    "Nobody lets you see their record yet. Invite a patient, or ask one who has an account "
    "already: they answer on their *Today* page."
)
ASKED = "Asked. If a patient here has that sign-in name, they answer on their Today page."


def render_caseload_page(here: RequestContext) -> None:
    """Everybody who lets the clinician see their record, and how more of them come."""
    with st.container(key=LIST):
        st.title("Clinic")
        cases = _cases(here)
        if cases:
            _render_list(here, cases)
        else:
            st.info(EMPTY, icon=":material/group_add:")
        invitations.invitation_form(here, [Role.PATIENT])
        _invite_controls(here)


def _cases(here: RequestContext) -> Sequence[CaseloadEntry]:
    """Everybody as they are now; opening the list is noted in the audit."""
    known = tab()
    if known.viewing != LIST:
        caseload.view(here.store, here.asker, here.now)
        known.viewing = LIST
    questions = content.questionnaire(here.settings.content)
    return caseload.caseload(here.store, here.asker, questions, here.now, here.zone)


def _render_list(here: RequestContext, cases: Sequence[CaseloadEntry]) -> None:
    asked, fitting = _choose(cases)
    box = st.container(key="cases")
    if not fitting:
        box.info("Nobody fits. Change the search, or show all.")
        return
    pages = -(-len(fitting) // A_PAGE)
    number = 1
    if pages > 1:
        number = st.pagination(pages, key=f"page of {asked}", persist_state="session")
    first = A_PAGE * (number - 1)
    page = fitting[first : first + A_PAGE]
    with box:
        if pages > 1:
            small(f"{first + 1} to {first + len(page)} of {len(fitting)}")
        people = [case.person for case in page]
        headlines = caseload.headlines(here.store, here.asker, people)
        caseload_table.render_caseload_table(here, page, headlines)


def _choose(cases: Sequence[CaseloadEntry]) -> tuple[str, Sequence[CaseloadEntry]]:
    """Whom to show and in which order; what was asked, and who fits."""
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
        show = st.segmented_control(
            "Show",
            list(Show),
            default=Show.ALL,
            required=True,
            format_func=lambda one: f"{one} {many[one]}",
            key="caseload_show",
            persist_state="session",
            width="stretch",
        )
        sort = st.selectbox("Sort by", list(Sort), key="caseload_sort", persist_state="session")
    fitting = matching(cases, search=search or "", show=Show(show), sort=Sort(sort or Sort.ALERTS))
    return f"{search} {show} {sort}", fitting


def _invite_controls(here: RequestContext) -> None:
    """Ask somebody who has an account; whether there is one is not said."""
    with (
        st.expander("Ask to see a record", icon=":material/visibility:"),
        st.form("ask", border=False, clear_on_submit=True),
    ):
        name = st.text_input("Their sign-in name", autocomplete="off", max_chars=100)
        if st.form_submit_button("Ask", width="stretch"):
            with show_errors_inline():
                care.request_access(here.store, here.asker, name, here.now)
                st.success(ASKED)
