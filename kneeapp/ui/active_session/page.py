"""A session under way: the player or, once it has ended, what closes it; then what was saved."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from uuid import UUID

import streamlit as st

from kneeapp import content
from kneeapp.domain.programme.session import trained
from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.event_replay import saved, stop_rating, stopped
from kneeapp.domain.routine.midpoint_ratings import half_way_ratings
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.session_limits import ONE_SESSION, first_session
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Event, anchor_after, ending
from kneeapp.domain.safety.status import Case
from kneeapp.errors import ContentError, NotFound
from kneeapp.store.record import event_log, people, programme, sessions
from kneeapp.ui.active_session import event_endpoint
from kneeapp.ui.findings import country, finding_cards, standing
from kneeapp.ui.programme import done
from kneeapp.ui.routine import recheck
from kneeapp.ui.shell.request_context import RecordContext, tab, widget
from kneeapp.ui.shell.visitor_copy import Order
from kneeapp.ui.widgets.pictures import drawing
from kneeapp.ui.widgets.player import PlayedSession, play, reported
from kneeapp.ui.widgets.session_text import in_points

PLAYER = "player"
FULL_CUES = 3
"""Sessions after which the spoken cues become shorter (design 4)."""


def go_on(visit: RecordContext, session: Session) -> None:
    """The session under way where it stands: the player, or once it has ended what closes it.

    A reason to stop ends it at once; the player says what to do until it is closed there. One
    that was stopped for pain is kept as it is: no test move is asked for after that.
    """
    log = journal(visit, session)
    asking = reported(widget(PLAYER), session=session.id).asking
    stop, closing = stopped(log), standing.closing_under_way(visit, session)
    ended = ending(session.plan, log)
    if asking or not (ended or closing):
        _perform(visit, session, log)
        return
    tab().playing = None
    if ended and stop and stop.value in STOPS_FOR_PAIN:
        _keep(visit, session, log)
    elif closing:
        _render_closed(visit, session, log, closing)
    elif session.phase:
        done.done_form(visit, session, log)
    else:
        recheck.recheck_form(visit, session, log)


def _render_closed(
    visit: RecordContext, session: Session, log: Sequence[Event], closing: Sequence[Case]
) -> None:
    """What was said elsewhere meanwhile and closes this session: it can only be kept as it is."""
    st.title("This session ends here")
    finding_cards.render_finding_cards(visit, closing)
    if st.button("Keep what was done", width="stretch"):
        _keep(visit, session, log)


def _keep(visit: RecordContext, session: Session, log: Sequence[Event]) -> None:
    """Keep a session as it is, without a re-check, and show at once what is open."""
    if session.phase:
        day = session.started_at.astimezone(visit.zone).date()
        programme.save(visit.record, session.id, trained(session, log, day))
    else:
        closed = saved(session, log, now=visit.now, after=stop_rating(log))
        sessions.save(visit.record, closed, half_way_ratings(closed, log))
    tab().just_saved = session.id
    st.rerun()


def journal(visit: RecordContext, session: Session) -> list[Event]:
    """What has happened in `session`, with all that the browser has just sent."""
    sent = reported(widget(PLAYER), session=session.id)
    if sent.events:
        event_log.append(visit.record, session.id, sent.events)
    return event_log.events(visit.record, session.id)


def _perform(visit: RecordContext, session: Session, log: list[Event]) -> None:
    """The player; what it reports while it is mounted is kept at once."""
    where = country.known_country(visit)
    played = PlayedSession(
        session=session,
        anchor=anchor_after(session.plan, log),
        acknowledged=event_log.acknowledged(visit.record, session.id),
        figures=_figures(session.plan, dark=visit.dark),
        phrases=_phrases(visit, session),
        muted=visit.preferences.muted,
        brief=sessions.count(visit.record) >= FULL_CUES,
        emergency=where.number if where else None,
        medical_line=where.line if where else None,
        beacon=event_endpoint.address(visit, session.id),
        retain=tab().kept.order is Order.KEEP,
    )
    player = partial(play, played, key=PLAYER)
    here = tab()
    here.playing, here.mounted = player, True
    report = player(now=visit.now)
    if report.muted is not None and report.muted != visit.preferences.muted:
        preferences = visit.preferences.model_copy(update={"muted": report.muted})
        people.save_preferences(visit.record, preferences)
    known = {(event.client, event.seq) for event in log}
    if any((event.client, event.seq) not in known for event in report.events):
        event_log.append(visit.record, session.id, report.events)
        st.rerun()


def _figures(plan: Plan, *, dark: bool) -> dict[str, str]:
    """The drawing of each step; one that today's content no longer has is left out."""
    found = {}
    for step in plan.steps:
        with suppress(ContentError, NotFound):
            found[step.pose] = drawing(step.pose, dark=dark)
    return found


def _phrases(visit: RecordContext, session: Session) -> dict[str, str]:
    """What is said beside the steps; nothing where today's content no longer has the routine."""
    folder = visit.settings.content
    with suppress(ContentError):
        if session.phase:
            return content.programme(folder).phrases
        return content.routine(session.plan.routine, folder).phrases
    return {}


def render_saved(visit: RecordContext, session_id: UUID) -> None:
    """What the session just saved brought, and what one session can and cannot say."""
    stops = _stops(visit, session_id)
    finding_cards.render_finding_cards(visit, stops)
    st.success("Saved.", icon=":material/task_alt:")
    with suppress(NotFound):  # one of the programme that was stopped for pain
        session = sessions.session(visit.record, session_id)
        if session.relief is not None:
            st.metric(
                f"{session.knee.value.capitalize()} knee on the test move, before → after",
                f"{session.before} → {session.after}",
                delta=in_points(-session.relief),
                delta_color="inverse",
            )
            if not stops:
                _render_relief(visit, session, session.relief)
    if not stops and st.button("See progress", type="primary", width="stretch"):
        _leave("pages/progress.py")
    if st.button("Done for now", width="stretch"):
        _leave("pages/today.py")


def _stops(visit: RecordContext, session_id: UUID) -> list[Case]:
    """What is open because of how that session ended."""
    return [
        case
        for case in finding_cards.weighty(standing.stand(visit).status)
        if case.finding.key.endswith(f":{session_id}")
    ]


def _render_relief(visit: RecordContext, session: Session, relief: int) -> None:
    if sessions.count(visit.record) == 1:
        for sentence in first_session(relief, session.stress_off):
            st.write(sentence)
    else:
        st.write(ONE_SESSION)


def _leave(page: str) -> None:
    tab().just_saved = None
    st.switch_page(page)
