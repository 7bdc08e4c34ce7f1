"""Which days are for routine and strengthening, and those days for the person's calendar."""

from datetime import date, timedelta

import streamlit as st

from kneeapp.reports.calendar import Topic, calendar_file
from kneeapp.store.record import people
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

NAMES = [f"{date(2026, 3, 2) + timedelta(days=n):%a}" for n in range(7)]
"""The weekdays from Monday on."""


def render_calendar(visit: RecordContext) -> None:
    """Ask for the days and the time, keep them, and offer them as a calendar file."""
    st.header("Days and calendar")
    kept = visit.preferences
    chosen = {
        Topic.ROUTINE: _days_input("routine_days", "Routine days", kept.routine_days),
        Topic.STRENGTHENING: _days_input(
            "programme_days", "Strengthening days", kept.programme_days
        ),
    }
    at = st.time_input(
        "Remind me at", kept.reminder_at, step=timedelta(minutes=15), key="reminder_at"
    )
    asked = {
        "routine_days": chosen[Topic.ROUTINE],
        "programme_days": chosen[Topic.STRENGTHENING],
        "reminder_at": at,
    }
    if asked != kept.model_dump(include={*asked}):
        people.save_preferences(visit.record, kept.model_copy(update=asked))
    st.download_button(
        "Add to my calendar",
        data=lambda: calendar_file(
            visit.record.person, chosen, at=at, zone=visit.zone, now=visit.now
        ),
        file_name="kneeapp.ics",
        mime="text/calendar",
        icon=":material/event:",
        disabled=not any(chosen.values()),
        on_click="ignore",
        width="stretch",
    )
    small(
        "The file only says “kneeapp: routine” or “kneeapp: strengthening”. Changed your days? "
        "Add the file again: it replaces the old one. A series you no longer want has to be "
        "deleted in your calendar."
    )


def _days_input(key: str, label: str, kept: tuple[int, ...]) -> tuple[int, ...]:
    asked = st.segmented_control(
        label,
        range(len(NAMES)),
        default=kept,
        selection_mode="multi",
        format_func=NAMES.__getitem__,
        key=key,
        width="stretch",
    )
    return tuple(sorted(asked))
