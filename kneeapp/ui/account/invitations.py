"""Invitations: new accounts, and the one-time codes with which their owners join."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from kneeapp import clock
from kneeapp.domain.accounts.accounts import INVITATION_LASTS, AccountState
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.invitation_list import MOST, InvitationList, invitation_list
from kneeapp.domain.diary.table import decoded
from kneeapp.reports.invitation_slips import Slip, SlipHead, invitation_slips
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.shell.store_pool import clinic_key
from kneeapp.ui.shell.tab_state import FreshCode


def invitation_form(request: RequestContext, roles: Sequence[Role]) -> None:
    """Forms to invite one person with one of `roles`, or several patients; who is not here yet."""
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
            show_code(request, tab_state.fresh_code)
            tab_state.fresh_code = None
    with st.expander("Invite several at once", icon=":material/group_add:"), show_errors_inline():
        _invite_several(request)
    _render_not_here_yet(request)


def show_code(request: RequestContext, fresh: FreshCode) -> None:
    """The code with instructions, shown once: only its digest is stored."""
    account, code, days = fresh
    st.text(f"One-time code for {account.called}, {account.role} (sign-in name {account.name}):")
    st.code(code, language=None)
    st.caption(
        f"Good for {days} day{'s' * (days > 1)}, once, and shown only now. Hand it over in person "
        "or by phone. They open this address, choose *I have a code from my clinic* and enter it:"
    )
    st.code(_address(), language=None)
    if account.role is Role.PATIENT and days == INVITATION_LASTS.days:
        _slips_button(request, [fresh])


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


def _invite_several(request: RequestContext) -> None:
    """A list of patients, looked at before anybody is invited: all of them, or none."""
    tab_state = tab()
    if tab_state.fresh_codes:
        st.success(f"{_people(len(tab_state.fresh_codes))} invited. Print the slips now:")
        st.caption("The codes are shown on them alone, and only as long as this page stays open.")
        _slips_button(request, tab_state.fresh_codes)
        if st.button("The slips are saved", width="stretch"):
            tab_state.fresh_codes = ()
            st.rerun()
        return
    st.write(
        f"A line for each person: full name, then sign-in name; up to {MOST} at once. A CSV file "
        "of a spreadsheet will do, too."
    )
    key = f"several {tab_state.invitations}"
    file = st.file_uploader("A CSV file", type=["csv", "tsv", "txt"], key=f"file of {key}")
    text = st.text_area("Or paste the list", placeholder="Anna Berg, anna@example.org", key=key)
    listed = invitation_list(decoded(file.getvalue()) if file else text)
    _render_preview(listed)
    if listed.people and not listed.faults:
        label = f"Invite {_people(len(listed.people))}"
        if st.button(label, type="primary", width="stretch"):
            made = one_time_codes.invite(
                request.store,
                clinic_key(request.settings),
                request.principal,
                listed.people,
                request.now,
            )
            days = INVITATION_LASTS.days
            tab_state.fresh_codes = tuple(
                FreshCode(*account_and_code, days) for account_and_code in made
            )
            tab_state.invitations += 1
            st.rerun()


def _render_preview(listed: InvitationList) -> None:
    if listed.faults:
        st.error("Nobody is invited before these rows are put right.")
        st.text("\n".join(listed.faults[:MOST]))
    if listed.people:
        st.dataframe(
            [
                {"Full name": invitee.called, "Sign-in name": invitee.name}
                for invitee in listed.people
            ],
            hide_index=True,
        )


def _slips_button(request: RequestContext, fresh: Sequence[FreshCode]) -> None:
    """A PDF with a page for each person."""
    clinic = request.settings.clinic
    if clinic is None:
        return
    head = SlipHead(clinic.name, clinic.phone, _address(), request.now + INVITATION_LASTS)
    slips = [Slip(account.called, account.name, code) for account, code, _ in fresh]
    st.download_button(
        "Save the slip to print" if len(slips) == 1 else f"Save {len(slips)} slips to print",
        data=partial(invitation_slips, head, slips, clock.now()),
        file_name=f"kneeapp-invitations-{request.today}.pdf",
        mime="application/pdf",
        icon=":material/print:",
        key=f"slips {fresh[0].account.id}",
        on_click="ignore",
        width="stretch",
    )


def _render_not_here_yet(request: RequestContext) -> None:
    """Who was invited and has not joined: a new code, or no invitation any more."""
    waiting = accounts.not_here_yet(request.store, request.principal, request.now)
    if not waiting:
        return
    label = f"Invited and not here yet: {len(waiting)}"
    with st.expander(label, icon=":material/hourglass_top:"), show_errors_inline():
        by_id = {entry.account.id: entry for entry in waiting}
        identity = st.selectbox(
            "Who",
            list(by_id),
            index=None,
            format_func=lambda account_id: (
                f"{by_id[account_id].account.called} ({by_id[account_id].account.name})"
            ),
            placeholder="Type a name",
        )
        if identity is None:
            return
        entry = by_id[identity]
        ended = " The invitation ran out." if entry.state is AccountState.LATE else ""
        st.text(f"Invited {request.when(entry.since)}.{ended}")
        if st.button("New code", icon=":material/key:", width="stretch"):
            key = clinic_key(request.settings)
            code = one_time_codes.issue(
                request.store, key, request.principal, identity, request.now
            )
            show_code(request, FreshCode(entry.account, code, INVITATION_LASTS.days))
        if st.button("Withdraw the invitation", icon=":material/person_remove:", width="stretch"):
            accounts.withdraw(request.store, request.principal, identity, request.now)
            st.rerun()


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _address() -> str:
    """The clinic's own address, as this browser has it."""
    url = urlsplit(st.context.url or "")
    return f"{url.scheme}://{url.netloc}"
