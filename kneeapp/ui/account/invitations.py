"""Inviting somebody: an account that waits, and the one-time code that opens it."""

from collections.abc import Sequence

import streamlit as st

from kneeapp.domain.accounts.accounts import INVITATION_LASTS, Account
from kneeapp.domain.accounts.people import Role
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.ui.shell.inline_errors import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.store_pool import clinic_key


def invitation_form(here: RequestContext, roles: Sequence[Role]) -> None:
    """Add somebody in one of `roles`, and show the code to hand over."""
    with st.expander("Invite somebody", icon=":material/person_add:"):
        with st.form("invite", border=False):
            called = st.text_input("Full name", autocomplete="off", max_chars=100)
            name = st.text_input(
                "Sign-in name",
                autocomplete="off",
                max_chars=100,
                help="What they type to sign in. An e-mail address is easy to remember.",
            )
            role = Role.PATIENT if len(roles) == 1 else _role_input(roles)
            pressed = st.form_submit_button("Make a code", width="stretch")
        if pressed:
            with show_errors_inline():
                _invite(here, name, called, role)


def show_code(account: Account, code: str, days: int) -> None:
    """The code with what to do, once: it is kept nowhere in plain."""
    st.text(f"One-time code for {account.called} (sign-in name {account.name}):")
    st.code(code, language=None)
    st.caption(
        f"Good for {days} day{'s' * (days > 1)}, once, and shown only now. Hand it over in person "
        "or by phone. They open this app, choose *I have a code from my clinic* and enter it."
    )


def _role_input(roles: Sequence[Role]) -> Role:
    return st.radio("Role", roles, format_func=str.capitalize, horizontal=True)


def _invite(here: RequestContext, name: str, called: str, role: Role) -> None:
    added = accounts.add(here.store, here.asker, name=name, called=called, role=role, at=here.now)
    code = one_time_codes.issue(
        here.store, clinic_key(here.settings), here.asker, added.id, here.now
    )
    show_code(added, code, INVITATION_LASTS.days)
