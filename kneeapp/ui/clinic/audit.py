"""The Audit page: who did what, filtered by day and action."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import streamlit as st

from kneeapp import clock
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.reports.audit_file import MIME, audit_csv
from kneeapp.store.access import audit
from kneeapp.store.access.audit import AuditEntry
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.widgets.chart_widgets import small

_USUAL = timedelta(days=6)
_LISTED = 500
_SHORT = 8
"""Number of characters of a pseudonym that are shown in the list."""


def choose(request: RequestContext) -> list[AuditEntry]:
    """The entries of the chosen days and actions, the newest first."""
    today = request.today
    # while somebody chooses, there is only the first day, or none
    days = st.date_input("Days", (today - _USUAL, today), max_value=today) or (today,)
    kinds = st.multiselect("Deeds", [deed.value for deed in AuditAction], placeholder="All of them")
    first, end = (
        datetime.combine(day, time(), request.zone)
        for day in (days[0], days[-1] + timedelta(days=1))
    )
    noted = audit.audit_entries(request.store, request.principal, first, end)
    return [entry for entry in noted if not kinds or entry.deed in kinds]


def show(request: RequestContext, noted: Sequence[AuditEntry]) -> None:
    """The newest entries in a table."""
    if not noted:
        st.info("Nothing of this kind was done in these days.")
        return
    st.dataframe(
        [
            {
                "When": entry.at.astimezone(request.zone).replace(tzinfo=None),
                "Who": entry.actor_called or entry.actor[:_SHORT],
                "What": entry.deed,
                "Whom": entry.whom_called or entry.whom[:_SHORT],
            }
            for entry in noted[:_LISTED]
        ],
        hide_index=True,
    )
    if len(noted) > _LISTED:
        small(f"The newest {_LISTED} of {len(noted)}. The file has all of them.")


def audit_file_button(request: RequestContext, noted: Sequence[AuditEntry]) -> None:
    """A download of all entries as CSV; the export itself is audited."""
    if not noted:
        return

    def made() -> bytes:
        audit.taken_away(request.store, request.principal, clock.now())
        return audit_csv(noted, request.zone)

    st.download_button(
        "Save as a table (CSV)",
        data=made,
        file_name=f"kneeapp-audit-{request.today}.csv",
        mime=MIME,
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )
    small("The file names people and what they did: keep it where only you can read it.")
