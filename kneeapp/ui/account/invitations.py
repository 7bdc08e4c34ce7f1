"""Invitations: a new account, and the one-time code with which its owner joins."""

from collections.abc import Sequence

import streamlit as st

from kneeapp.domain.accounts.accounts import INVITATION_LASTS
from kneeapp.domain.accounts.people import Role
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.shell.store_pool import clinic_key
from kneeapp.ui.shell.tab_state import FreshCode


def invitation_form(request: RequestContext, roles: Sequence[Role]) -> None:
    """The form that adds an account with one of `roles`; then the code to hand over is shown."""
    with st.expander("Invite somebody", icon=":material/person_add:"):
        tab_state = tab()
        # a new form after each: the role and the name of the one before would be the next one's
        with st.form(f"invite {tab_state.invitations}", border=False):
            called = st.text_input("Full name", autocomplete="off", max_chars=100)
            name = st.text_input(
                "Sign-in name",
                autocomplete="off",
                max_chars=100,
                help="What they type to sign in. An e-mail address is easy to remember.",
            )
            role = roles[0]
            if len(roles) > 1:
                role = st.radio("Role", roles, format_func=str.capitalize, horizontal=True)
            pressed = st.form_submit_button("Make a code", width="stretch")
        if pressed:
            with show_errors_inline():
                _invite(request, name, called, role)
        if tab_state.fresh_code:
            show_code(tab_state.fresh_code)
            tab_state.fresh_code = None


def show_code(fresh: FreshCode) -> None:
    """The code with instructions, shown once: only its digest is stored."""
    account, code, days = fresh
    st.text(f"One-time code for {account.called}, {account.role} (sign-in name {account.name}):")
    st.code(code, language=None)
    st.caption(
        f"Good for {days} day{'s' * (days > 1)}, once, and shown only now. Hand it over in person "
        "or by phone. They open this app, choose *I have a code from my clinic* and enter it."
    )


def _invite(request: RequestContext, name: str, called: str, role: Role) -> None:
    added = accounts.add(
        request.store, request.principal, name=name, called=called, role=role, at=request.now
    )
    code = one_time_codes.issue(
        request.store, clinic_key(request.settings), request.principal, added.id, request.now
    )
    tab_state = tab()
    tab_state.fresh_code = FreshCode(added, code, INVITATION_LASTS.days)
    tab_state.invitations += 1
    st.rerun()
