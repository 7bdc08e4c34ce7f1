"""The morning-after check: one rating a day, and what it says about the routine."""

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.evidence.trend_text import MORNINGS
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.pain_rules import Morning, MorningCheck, morning_check
from kneeapp.domain.routine.ratings import Rating
from kneeapp.store.record import ratings, sessions
from kneeapp.ui.findings.standing import mornings, stand
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets import focus
from kneeapp.ui.widgets.rating import rating

SHORT_WILL_DO = "The short version is enough."


def morning_form(visit: RecordContext) -> None:
    """Today's 24-hour rating; once it is given, what it says and a way to change it.

    Not while a danger sign or a session under way comes first.
    """
    if sessions.under_way(visit.record) or stand(visit).blocked:
        return
    rated = mornings(visit)
    check = morning_check(rated, visit.today)
    if check.says is Morning.NOT_RATED:
        with st.container(border=True):
            _rate(visit, None)
    else:
        _render(check, f"Last 24 hours: **{check.rating} of 10**.", _words(check))
        # the key changes with the rating, so that what was changed is closed again
        change = st.expander(
            "Change", type="compact", key=f"change {check.day} {check.rating}", on_change="rerun"
        )
        if change.open:
            with change:
                _rate(visit, check.rating)


def render_before_routine(visit: RecordContext) -> None:
    """A raised morning, where the next session is set up; a red one is a finding and closes it."""
    check = morning_check(mornings(visit), visit.today)
    if check.says is Morning.RAISED:
        _render(check, _words(check), SHORT_WILL_DO)


def _rate(visit: RecordContext, before: int | None) -> None:
    """A changed rating is a new one: the last of a day is that day's (mornings_by_day)."""
    given = rating(KNEE_DAY, key=f"{KNEE_DAY.name} {visit.today} {before}", value=before)
    if st.button("Save rating", disabled=given in {None, before}, width="stretch") and (
        given is not None
    ):
        ratings.save(visit.record, Rating(uuid7(), KNEE_DAY.name, given, visit.now))
        focus.say("Saved.")
        st.rerun()


def _words(check: MorningCheck) -> str:
    """What a morning says to do; what a red one asks for is told on its card."""
    return "" if check.says is Morning.RED else MORNINGS[check.says]


def _render(check: MorningCheck, *sentences: str) -> None:
    text = " ".join(filter(None, sentences))
    if check.says is Morning.RAISED:
        st.warning(text, icon=":material/speed:")
    else:
        st.markdown(text)
