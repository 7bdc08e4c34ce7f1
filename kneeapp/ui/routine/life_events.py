"""Life events on a page: add, list and remove what else happened on a day."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.evidence.life_events import LONGEST_NOTE, LifeEvent, LifeEventKind, own, within
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import day_month, unbroken
from kneeapp.store.record import life_events
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


def marked_days(context: RecordContext, window: Window) -> tuple[LifeEvent, ...]:
    """The days that the person marked here and that fall in `window`, oldest first. Notes of
    another diary are no marks: there may be one for each day.
    """
    return within(own(life_events.life_events(context.record)), window)


def render_marked(events: Sequence[LifeEvent]) -> None:
    """The events of a chart as text; nothing without any."""
    if events:
        texts = ", ".join(
            f"{unbroken(day_month(event.on))} {event.kind.label.lower()}" for event in events
        )
        small(f"Marked days: {texts}.")


def mark_a_day(context: RecordContext) -> None:
    """The form to add an event, and the list with a button to remove each."""
    with st.expander("Mark a day", icon=":material/flag:"):
        small("What may show in the knee. It is drawn in the charts and changes no result.")
        with st.form("mark a day", border=False, clear_on_submit=True):
            kind = st.pills(
                "What happened",
                list(LifeEventKind),
                default=LifeEventKind.FLARE,
                required=True,
                format_func=lambda kind: kind.label,
            )
            on = st.date_input("Day", context.today, max_value=context.today, format="DD/MM/YYYY")
            note = st.text_input("Note (if you like)", max_chars=LONGEST_NOTE)
            if st.form_submit_button("Mark this day", width="stretch"):
                _mark(context, kind, on, note)
        for event in reversed(own(life_events.life_events(context.record))):
            _render(context, event)


def _mark(context: RecordContext, kind: LifeEventKind, on: date, note: str) -> None:
    event = LifeEvent(uuid7(), kind, on, note.strip())
    life_events.save(context.record, event.not_ahead_of(context.today))
    st.toast("The day is marked.")
    st.rerun()


def _render(context: RecordContext, event: LifeEvent) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        note = f": {event.note}" if event.note else ""
        st.text(
            f"{unbroken(day_month(event.on))} {event.on.year}, {event.kind.label}{note}",
            width="stretch",
        )
        if st.button("Remove", key=f"unmark {event.id}", type="tertiary"):
            life_events.delete(context.record, event.id)
            st.toast("The mark is removed.")
            st.rerun()
