"""Audit: who did what at this clinic, and when; for admins."""

import streamlit as st

from kneeapp.domain.accounts.people import Role
from kneeapp.ui.clinic import audit
from kneeapp.ui.shell import request_context
from kneeapp.ui.widgets.chart_widgets import small

request = request_context.require_role(Role.ADMIN)

st.title("Audit")
small(
    "Sign-ins, what was opened of other people's records, who was refused access, files taken "
    "away, links, changes of accounts. Never what a record says. Whoever was deleted stays as a "
    "short code."
)
noted = audit.choose(request)
audit.show(request, noted)
audit.audit_file_button(request, noted)
