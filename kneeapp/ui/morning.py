"""The morning-after check: one rating a day, and what it says about the routine."""

from datetime import UTC, date, datetime, time

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.readings import Rating
from kneeapp.domain.stop_rules import (
    Morning,
    MorningCheck,
    morning_check,
    mornings_by_day,
    needs_somebody,
)
from kneeapp.domain.trend import RISE_WITHIN, Level, before_levels, is_rising, morning_levels
from kneeapp.domain.trend_words import RISING, morning_words
from kneeapp.store import ratings, sessions
from kneeapp.ui import focus
from kneeapp.ui import screening as asking
from kneeapp.ui.progress import today
from kneeapp.ui.rating import rating
from kneeapp.ui.session import Visit
from kneeapp.ui.verdict import history

SHORT_WILL_DO = "The short version is enough."


def mornings(visit: Visit) -> dict[date, int]:
    """The 24-hour ratings (0-10) by the person's calendar day."""
    return mornings_by_day(ratings.ratings(visit.record, KNEE_DAY), visit.zone)


def ask(visit: Visit) -> None:
    """Today's 24-hour rating; once it is given, what it says and a way to change it.

    Not while a danger sign or a session under way comes first.
    """
    if sessions.under_way(visit.record) or asking.stand(visit).blocked:
        return
    rated = mornings(visit)
    check = morning_check(rated, today(visit))
    if check.says is Morning.NOT_RATED:
        with st.container(border=True):
            _rate(visit, None)
    else:
        _tell(check, f"Last 24 hours: **{check.rating} of 10**.", _words(check, rated))
        # the key changes with the rating, so that what was changed is closed again
        change = st.expander(
            "Change", type="compact", key=f"change {check.day} {check.rating}", on_change="rerun"
        )
        if change.open:
            with change:
                _rate(visit, check.rating)
    _tell_rise(visit, rated)


def tell_before_routine(visit: Visit) -> None:
    """What the mornings ask for, where the next session is set up; it never blocks."""
    rated = mornings(visit)
    check = morning_check(rated, today(visit))
    if check.says is Morning.RAISED:
        _tell(check, _words(check, rated), SHORT_WILL_DO)
    elif check.says is Morning.RED:
        _tell(check, _words(check, rated))
    _tell_rise(visit, rated)


def _rate(visit: Visit, before: int | None) -> None:
    """A changed rating is a new one: the last of a day is that day's (mornings_by_day)."""
    given = rating(KNEE_DAY, key=f"{KNEE_DAY.name} {today(visit)} {before}", value=before)
    if st.button("Save rating", disabled=given in {None, before}, width="stretch") and (
        given is not None
    ):
        ratings.save(visit.record, Rating(uuid7(), KNEE_DAY.name, given, visit.now))
        focus.say("Saved.")
        st.rerun()


def _words(check: MorningCheck, rated: dict[date, int]) -> str:
    return morning_words(check, needs_somebody=needs_somebody(rated, check.day))


def _tell(check: MorningCheck, *sentences: str) -> None:
    text = " ".join(sentences)
    if check.says is Morning.RED:
        st.error(text, icon=":material/front_hand:")
    elif check.says is Morning.RAISED:
        st.warning(text, icon=":material/speed:")
    else:
        st.markdown(text)


def _tell_rise(visit: Visit, rated: dict[date, int]) -> None:
    """Two points up within two weeks, in the mornings or in the ratings before sessions."""
    noon = datetime.combine(today(visit), time(12), UTC)  # when morning_levels puts today's
    if is_rising(morning_levels(rated), noon) or is_rising(_before_recent(visit), visit.now):
        st.error(RISING, icon=":material/trending_up:")


def _before_recent(visit: Visit) -> tuple[Level, ...]:
    """The first ratings of the last sessions on the newest one's knee and test move."""
    since = visit.now - RISE_WITHIN
    recent = [session for session in history(visit).sessions if session.started_at >= since]
    if not recent:
        return ()
    return before_levels(recent, knee=recent[-1].knee, test_move=recent[-1].test_move)
