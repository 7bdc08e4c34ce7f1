"""The days for routine and strengthening, and a calendar file with them."""

from calendar import day_abbr
from datetime import timedelta

import streamlit as st

from kneeapp.reports.calendar import calendar_file
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

NAMES = list(day_abbr)
"""The weekdays from Monday on."""


def render_calendar(context: RecordContext) -> None:
    """Ask for the days and the time, save them, and offer them as a calendar file."""
    st.header("Days and calendar")
    preferences = context.preferences
    changes = {
        "routine_days": _days_input("routine_days", "Routine days", preferences.routine_days),
        "programme_days": _days_input(
            "programme_days", "Strengthening days", preferences.programme_days
        ),
        "reminder_at": st.time_input(
            "Remind me at", preferences.reminder_at, step=timedelta(minutes=15), key="reminder_at"
        ),
    }
    chosen = preferences.model_copy(update=changes)
    if chosen != preferences:
        context.save_preferences(**changes)
    st.download_button(
        "Add to my calendar",
        data=lambda: calendar_file(
            context.record.person, chosen, zone=context.zone, now=context.now
        ),
        file_name="kneeapp.ics",
        mime="text/calendar",
        icon=":material/event:",
        disabled=not (chosen.routine_days or chosen.programme_days),
        on_click="ignore",
        width="stretch",
    )
    small(
        "The file only says “kneeapp: routine” or “kneeapp: strengthening”. Changed your days? "
        "Add the file again: it replaces the old one. A series you no longer want has to be "
        "deleted in your calendar."
    )


def _days_input(key: str, label: str, saved: tuple[int, ...]) -> tuple[int, ...]:
    chosen_days = st.segmented_control(
        label,
        range(len(NAMES)),
        default=saved,
        selection_mode="multi",
        format_func=NAMES.__getitem__,
        key=key,
        width="stretch",
    )
    return tuple(sorted(chosen_days))
