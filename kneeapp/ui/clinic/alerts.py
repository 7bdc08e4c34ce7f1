"""The alerts of one person: what raised them, and who saw, took and closed them."""

from datetime import datetime

import streamlit as st

from kneeapp import content
from kneeapp.domain.clinic.alerts import Alert, AlertKind, Handling
from kneeapp.domain.clinic.caseload import CaseloadEntry
from kneeapp.store.clinic import alerts, caseload
from kneeapp.ui.shell.inline_errors import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when

ICONS = {
    AlertKind.RED_FLAG: ":material/emergency:",
    AlertKind.STOPPED: ":material/front_hand:",
    AlertKind.RED_MORNINGS: ":material/wb_twilight:",
    AlertKind.RISING: ":material/trending_up:",
    AlertKind.SILENT: ":material/notifications_off:",
}


def seen(visit: RecordContext) -> CaseloadEntry:
    """The person at a glance, once it is kept that their alerts were seen."""
    questions = content.questionnaire(visit.settings.content)
    case = caseload.case(visit.record, questions, visit.now, visit.zone)
    unseen = [alert.kind for alert in case.alerts if case.taken(alert) is None]
    if not unseen:
        return case
    alerts.see(visit.record, unseen, visit.now)
    return caseload.case(visit.record, questions, visit.now, visit.zone)


def render_alerts(visit: RecordContext, case: CaseloadEntry) -> None:
    """Each alert that is raised, those that are open still, and those that were closed."""
    for alert in case.alerts:
        if handling := case.taken(alert):
            _render(visit, handling, alert)
    raised = {alert.kind for alert in case.alerts}
    for handling in case.handled:
        if handling.kind not in raised and not handling.closed_at:
            _render(visit, handling, None)
    _render_closed(visit)


def _render(visit: RecordContext, handling: Handling, alert: Alert | None) -> None:
    with st.container(border=True, key=f"alert_{handling.kind}"):
        st.markdown(f"{ICONS[handling.kind]} **{handling.kind.label}**")
        small(_raised(visit, alert))
        small(_told(visit, handling))
        _alert_buttons(visit, handling)


def _raised(visit: RecordContext, alert: Alert | None) -> str:
    if alert is None:
        return "Nothing entered since raises it any more."
    at = _moment(visit, alert.at)
    if alert.kind is AlertKind.SILENT:
        return f"Nothing entered since {at}."
    return f"{at[:1].upper()}{at[1:]}. {plain(alert.detail)}"


def _told(visit: RecordContext, handling: Handling) -> str:
    """Who saw it first, and who deals with it."""
    by = f"First seen {_moment(visit, handling.seen_at)} by {plain(handling.seen_by)}."
    if handling.taken_at and handling.taken_by:
        taken = _moment(visit, handling.taken_at)
        return f"{by} Taken {taken} by {plain(handling.taken_by)}."
    return f"{by} Nobody has taken it."


def _alert_buttons(visit: RecordContext, handling: Handling) -> None:
    """Take it, or close it once it is dealt with."""
    with st.container(horizontal=True), show_errors_inline():
        if handling.taken_at is None and st.button("I take this", key=f"take {handling.id}"):
            alerts.take(visit.record, handling.id, visit.now)
            st.rerun()
        if st.button("Close: it is dealt with", key=f"close {handling.id}"):
            alerts.close(visit.record, handling.id, visit.now)
            st.rerun()


def _render_closed(visit: RecordContext) -> None:
    closed = [one for one in alerts.handled(visit.record) if one.closed_at]
    if not closed:
        return
    with st.expander("Alerts that were closed", icon=":material/history:"):
        for one in closed:
            if one.closed_at:
                ended = f"Closed {_moment(visit, one.closed_at)} by {plain(one.closed_by or '')}."
                st.markdown(f"**{one.kind.label}.** {_told(visit, one)} {ended}")


def _moment(visit: RecordContext, at: datetime) -> str:
    return when(at, visit.zone, visit.now)
