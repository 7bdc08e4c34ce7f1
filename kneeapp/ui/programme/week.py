"""The week of the programme as a strip with a sign for each day."""

from datetime import date, timedelta

import streamlit as st

from kneeapp.domain.programme.week import ProgrammeWeek
from kneeapp.ui.programme.state import ProgrammeState, weekday

DONE, PLANNED, FREE = "done", "planned", "free"
SIGNS = {DONE: "✓", PLANNED: "○", FREE: ""}


def render_week(programme_state: ProgrammeState) -> None:
    """The phase, the sessions of this week, and the strip of days."""
    phases = [phase.id for phase in programme_state.programme.phases]
    place = phases.index(programme_state.state.phase) + 1
    st.markdown(f"**Phase {place} of {len(phases)}: {programme_state.phase.title}**")
    st.html(_strip(programme_state.week, programme_state.today))
    st.markdown(_words(programme_state.week, programme_state.today))


def _words(week: ProgrammeWeek, today: date) -> str:
    done = f"This week **{len(week.done)} of {week.target}** sessions."
    ahead = [weekday(day, today) for day in week.planned]
    if ahead:
        return f"{done} Next: {', '.join(ahead)}."
    return f"{done} That is enough: muscles need rest, too." if not week.left else done


def _strip(week: ProgrammeWeek, today: date) -> str:
    days = [week.monday + timedelta(days=n) for n in range(7)]
    return f'<ol class="week">{"".join(_day(week, day, today) for day in days)}</ol>'


def _day(week: ProgrammeWeek, day: date, today: date) -> str:
    state = DONE if day in week.done else PLANNED if day in week.planned else FREE
    now = " today" if day == today else ""
    label = f"{day:%A}: {state}{now and ', today'}"
    return (
        f'<li class="{state}{now}" aria-label="{label}"><span>{day:%a}</span>'
        f"<b>{SIGNS[state]}</b></li>"
    )
