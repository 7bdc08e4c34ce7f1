"""A session under way: the player or, once it has ended, what closes it; then what was saved."""

from contextlib import suppress
from functools import partial
from uuid import UUID

import streamlit as st

from kneeapp import content
from kneeapp.domain.guidance import ONE_SESSION, STOP_NOW, first_session, must_stop
from kneeapp.domain.routines import Plan
from kneeapp.domain.sessions import Session
from kneeapp.domain.timeline import Event, anchor_after, ending
from kneeapp.errors import ContentError, NotFound
from kneeapp.store import events, people, sessions
from kneeapp.ui import beacon, programme_done, recheck
from kneeapp.ui.kept import Order
from kneeapp.ui.pictures import drawing
from kneeapp.ui.player import play, reported
from kneeapp.ui.screening import questionnaire
from kneeapp.ui.session import Visit, tab, widget
from kneeapp.ui.sessions import in_points

PLAYER = "player"
FULL_CUES = 3
"""Sessions after which the spoken cues become shorter (design 4)."""


def go_on(visit: Visit, session: Session) -> None:
    """The session under way where it stands: the player, or once it has ended what closes it.

    A reason to stop ends it at once; the player says what to do until it is closed there.
    """
    log = journal(visit, session)
    asking = reported(widget(PLAYER), session=session.id).asking
    if asking or not ending(session.plan, log):
        _perform(visit, session, log)
        return
    tab().playing = None
    if session.phase:
        programme_done.ask(visit, session, log)
    else:
        recheck.ask(visit, session, log)


def journal(visit: Visit, session: Session) -> list[Event]:
    """What has happened in `session`, with all that the browser has just sent."""
    sent = reported(widget(PLAYER), session=session.id)
    if sent.events:
        events.append(visit.record, session.id, sent.events)
    return events.events(visit.record, session.id)


def _perform(visit: Visit, session: Session, log: list[Event]) -> None:
    """The player; what it reports while it is mounted is kept at once."""
    player = partial(
        play,
        session=session,
        anchor=anchor_after(session.plan, log),
        acknowledged=events.acknowledged(visit.record, session.id),
        figures=_figures(session.plan, dark=visit.dark),
        phrases=_phrases(visit, session),
        muted=visit.preferences.muted,
        brief=sessions.count(visit.record) >= FULL_CUES,
        key=PLAYER,
        emergency=questionnaire(visit).emergency_number(visit.preferences.country),
        beacon=beacon.address(visit, session.id),
        retain=tab().kept.order is Order.KEEP,
    )
    here = tab()
    here.playing, here.mounted = player, True
    played = player(now=visit.now)
    if played.muted is not None and played.muted != visit.preferences.muted:
        preferences = visit.preferences.model_copy(update={"muted": played.muted})
        people.save_preferences(visit.record, preferences)
    known = {(event.client, event.seq) for event in log}
    if any((event.client, event.seq) not in known for event in played.events):
        events.append(visit.record, session.id, played.events)
        st.rerun()


def _figures(plan: Plan, *, dark: bool) -> dict[str, str]:
    """The drawing of each step; one that today's content no longer has is left out."""
    found = {}
    for step in plan.steps:
        with suppress(ContentError, NotFound):
            found[step.pose] = drawing(step.pose, dark=dark)
    return found


def _phrases(visit: Visit, session: Session) -> dict[str, str]:
    """What is said beside the steps; nothing where today's content no longer has the routine."""
    folder = visit.settings.content
    with suppress(ContentError):
        if session.phase:
            return content.programme(folder).phrases
        return content.routine(session.plan.routine, folder).phrases
    return {}


def tell_saved(visit: Visit, session_id: UUID) -> None:
    """What the session just saved brought, and what one session can and cannot say."""
    session = sessions.session(visit.record, session_id)
    st.success("Saved.", icon=":material/task_alt:")
    if session.relief is not None:
        st.metric(
            f"{session.knee.value.capitalize()} knee on the test move, before → after",
            f"{session.before} → {session.after}",
            delta=in_points(-session.relief),
            delta_color="inverse",
        )
        _tell_relief(visit, session, session.relief)
    if st.button("See progress", type="primary", width="stretch"):
        _leave("pages/progress.py")
    if st.button("Done for now", width="stretch"):
        _leave("pages/today.py")


def _tell_relief(visit: Visit, session: Session, relief: int) -> None:
    if must_stop(session.before, session.before - relief):
        st.error(STOP_NOW, icon=":material/front_hand:")
    if sessions.count(visit.record) == 1:
        for sentence in first_session(relief, session.stress_off):
            st.write(sentence)
    else:
        st.write(ONE_SESSION)


def _leave(page: str) -> None:
    tab().just_saved = None
    st.switch_page(page)
