"""People: the accounts of this clinic; for admins, those of patients for the reception."""

import streamlit as st

from kneeapp.domain.accounts.people import Role
from kneeapp.store.clinic import accounts
from kneeapp.ui.account import invitations, manage_accounts
from kneeapp.ui.record import erasure_controls
from kneeapp.ui.shell import request_context

request = request_context.require_role(Role.ADMIN, Role.RECEPTION)
role = request.account.role if request.account else Role.RECEPTION

st.title("People")
if role is Role.ADMIN:
    erasure_controls.render_requests(request)
invitations.invitation_form(request, accounts.INVITES[role])
listed = accounts.listed(request.store, request.principal, request.now)
manage_accounts.show(request, listed)
manage_accounts.account_controls(request, listed)
