"""What *People* says and does."""

from collections.abc import Sequence

import streamlit as st

from kneeapp.domain.accounts.accounts import INVITATION_LASTS, RESET_LASTS, AccountState, Listed
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.ui.account import invitations
from kneeapp.ui.shell.inline_errors import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.store_pool import clinic_key


def show(here: RequestContext, listed: Sequence[Listed]) -> None:
    """Everybody, in a table that can be searched and sorted."""
    st.dataframe(
        [
            {
                "Name": each.account.called,
                "Sign-in name": each.account.name,
                "Role": each.account.role.value,
                "State": each.state.value,
                "Since": each.since.astimezone(here.zone).date(),
            }
            for each in listed
        ],
        hide_index=True,
    )


def account_controls(here: RequestContext, listed: Sequence[Listed]) -> None:
    """Choose one of them, and what to do."""
    known = {each.account.id: each for each in listed}
    identity = st.selectbox(
        "Choose somebody to change",
        list(known),  # by what stays: a choice is kept as it was when it was made
        index=None,
        format_func=lambda one: f"{known[one].account.called} ({known[one].account.name})",
        placeholder="Type a name",
    )
    if identity is None:
        return
    chosen = known[identity]
    with show_errors_inline():
        _code_button(here, chosen)
        _unlock_button(here, chosen)
        _enable_button(here, chosen)


def _code_button(here: RequestContext, chosen: Listed) -> None:
    joined = chosen.state is AccountState.ACTIVE
    label = "Code for a new password" if joined else "New invitation code"
    off = chosen.state is AccountState.DISABLED
    if st.button(label, icon=":material/key:", width="stretch", disabled=off):
        key, account = clinic_key(here.settings), chosen.account
        code = one_time_codes.issue(here.store, key, here.asker, account.id, here.now)
        lasts = RESET_LASTS if joined else INVITATION_LASTS
        invitations.show_code(account, code, lasts.days)
        if joined and account.needs_second_factor:
            st.caption("It also asks for a new second factor. Be sure who you give it to.")


def _unlock_button(here: RequestContext, chosen: Listed) -> None:
    if st.button("Forget wrong tries", icon=":material/lock_open:", width="stretch"):
        key = clinic_key(here.settings)
        accounts.unlock(here.store, here.asker, chosen.account.id, key, here.now)
        st.toast("They can try again at once.")


def _enable_button(here: RequestContext, chosen: Listed) -> None:
    """Disable or enable the account."""
    disabled = chosen.state is AccountState.DISABLED
    switch = accounts.enable if disabled else accounts.disable
    icon = ":material/person_check:" if disabled else ":material/person_off:"
    label = "Let in again" if disabled else "Let in no more"
    if st.button(label, icon=icon, width="stretch"):
        switch(here.store, here.asker, chosen.account.id, here.now)
        st.rerun()
