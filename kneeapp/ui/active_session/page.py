"""The running session on the Routine page: the player, then the re-check, then the result."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

import streamlit as st

from kneeapp import content
from kneeapp.domain.programme.session import training_from_session
from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.event_replay import completed_session, effective_stop, stop_rating
from kneeapp.domain.routine.midpoint_ratings import half_way_ratings
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.session_limits import ONE_SESSION, first_session
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event, anchor_after, ending
from kneeapp.domain.safety.status import Case
from kneeapp.errors import ContentError, NotFound
from kneeapp.store.record import event_log, programme, sessions
from kneeapp.ui.active_session import event_endpoint, named_arm
from kneeapp.ui.findings import country, finding_cards, standing
from kneeapp.ui.programme import done
from kneeapp.ui.routine import recheck
from kneeapp.ui.shell.component_payloads import Order
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.pictures import drawing
from kneeapp.ui.widgets.player import last_report, play, player_steps, stop_options
from kneeapp.ui.widgets.player.messages import PlayerData, PlayerPlan
from kneeapp.ui.widgets.session_text import before_after_metric

FULL_CUES = 3
"""Number of sessions after which the spoken cues become shorter (design 4)."""


def continue_session(context: RecordContext, session: Session) -> None:
    """The running session: the player, or, once it has ended, the form that saves it.

    A stop reason ends the session at once; the player shows what to do until the person closes
    it there. A session stopped for pain is saved as it is, without another test move. Of a
    session of a trial the arm is named first.
    """
    log = session_events(context, session)
    asking = last_report(session.id).asking
    stop, closing = effective_stop(log), standing.closing_under_way(context, session)
    ended = ending(session.plan, log)
    if asking or not (ended or closing):
        if named_arm.is_named_first(session, log):
            named_arm.name_arm(context, session)
        else:
            _perform(context, session, log)
        return
    tab().playing = None  # an outage is shown by a message from here on, no more in the player
    if ended and stop and stop.value in STOPS_FOR_PAIN:
        _keep(context, session, log)
    elif closing:
        _render_closed(context, session, log, closing)
    elif session.phase:
        done.done_form(context, session, log)
    else:
        recheck.recheck_form(context, session, log)


def _render_closed(
    context: RecordContext, session: Session, log: Sequence[Event], closing: Sequence[Case]
) -> None:
    """A finding from elsewhere closes this session: it can only be saved as it is."""
    st.title("This session ends here")
    finding_cards.render_finding_cards(context, closing)
    if st.button("Keep what was done", width="stretch"):
        _keep(context, session, log)


def _keep(context: RecordContext, session: Session, log: Sequence[Event]) -> None:
    """Save a session as it is, without a re-check, and rerun to show what is open."""
    if session.phase:
        day = session.started_at.astimezone(context.zone).date()
        programme.save(context.record, session.id, training_from_session(session, log, day))
    else:
        closed = completed_session(session, log, now=context.now, after=stop_rating(log))
        sessions.save(context.record, closed, half_way_ratings(closed, log))
    tab().just_saved = session.id
    st.rerun()


def session_events(context: RecordContext, session: Session) -> list[Event]:
    """All events of `session`, including those that the browser has just sent."""
    sent = last_report(session.id)
    if sent.events:  # kept before the replay, so that a session that they end is over in this run
        event_log.append(context.record, session.id, sent.events)
    return event_log.events(context.record, session.id)


def _perform(context: RecordContext, session: Session, log: list[Event]) -> None:
    """Mount the player, and store what it reports."""
    region = country.known_country(context)
    plan = PlayerPlan(
        steps=player_steps(session.plan),
        figures=_figures(session.plan, dark=context.dark),
        phrases=_phrases(context, session),
        before=session.before,
        brief=sessions.count(context.record) >= FULL_CUES,
        emergency=region.number if region else None,
        medical_line=region.line if region else None,
        stop_reasons=stop_options(session.plan),
    )
    data = PlayerData(
        session=session.id,
        anchor=anchor_after(session.plan, log),
        acked=event_log.acknowledged(context.record, session.id),
        muted=context.preferences.muted,
        beacon=event_endpoint.address(context, session.id),
        retain=tab().visitor_copy.order is Order.KEEP,
    )
    player = partial(play, plan, data)
    tab_state = tab()
    tab_state.playing, tab_state.mounted = player, True
    report = player(now=context.now)
    if report.muted is not None and report.muted != context.preferences.muted:
        context.save_preferences(muted=report.muted)
    known = {(event.client, event.seq) for event in log}
    if any((event.client, event.seq) not in known for event in report.events):
        event_log.append(context.record, session.id, report.events)
        st.rerun()  # they may have ended the session


def _figures(plan: Plan, *, dark: bool) -> dict[str, str]:
    """The drawing (SVG) of each step by pose; a pose that the content no longer has is left out."""
    drawings = {}
    for step in plan.steps:
        with suppress(ContentError, NotFound):
            drawings[step.pose] = drawing(step.pose, dark=dark)
    return drawings


def _phrases(context: RecordContext, session: Session) -> dict[str, str]:
    """The spoken phrases by key; none where the content no longer has the routine."""
    folder = context.settings.content
    with suppress(ContentError):
        if session.phase:
            return content.programme(folder).phrases
        return content.routine(session.plan.routine, folder).phrases
    return {}


def render_saved(context: RecordContext, session_id: UUID) -> None:
    """The result of the session that was just saved, and what one session can and cannot show."""
    stops = _stops(context, session_id)
    finding_cards.render_finding_cards(context, stops)
    st.success("Saved.", icon=":material/task_alt:")
    with suppress(NotFound):  # a session of the programme is stored as a training
        session = sessions.session(context.record, session_id)
        if session.relief is not None:
            before_after_metric(session, session.relief)
            if not stops:
                _render_relief(context, session, session.relief)
    if not stops and st.button("See progress", type="primary", width="stretch"):
        _leave("pages/progress.py")
    if st.button("Done for now", width="stretch"):
        _leave("pages/today.py")


def _stops(context: RecordContext, session_id: UUID) -> list[Case]:
    """The cases that the end of that session raised."""
    return [
        case
        for case in finding_cards.cases_with_card(standing.current_standing(context).status)
        if case.finding.key.endswith(f":{session_id}")
    ]


def _render_relief(context: RecordContext, session: Session, relief: int) -> None:
    if sessions.count(context.record) == 1:
        for sentence in first_session(relief, session.stress_off):
            st.write(sentence)
    else:
        st.write(ONE_SESSION)


def _leave(page: str) -> None:
    tab().just_saved = None
    st.switch_page(page)
