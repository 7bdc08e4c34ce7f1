"""Who stands in for a clinician: a form for the clinician and for an admin, and who does now."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

import streamlit as st

from kneeapp.domain.clinic.care_relationship import LONGEST_DEPUTY, Deputy
from kneeapp.domain.formats import long_date
from kneeapp.store.clinic import deputies
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.request_context import RequestContext, TimeOfRun
from kneeapp.ui.widgets.chart_widgets import small


def deputy_form(request: RequestContext, clinician: UUID) -> None:
    """Name who sees the people of `clinician` in their place, and until which day."""
    names = deputies.colleagues(request.store, request.principal)
    others = {identity: name for identity, name in names.items() if identity != clinician}
    if not others:
        small("There is no other clinician who could stand in.")
        return
    deputy = st.selectbox(
        "Who stands in?", list(others), index=None, format_func=others.__getitem__
    )
    last = st.date_input(
        "Last day",
        request.today + timedelta(weeks=1),
        min_value=request.today,
        max_value=request.today + LONGEST_DEPUTY - timedelta(days=1),
    )
    small(
        "They see these records until the end of that day. Each patient reads of it and can say no."
    )
    chosen = deputy is not None and last is not None
    if st.button("Let them stand in", disabled=not chosen, width="stretch") and deputy and last:
        # midnight after the last day, where whoever names them is
        ends_at = datetime.combine(last + timedelta(days=1), time(), request.zone)
        with show_errors_inline():
            deputies.name_deputy(
                request.store,
                request.principal,
                clinician,
                deputy,
                ends_at=ends_at,
                now=request.now,
            )
            st.toast("Named. Each patient reads it on their Today page.")
            st.rerun()


def render_deputies(request: RequestContext, shown: Sequence[Deputy]) -> None:
    """Who stands in for whom, each with a button to end it."""
    for deputy in shown:
        with st.container(horizontal=True, vertical_alignment="center"), show_errors_inline():
            st.text(
                f"{deputy.name} stands in for {deputy.in_place_of} until the end of "
                f"{last_day(request, deputy)}.",
                width="stretch",
            )
            if st.button("End it now", key=f"end deputy {deputy.id}"):
                deputies.end_deputy(request.store, request.principal, deputy.id, request.now)
                st.rerun()


def last_day(shown: TimeOfRun, deputy: Deputy) -> str:
    """The day at whose end it ends, where whoever reads it is."""
    return long_date((deputy.ends_at - timedelta(seconds=1)).astimezone(shown.zone).date())
