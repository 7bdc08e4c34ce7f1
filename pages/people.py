"""Who may sign in at this clinic: for its admins."""

import streamlit as st

from kneeapp.domain.accounts.people import Role
from kneeapp.store.clinic import accounts
from kneeapp.ui.account import invitations, manage_accounts
from kneeapp.ui.record import erasure_controls
from kneeapp.ui.shell import request_context

here = request_context.require_role(Role.ADMIN)

st.title("People")
erasure_controls.render_requests(here)
invitations.invitation_form(here, tuple(Role))
listed = accounts.listed(here.store, here.asker, here.now)
manage_accounts.show(here, listed)
manage_accounts.account_controls(here, listed)
