"""The blocks of the Today page: what to do now, the last session, and the week."""

from datetime import timedelta

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import capitalized
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import ending
from kneeapp.domain.safety.findings import Urgency
from kneeapp.store.record import sessions
from kneeapp.ui.active_session.page import session_events
from kneeapp.ui.findings import allowed_now, country, finding_cards, standing
from kneeapp.ui.programme import due
from kneeapp.ui.routine import recheck, tournament_offer, trial_banner
from kneeapp.ui.screening import consent
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets import verdict_headline
from kneeapp.ui.widgets.session_text import before_after, before_after_metric

WEEK = timedelta(days=7)


def emergency_is_open(context: RecordContext) -> bool:
    """Whether the person is told to get help at once."""
    cases = standing.current_standing(context).status.open
    return any(case.urgency is Urgency.EMERGENCY for case in cases)


def render_what_is_next(context: RecordContext, last: Session | None) -> None:
    """The open findings, and below them the one thing to do now."""
    under_way = sessions.under_way(context.record)
    standing_now = standing.current_standing(context)
    if under_way:
        if closing := standing.closing_session(standing_now.status, under_way):
            finding_cards.render_finding_cards(context, closing)
            page_button("See the session", "pages/routine.py", primary=False)
        else:
            _resume_button(context, under_way)
        return
    finding_cards.render_status(context, standing_now.status)
    if standing_now.screened:
        consent.renewal_form(context)
        _routine_button(context, standing_now, last)
        due.render_due(context)
        if standing_now.unfinished and not standing_now.blocked:
            page_button(
                "Answer more about knee, hip and ankle", "pages/screening.py", primary=False
            )
    elif standing_now.unfinished:
        if not standing_now.status.open:
            consent.render_welcome(context)
            st.markdown(country.words(country.known_country(context)))
        page_button(
            "Go on with the screening", "pages/screening.py", primary=not standing_now.blocked
        )
    elif consent.start(context):
        st.switch_page("pages/screening.py")


def render_last(context: RecordContext, last: Session) -> None:
    """The result of the last saved session."""
    st.header("Last session")
    with st.container(border=True):
        st.caption(capitalized(context.when(last.started_at)))
        if last.relief is None:
            st.markdown(before_after(last))
            return
        before_after_metric(last, last.relief)
        if last.late:
            st.caption("Rated more than 15 minutes after the routine: kept, not counted.")
        verdict_headline.render_headline(context, last)
        page_button("See progress", "pages/progress.py", primary=False)


def render_week(context: RecordContext) -> None:
    """Sessions of the current calendar week with the person's target."""
    today = context.now.astimezone(context.zone)
    monday = (today - timedelta(days=today.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    done = sessions.count(context.record, monday)
    target = context.preferences.weekly_target
    st.header("This week")
    st.progress(min(1.0, done / target), text=f"{done} of {target} sessions since Monday")


def _resume_button(context: RecordContext, under_way: Session) -> None:
    log = session_events(context, under_way)
    if ending(under_way.plan, log) and not under_way.phase:
        recheck.remind(context, under_way, log)
    else:
        began = context.when(under_way.started_at)
        st.info(f"A session begun {began} is under way.", icon=":material/timelapse:")
        page_button("Go on with the session", "pages/routine.py")


def _routine_button(context: RecordContext, standing_now: Standing, last: Session | None) -> None:
    in_trial = trial_banner.render_trial_banner(context, standing_now)
    if not in_trial and not standing_now.status.closing_now:
        again = "Ready for the next session, with the settings of last time."
        st.write(again if last else "You are ready. The first session takes about twenty minutes.")
    allowed_now.start_button(context, standing_now)
    knee = context.preferences.knee
    if knee and not in_trial:
        tournament_offer.render_tournament_offer(context, standing_now, knee)
