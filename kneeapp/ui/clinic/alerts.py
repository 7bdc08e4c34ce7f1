"""Alerts of one person: what raised them, and who saw, took and closed them."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import streamlit as st

from kneeapp import content
from kneeapp.domain.clinic.alerts import UNDO_WITHIN, Alert, AlertKind, CloseReason, Handling
from kneeapp.domain.clinic.caseload import CaseloadEntry
from kneeapp.domain.formats import capitalized
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import alerts, caseload
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.shell.tab_state import UndoableStep
from kneeapp.ui.widgets.chart_widgets import small

ICONS = {
    AlertKind.RED_FLAG: ":material/emergency:",
    AlertKind.STOPPED: ":material/front_hand:",
    AlertKind.ANSWERED: ":material/reply:",
    AlertKind.REPLIED: ":material/sticky_note_2:",
    AlertKind.RETEST: ":material/event_repeat:",
    AlertKind.RED_MORNINGS: ":material/wb_twilight:",
    AlertKind.RISING: ":material/trending_up:",
    AlertKind.SILENT: ":material/notifications_off:",
}


def mark_alerts_seen(context: RecordContext) -> CaseloadEntry:
    """The person's caseload entry, after their alerts were recorded as seen."""
    questions = content.questionnaire(context.settings.content)
    case = caseload.case(context.record, questions, context.now, context.zone)
    unseen = [alert.kind for alert in case.alerts if case.taken(alert) is None]
    if unseen:
        alerts.see(context.record, unseen, context.now)
        # once more, now with who saw them
        case = caseload.case(context.record, questions, context.now, context.zone)
    return case


def render_alerts(context: RecordContext, case: CaseloadEntry) -> None:
    """The raised alerts, those still open without a cause, and the closed ones."""
    step = tab().undoable
    if step and step.person == context.record.person:
        render_undo(context.now, lambda _: context.record)
    for alert in case.alerts:
        if handling := case.taken(alert):
            _render(context, handling, alert)
    raised = {alert.kind for alert in case.alerts}
    for handling in case.handled:
        if handling.kind not in raised and not handling.closed_at:
            _render(context, handling, None)
    _render_closed(context)


def _render(context: RecordContext, handling: Handling, alert: Alert | None) -> None:
    with st.container(border=True, key=f"alert_{handling.kind}"):
        st.markdown(f"{ICONS[handling.kind]} **{handling.kind.label}**")
        small(_raised(context, alert))
        small(_who_handled(context, handling))
        _alert_buttons(context, handling, alert)


def _raised(context: RecordContext, alert: Alert | None) -> str:
    if alert is None:
        return "Nothing entered since raises it any more."
    at = context.when(alert.at)
    if alert.kind is AlertKind.SILENT:
        return f"Nothing entered since {at}."
    return f"{capitalized(at)}. {plain(context.told(alert.detail))}"


def _who_handled(context: RecordContext, handling: Handling) -> str:
    """Who saw it first, and who took it."""
    by = f"First seen {context.when(handling.seen_at)} by {plain(handling.seen_by)}."
    if handling.taken_at and handling.taken_by:
        taken = context.when(handling.taken_at)
        return f"{by} Taken {taken} by {plain(handling.taken_by)}."
    return f"{by} Nobody has taken it."


def _alert_buttons(context: RecordContext, handling: Handling, alert: Alert | None) -> None:
    """Take it, or close it once it is dealt with."""
    with st.container(horizontal=True), show_errors_inline():
        if handling.taken_at is None and st.button("I take this", key=f"take {handling.id}"):
            alerts.take(context.record, handling.id, context.now)
            st.rerun()
        if alert is not None and alert.kind is AlertKind.RED_FLAG:
            small("It ends once you answer it under *Choices*: what you allow there is the check.")
        else:
            _close_control(context, handling)


def _close_control(context: RecordContext, handling: Handling) -> None:
    with st.popover("Close"):
        if reason := chosen_reason(f"{handling.id}"):
            alerts.close(context.record, handling.id, reason, context.now)
            words = f"Closed: {handling.kind.label.lower()}."
            offer_undo(context.record.person, handling.id, words, context.now)


def chosen_reason(key: str) -> CloseReason | None:
    """Why an alert is closed, once a button says so; one of a check is closed by the check."""
    for reason in CloseReason:
        if reason is not CloseReason.CHECKED and st.button(
            reason.label, key=f"{reason} {key}", width="stretch"
        ):
            return reason
    return None


def offer_undo(person: UUID, identity: UUID, words: str, now: datetime) -> None:
    """Have the next run of the page say in `words` what was done, with a button to undo it."""
    tab().undoable = UndoableStep(person, identity, words, now + UNDO_WITHIN)
    st.rerun()


def render_undo(now: datetime, record_of: Callable[[UUID], Record]) -> None:
    """What was done just now, with a button to undo it; nothing once that is too long ago."""
    step = tab().undoable
    if step is None or now > step.until:
        return
    with st.container(horizontal=True, vertical_alignment="center"), show_errors_inline():
        st.text(step.words, width="stretch")
        if st.button("Undo", icon=":material/undo:"):
            tab().undoable = None
            alerts.undo(record_of(step.person), step.identity, now)
            st.rerun()


def _render_closed(context: RecordContext) -> None:
    closed = [handling for handling in alerts.handled(context.record) if handling.closed_at]
    if not closed:
        return
    with st.expander("Alerts that were closed", icon=":material/history:"):
        for handling in closed:
            if handling.closed_at:
                by = plain(handling.closed_by or "")
                why = f": {handling.reason.label.lower()}" if handling.reason else ""
                ended = f"Closed {context.when(handling.closed_at)} by {by}{why}."
                st.markdown(f"**{handling.kind.label}.** {_who_handled(context, handling)} {ended}")


def close_answered(context: RecordContext) -> None:
    """Close the alert of a red flag where a check has just answered the last one that was open."""
    case = mark_alerts_seen(context)
    if any(alert.kind is AlertKind.RED_FLAG for alert in case.alerts):
        return
    for handling in case.handled:
        if handling.kind is AlertKind.RED_FLAG and not handling.closed_at:
            alerts.close(context.record, handling.id, CloseReason.CHECKED, context.now)
