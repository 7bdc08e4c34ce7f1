"""The People page: the accounts of a clinic, and what an admin or the reception can do."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from kneeapp.domain.accounts.accounts import (
    INVITATION_LASTS,
    RESET_LASTS,
    AccountListing,
    AccountState,
)
from kneeapp.domain.accounts.people import Role
from kneeapp.domain.clinic.care_relationship import LONGEST_TEAM
from kneeapp.domain.formats import counted
from kneeapp.store.clinic import accounts, contacts, deputies, handovers, one_time_codes, teams
from kneeapp.ui.account import invitations
from kneeapp.ui.account.deputies import deputy_form, render_deputies
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.store_pool import clinic_key
from kneeapp.ui.shell.tab_state import FreshCode


def show(request: RequestContext, listed: Sequence[AccountListing]) -> None:
    """All accounts in a table to search and sort; for an admin also who looks after whom."""
    admin = is_admin(request)
    carers = handovers.looked_after_by(request.store, request.principal) if admin else {}
    team_of = teams.teams(request.store, request.principal) if admin else {}
    st.dataframe(
        [
            {
                "Name": entry.account.called,
                "Sign-in name": entry.account.name,
                "Role": entry.account.role.value,
                "State": entry.state.value,
                "Since": entry.since.astimezone(request.zone).date(),
                **(
                    {
                        "Looked after by": _carers(entry, carers),
                        "Team": team_of.get(entry.account.id, ""),
                    }
                    if admin
                    else {}
                ),
            }
            for entry in listed
        ],
        hide_index=True,
    )
    if admin:
        now = deputies.deputies(request.store, request.principal, request.now)
        render_deputies(request, now)


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
        if entry.account.role is Role.PATIENT:
            _contact_field(request, entry)
        if is_admin(request):
            _unlock_button(request, entry)
            _role_form(request, entry)
            _team_form(request, entry)
            _deputy_form(request, entry)
            _hand_over_form(request, entry, listed)
            _enable_button(request, entry)


def is_admin(request: RequestContext) -> bool:
    """Whether it is an admin who is here, not the reception."""
    return request.account is not None and request.account.role is Role.ADMIN


def _carers(entry: AccountListing, carers: Mapping[UUID, tuple[str, ...]]) -> str:
    """Who looks after a patient, who nobody does, and nothing for staff."""
    if entry.account.role is not Role.PATIENT:
        return ""
    return ", ".join(carers.get(entry.account.id, ())) or "nobody"


def _role_form(request: RequestContext, entry: AccountListing) -> None:
    """Another role for a member of staff."""
    if entry.account.role is Role.PATIENT or entry.account.id == request.principal.account:
        return
    with st.expander("Change the role", icon=":material/badge:"):
        others = [role for role in Role if role not in {Role.PATIENT, entry.account.role}]
        role = st.radio("New role", others, format_func=str.capitalize, horizontal=True)
        st.caption(
            "They are signed out at once. Who is a clinician no longer sees no record any more: "
            "hand their people over first."
        )
        if st.button("Change the role", width="stretch"):
            accounts.change_role(
                request.store, request.principal, entry.account.id, role, request.now
            )
            st.rerun()


def _team_form(request: RequestContext, entry: AccountListing) -> None:
    """The team of a clinician."""
    if entry.account.role is not Role.CLINICIAN:
        return
    before = teams.teams(request.store, request.principal).get(entry.account.id, "")
    with st.expander("Team", icon=":material/groups:"):
        name = st.text_input(
            "Name of the team",
            before,
            max_chars=LONGEST_TEAM,
            autocomplete="off",
            key=f"team {entry.account.id}",
        )
        st.caption(
            "Patients who agree to it let everybody in the team see their record. Another name "
            "ends that for those who agreed with this clinician; empty is no team."
        )
        if st.button("Keep the team", width="stretch"):
            teams.change_team(
                request.store, request.principal, entry.account.id, name or "", request.now
            )
            st.rerun()


def _deputy_form(request: RequestContext, entry: AccountListing) -> None:
    """Who stands in for a clinician who is away."""
    if entry.account.role is Role.CLINICIAN and entry.state is AccountState.ACTIVE:
        with st.expander("Somebody stands in for them", icon=":material/event_available:"):
            deputy_form(request, entry.account.id)


def _hand_over_form(
    request: RequestContext, entry: AccountListing, listed: Sequence[AccountListing]
) -> None:
    """All people of a clinician to another one, at once."""
    leaving = entry.account
    if leaving.role is not Role.CLINICIAN:
        return
    count = handovers.people_of(request.store, request.principal, leaving.id)
    if not count:
        return
    st.warning(
        f"{counted(count, 'patient')} let {plain(leaving.called)} see their record. Hand them over "
        "before you disable the account or change its role."
    )
    others = {
        other.account.id: other.account.called
        for other in listed
        if other.account.role is Role.CLINICIAN
        and other.state is AccountState.ACTIVE
        and other.account.id != leaving.id
    }
    if not others:
        st.caption("There is no other clinician yet: invite one first.")
        return
    following = st.selectbox(
        "Who looks after them now?", list(others), index=None, format_func=others.__getitem__
    )
    if following and st.button("Hand all of them over", width="stretch"):
        handovers.hand_over(request.store, request.principal, leaving.id, following, request.now)
        st.toast("Handed over. Each of them reads it on their Today page, and can say no.")
        st.rerun()


def _code_button(request: RequestContext, entry: AccountListing) -> None:
    joined = entry.state is AccountState.ACTIVE
    label = "Code for a new password" if joined else "New invitation code"
    if st.button(label, icon=":material/key:", width="stretch"):
        key, account = clinic_key(request.settings), entry.account
        code = one_time_codes.issue(request.store, key, request.principal, account.id, request.now)
        lasts = RESET_LASTS if joined else INVITATION_LASTS
        invitations.show_code(request, FreshCode(account, code, lasts.days))
        if joined and account.needs_second_factor:
            st.caption("It also asks for a new second factor. Be sure who you give it to.")


def _contact_field(request: RequestContext, entry: AccountListing) -> None:
    """How the clinic reaches a patient: the clinicians and the patient read it."""
    patient = entry.account.id
    before = contacts.contact_of(request.store, request.principal, patient)
    text = st.text_input(
        "How to reach them",
        before,
        max_chars=contacts.LONGEST_CONTACT,
        autocomplete="off",
        key=f"contact {patient}",
    )
    if text != before:
        contacts.keep_contact_of(request.store, request.principal, patient, text or "")
        st.toast("Kept.")


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
