"""What *Audit* shows: who did what, by day and deed."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import streamlit as st

from kneeapp import clock
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.reports.audit_file import MIME, audit_csv
from kneeapp.store.access import audit
from kneeapp.store.access.audit import Noted
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.widgets.chart_widgets import small

_USUAL = timedelta(days=6)
_LISTED = 500
_SHORT = 8
"""Signs of a pseudonym that tell one from another in a list."""


def choose(here: RequestContext) -> list[Noted]:
    """What was done on the days and of the kinds that are asked for, the newest first."""
    today = here.now.astimezone(here.zone).date()
    days = st.date_input("Days", (today - _USUAL, today), max_value=today) or (today,)
    kinds = st.multiselect("Deeds", [deed.value for deed in AuditAction], placeholder="All of them")
    first, end = (
        datetime.combine(day, time(), here.zone) for day in (days[0], days[-1] + timedelta(days=1))
    )
    noted = audit.noted(here.store, here.asker, first, end)
    return [each for each in noted if not kinds or each.deed in kinds]


def show(here: RequestContext, noted: Sequence[Noted]) -> None:
    """The newest of them in a table."""
    if not noted:
        st.info("Nothing of this kind was done in these days.")
        return
    st.dataframe(
        [
            {
                "When": each.at.astimezone(here.zone).replace(tzinfo=None),
                "Who": each.actor_called or each.actor[:_SHORT],
                "What": each.deed,
                "Whom": each.whom_called or each.whom[:_SHORT],
            }
            for each in noted[:_LISTED]
        ],
        hide_index=True,
    )
    if len(noted) > _LISTED:
        small(f"The newest {_LISTED} of {len(noted)}. The file has all of them.")


def audit_file_button(here: RequestContext, noted: Sequence[Noted]) -> None:
    """All of them as a file for a spreadsheet."""
    if not noted:
        return

    def made() -> bytes:
        audit.taken_away(here.store, here.asker, clock.now())
        return audit_csv(noted, here.zone)

    st.download_button(
        "Save as a table (CSV)",
        data=made,
        file_name=f"kneeapp-audit-{here.now.astimezone(here.zone):%Y-%m-%d}.csv",
        mime=MIME,
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )
    small("The file names people and what they did: keep it where only you can read it.")
