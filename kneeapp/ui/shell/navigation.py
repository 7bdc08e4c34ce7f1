"""The pages, in the order a person meets them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx


class PageAudience(StrEnum):
    """Whom a page is for."""

    OWN_RECORD = "whoever has a record of their own"
    CLINICIAN = "clinicians"
    ACCOUNTS = "whoever invites people: admins and the reception"
    ADMIN = "admins"
    SIGNED_IN = "whoever has an account"
    EVERYBODY = "everybody, without signing in"


class PageEntry(NamedTuple):
    """A page, who sees it, whether only other pages link to it, and whether it uses the width of
    the screen.
    """

    file: str
    title: str
    icon: str
    audience: PageAudience
    hidden: bool = False
    wide: bool = False

    @property
    def address(self) -> str:
        return self.file.removeprefix("pages/").removesuffix(".py")

    def page(self, *, first: bool) -> Page:
        return st.Page(
            self.file,
            title=self.title,
            icon=f":material/{self.icon}:",
            url_path="first" if first else self.address,
            visibility="hidden" if self.hidden else "visible",
            default=first,
        )

    def door(self, *, first: bool) -> Page:
        """The sign-in at this page's address, so that one ends where one wanted to go."""
        return st.Page(
            "pages/sign_in.py",
            title="Sign in",
            icon=":material/login:",
            url_path=self.address,
            visibility="hidden",
            default=first,
        )


ENTRIES = (
    PageEntry("pages/today.py", "Today", "today", PageAudience.OWN_RECORD),
    PageEntry("pages/screening.py", "Screening", "fact_check", PageAudience.OWN_RECORD),
    PageEntry("pages/routine.py", "Routine", "self_improvement", PageAudience.OWN_RECORD),
    PageEntry("pages/progress.py", "Progress", "monitoring", PageAudience.OWN_RECORD, wide=True),
    PageEntry("pages/programme.py", "Programme", "trending_up", PageAudience.OWN_RECORD),
    PageEntry("pages/trial.py", "Trial", "balance", PageAudience.OWN_RECORD, hidden=True),
    PageEntry("pages/my_data.py", "My data", "folder_shared", PageAudience.OWN_RECORD),
    PageEntry("pages/clinic.py", "Clinic", "groups", PageAudience.CLINICIAN, wide=True),
    PageEntry("pages/people.py", "People", "group", PageAudience.ACCOUNTS),
    PageEntry("pages/audit.py", "Audit", "history", PageAudience.ADMIN),
    PageEntry("pages/shared.py", "Shared", "share", PageAudience.EVERYBODY, hidden=True, wide=True),
    PageEntry("pages/account.py", "Account", "account_circle", PageAudience.SIGNED_IN, hidden=True),
)


def pages(audiences: Collection[PageAudience]) -> list[Page]:
    """Every page for `audiences`; the first is where one arrives, hidden ones are linked."""
    if audiences == {PageAudience.EVERYBODY}:
        return [
            entry.page(first=False)
            if entry.audience is PageAudience.EVERYBODY
            else entry.door(first=entry is ENTRIES[0])
            for entry in ENTRIES
        ]
    seen = [entry for entry in ENTRIES if entry.audience in audiences]
    # Streamlit serves the first page at the root alone; at its own address it says there is none
    at_its_address = seen[0]._replace(hidden=True).page(first=False)
    return [*(entry.page(first=entry is seen[0]) for entry in seen), at_its_address]


def is_wide(page: Page) -> bool:
    """Whether `page` uses the whole of a wide screen; a sign-in at its address does not."""
    return page.title in {entry.title for entry in ENTRIES if entry.wide}


def page_button(label: str, file: str, *, primary: bool = True) -> None:
    """A wide button that leads to the page of `file`."""
    if st.button(label, type="primary" if primary else "secondary", width="stretch"):
        st.switch_page(file)


def by_link() -> bool:
    """Whether the address is that of the page for whoever has a link."""
    return urlsplit(st.context.url or "").path.rpartition("/")[2] == "shared"


def only_through_the_frame() -> None:
    """Make every request run app.py.

    Until st.navigation is called once in a process, Streamlit runs the file of pages/ that
    the first request names alone, as it did before st.navigation existed. There is no option
    for it: `uses_pages_directory` is its own mark (1.67; a test watches it).
    """
    PagesManager.uses_pages_directory = False


@contextmanager
def as_page() -> Iterator[None]:
    """Draw for the page that was asked for, though it does not run.

    Streamlit takes an element of app.py for another than the same one of a page, and has no
    option for it: `run_with_active_hash` is what a page's own run uses (1.67; a test watches it).
    """
    context = get_script_run_ctx()
    with context.run_with_active_hash(context.page_script_hash) if context else nullcontext():
        yield
