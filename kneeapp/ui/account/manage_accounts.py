"""The People page: the accounts of a clinic, and what an admin can do about them."""

from collections.abc import Sequence

import streamlit as st

from kneeapp.domain.accounts.accounts import (
    INVITATION_LASTS,
    RESET_LASTS,
    AccountListing,
    AccountState,
)
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.ui.account import invitations
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.store_pool import clinic_key
from kneeapp.ui.shell.tab_state import FreshCode


def show(request: RequestContext, listed: Sequence[AccountListing]) -> None:
    """All accounts in a table that can be searched and sorted."""
    st.dataframe(
        [
            {
                "Name": entry.account.called,
                "Sign-in name": entry.account.name,
                "Role": entry.account.role.value,
                "State": entry.state.value,
                "Since": entry.since.astimezone(request.zone).date(),
            }
            for entry in listed
        ],
        hide_index=True,
    )


def account_controls(request: RequestContext, listed: Sequence[AccountListing]) -> None:
    """Choose one account and an action on it."""
    by_id = {entry.account.id: entry for entry in listed}
    identity = st.selectbox(
        "Choose somebody to change",
        list(by_id),  # ids, not accounts: Streamlit keeps the chosen value, and accounts change
        index=None,
        format_func=lambda account_id: (
            f"{by_id[account_id].account.called} ({by_id[account_id].account.name})"
        ),
        placeholder="Type a name",
    )
    if identity is None:
        return
    entry = by_id[identity]
    with show_errors_inline():
        if entry.state is not AccountState.DISABLED:  # a code would open nothing
            _code_button(request, entry)
        _unlock_button(request, entry)
        _enable_button(request, entry)


def _code_button(request: RequestContext, entry: AccountListing) -> None:
    joined = entry.state is AccountState.ACTIVE
    label = "Code for a new password" if joined else "New invitation code"
    if st.button(label, icon=":material/key:", width="stretch"):
        key, account = clinic_key(request.settings), entry.account
        code = one_time_codes.issue(request.store, key, request.principal, account.id, request.now)
        lasts = RESET_LASTS if joined else INVITATION_LASTS
        invitations.show_code(FreshCode(account, code, lasts.days))
        if joined and account.needs_second_factor:
            st.caption("It also asks for a new second factor. Be sure who you give it to.")


def _unlock_button(request: RequestContext, entry: AccountListing) -> None:
    if st.button("Forget wrong tries", icon=":material/lock_open:", width="stretch"):
        key = clinic_key(request.settings)
        accounts.unlock(request.store, request.principal, entry.account.id, key, request.now)
        st.toast("They can try again at once.")


def _enable_button(request: RequestContext, entry: AccountListing) -> None:
    """Disable or enable the account."""
    disabled = entry.state is AccountState.DISABLED
    switch = accounts.enable if disabled else accounts.disable
    icon = ":material/person_check:" if disabled else ":material/person_off:"
    label = "Let in again" if disabled else "Let in no more"
    if st.button(label, icon=icon, width="stretch"):
        switch(request.store, request.principal, entry.account.id, request.now)
        st.rerun()
