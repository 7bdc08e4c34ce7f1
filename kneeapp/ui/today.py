"""The blocks of *Today*: the one thing to do now, then the last result and the week."""

from datetime import timedelta

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import ending
from kneeapp.store.record import sessions
from kneeapp.ui.active_session.page import journal
from kneeapp.ui.findings import allowed_now, country, finding_cards, standing
from kneeapp.ui.programme import state
from kneeapp.ui.routine import recheck, trial_banner
from kneeapp.ui.screening import consent, welcome
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets import verdict_headline
from kneeapp.ui.widgets.session_text import before_after, in_points, when

WEEK = timedelta(days=7)


def render_what_is_next(visit: RecordContext, last: Session | None) -> None:
    """One card with the one thing to do now, below what is open of findings."""
    under_way = sessions.under_way(visit.record)
    here = standing.stand(visit)
    if under_way:
        if closing := standing.closing_session(here.status, under_way):
            finding_cards.render_finding_cards(visit, closing)
            _next_step_button("See the session", "pages/routine.py")
        else:
            _resume_button(visit, under_way)
        return
    finding_cards.render_finding_cards(visit, finding_cards.weighty(here.status))
    finding_cards.render_lifted(visit, here.status)
    if here.screened:
        consent.renewal_form(visit)
        _routine_button(visit, here, last)
        state.render_due(visit)
        if here.unfinished and not here.blocked:
            _next_step_button("Answer more about knee, hip and ankle", "pages/screening.py")
    elif here.unfinished:
        if not here.status.open:
            questions = standing.questionnaire(visit)
            welcome.render_welcome(questions, one_person=visit.mode is Mode.PERSONAL)
            st.markdown(country.words(country.known_country(visit)))
        _next_step_button(
            "Go on with the screening", "pages/screening.py", primary=not here.blocked
        )
    elif consent.start(visit):
        st.switch_page("pages/screening.py")


def render_last(visit: RecordContext, last: Session) -> None:
    """The last saved session in one line of figures."""
    st.header("Last session")
    with st.container(border=True):
        moment = when(last.started_at, visit.zone, visit.now)
        st.caption(moment[:1].upper() + moment[1:])
        if last.after is None:
            st.markdown(before_after(last))
            return
        st.metric(
            f"{last.knee.value.capitalize()} knee on the test move, before → after",
            f"{last.before} → {last.after}",
            delta=in_points(last.after - last.before),
            delta_color="inverse",
        )
        if last.late:
            st.caption("Rated more than 15 minutes after the routine: kept, not counted.")
        verdict_headline.render_headline(visit, last)
        _next_step_button("See progress", "pages/progress.py")


def render_week(visit: RecordContext) -> None:
    """Sessions of the running calendar week against the person's target."""
    today = visit.now.astimezone(visit.zone)
    monday = (today - timedelta(days=today.weekday())).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    done = sessions.count(visit.record, monday)
    target = visit.preferences.weekly_target
    st.header("This week")
    st.progress(min(1.0, done / target), text=f"{done} of {target} sessions since Monday")


def _resume_button(visit: RecordContext, under_way: Session) -> None:
    log = journal(visit, under_way)
    if ending(under_way.plan, log) and not under_way.phase:
        recheck.remind(visit, under_way, log)
    else:
        began = when(under_way.started_at, visit.zone, visit.now)
        st.info(f"A session begun {began} is under way.", icon=":material/timelapse:")
        _next_step_button("Go on with the session", "pages/routine.py", primary=True)


def _routine_button(visit: RecordContext, here: Standing, last: Session | None) -> None:
    in_trial = trial_banner.render_trial_banner(visit)
    if not in_trial and not here.status.closing_now:
        again = "Ready for the next session, with the settings of last time."
        st.write(again if last else "You are ready. The first session takes about twenty minutes.")
    allowed_now.start_button(visit, here)


def _next_step_button(label: str, page: str, *, primary: bool = False) -> None:
    if st.button(label, type="primary" if primary else "secondary", width="stretch"):
        st.switch_page(page)
