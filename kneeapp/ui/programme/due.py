"""On *Today*: what is due in the programme and how far the week is, in one line each."""

from contextlib import suppress
from datetime import timedelta

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.errors import ContentError
from kneeapp.store.record import sessions
from kneeapp.ui.findings import standing as findings_standing
from kneeapp.ui.programme.state import PAGE, ProgrammeState, current_programme, weekday
from kneeapp.ui.programme.whole_week import week_line, whole_week
from kneeapp.ui.shell.request_context import RecordContext

OFFERED_AFTER = timedelta(weeks=2)
"""The programme is offered after the first saved session, and at the latest after this time
since the screening (design 5)."""


def render_due(context: RecordContext) -> None:
    """On *Today*: what is due in the programme, in one line with a button.

    Empty before the programme is offered, and where its file is faulty: the error is shown on
    the Programme page only.
    """
    with suppress(ContentError):
        if not (words := _due(context)):
            return
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.markdown(words, width="stretch")
            if st.button("Programme", icon=":material/trending_up:"):
                st.switch_page(PAGE)


def _due(context: RecordContext) -> str:
    """What is due in words; empty before the programme is offered.

    Cached in the tab for one version of the record and one hour: calculating the phases of a
    year takes longer than everything else on *Today*.
    """

    def describe() -> str:
        standing_now = findings_standing.current_standing(context)
        offered = standing_now.status.programme_open and _selectable(context, standing_now)
        if not offered:
            return ""
        programme_state = current_programme(context, standing_now)
        week = whole_week(context, standing_now, programme_state)
        return f"{_due_words(programme_state)}\n\n{week_line(week)}"

    return context.record.derive("programme due", f"{context.today} {context.now:%H}", describe)


def _selectable(context: RecordContext, standing_now: Standing) -> bool:
    if standing_now.latest is None:
        return False
    waited = context.now - standing_now.latest.started_at >= OFFERED_AFTER
    return waited or sessions.count(context.record) > 0


def _due_words(programme_state: ProgrammeState) -> str:
    if programme_state.state.on_break:
        return "**Strengthening:** you are on a break."
    if programme_state.history.on(programme_state.today):
        return f"**Strengthening today:** {'half done' if programme_state.left else 'done'}."
    if programme_state.today in programme_state.week.planned:
        picked = programme_state.picked
        minutes = programme_state.minutes(picked)
        return f"**Strengthening today:** {len(picked)} exercises, about {minutes} minutes."
    if programme_state.week.planned:
        day = weekday(programme_state.week.planned[0], programme_state.today)
        return f"**Strengthening:** next {day}."
    return "**Strengthening:** done for this week."
