"""Morning check: the 24-hour rating once a day, and its advice about the routine."""

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.evidence.lasting_rise import can_notice
from kneeapp.domain.evidence.rise_text import BLIND
from kneeapp.domain.evidence.trend_text import MORNINGS
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.pain_rules import Morning, MorningCheck, morning_check
from kneeapp.domain.routine.ratings import Rating
from kneeapp.store.record import ratings, sessions
from kneeapp.ui.findings.standing import current_standing, mornings
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets import focus
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.rating import rating


def morning_form(context: RecordContext) -> None:
    """The form of today's 24-hour rating; once rated, the advice and a way to change it.

    Nothing while a blocking finding or a running session comes first.
    """
    if sessions.under_way(context.record) or current_standing(context).blocked:
        return
    rated = mornings(context)
    check = morning_check(rated, context.today)
    if check.says is Morning.NOT_RATED:
        with st.container(border=True):
            _rate(context, None)
    else:
        _render(check, f"Last 24 hours: **{check.rating} of 10**.", _words(check))
        if not can_notice(rated, context.today):
            small(BLIND)
        # The key contains the rating: after a change it is a new expander, which is closed.
        change = st.expander(
            "Change", type="compact", key=f"change {check.day} {check.rating}", on_change="rerun"
        )
        if change.open:
            with change:
                _rate(context, check.rating)


def render_before_routine(context: RecordContext) -> None:
    """The advice of a raised morning at the set-up of a session; a red one is a finding."""
    check = morning_check(mornings(context), context.today)
    if check.says is Morning.RAISED:
        _render(check, _words(check), "The short version is enough.")


def _rate(context: RecordContext, before: int | None) -> None:
    """The rating form. A changed rating is saved as a new one: mornings_by_day uses the last."""
    given = rating(KNEE_DAY, key=f"{KNEE_DAY.name} {context.today} {before}", value=before)
    pressed = st.button("Save rating", disabled=given in {None, before}, width="stretch")
    if pressed and given is not None:
        ratings.save(context.record, Rating(uuid7(), KNEE_DAY.name, given, context.now))
        focus.say("Saved.")
        st.rerun()


def _words(check: MorningCheck) -> str:
    """The advice of a morning; empty for a red one, whose finding has a card."""
    return "" if check.says is Morning.RED else MORNINGS[check.says]


def _render(check: MorningCheck, *sentences: str) -> None:
    text = " ".join(filter(None, sentences))
    if check.says is Morning.RAISED:
        st.warning(text, icon=":material/speed:")
    else:
        st.markdown(text)
