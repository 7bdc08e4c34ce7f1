"""A session under way: the player, then the re-check, then what was saved."""

from uuid import UUID

import streamlit as st

from kneeapp.domain.guidance import ONE_SESSION, STOP_NOW, first_session, must_stop
from kneeapp.domain.measures import KNEE_AFTER
from kneeapp.domain.sessions import Session, StressOff, saved
from kneeapp.domain.timeline import Event, anchor_after, ending
from kneeapp.store import events, people, sessions
from kneeapp.ui import beacon
from kneeapp.ui.pictures import drawing, test_move_figure
from kneeapp.ui.player import play, reported
from kneeapp.ui.rating import rating
from kneeapp.ui.routine import routine, test_move
from kneeapp.ui.session import Mode, Visit, tab, widget

PLAYER = "player"
STRESS_OFF = {StressOff.YES: "Yes", StressOff.NO: "No", StressOff.UNSURE: "Not sure"}
LONGEST_NOTE = 10_000
FULL_CUES = 3
"""Sessions after which the spoken cues become shorter (design 4)."""


def go_on(visit: Visit, session: Session) -> None:
    """The session under way where it stands: the player, or once it has ended the re-check."""
    log = journal(visit, session)
    if ending(session.plan, log):
        _recheck(visit, session, log)
    else:
        _perform(visit, session, log)


def journal(visit: Visit, session: Session) -> list[Event]:
    """What has happened in `session`, with all that the browser has just sent."""
    sent = reported(widget(PLAYER), session=session.id)
    if sent.events:
        events.append(visit.record, session.id, sent.events)
    return events.events(visit.record, session.id)


def _perform(visit: Visit, session: Session, log: list[Event]) -> None:
    """The player; what it reports while it is mounted is kept at once."""
    played = play(
        session=session,
        anchor=anchor_after(session.plan, log),
        acknowledged=events.acknowledged(visit.record, session.id),
        figures={step.pose: drawing(step.pose, dark=visit.dark) for step in session.plan.steps},
        phrases=routine(visit).phrases,
        muted=visit.preferences.muted,
        brief=sessions.count(visit.record) >= FULL_CUES,
        now=visit.now,
        key=PLAYER,
        beacon=beacon.address(session.id) if visit.mode is Mode.PERSONAL else None,
    )
    if played.muted is not None and played.muted != visit.preferences.muted:
        preferences = visit.preferences.model_copy(update={"muted": played.muted})
        people.save_preferences(visit.record, preferences)
    known = {(event.client, event.seq) for event in log}
    if any((event.client, event.seq) not in known for event in played.events):
        events.append(visit.record, session.id, played.events)
        st.rerun()


def _recheck(visit: Visit, session: Session, log: list[Event]) -> None:
    """The knee once more on the same test move, and the session is saved."""
    st.title("Re-check")
    test_move_figure(session.test_move, knee=session.knee, dark=visit.dark)
    st.write(f"Do the same test move again: **{test_move(visit, session.test_move)}**.")
    after = rating(KNEE_AFTER)
    feeling = st.segmented_control(
        "Does it feel as if some stress is off the knee?",
        list(STRESS_OFF),
        format_func=STRESS_OFF.__getitem__,
        width="stretch",
    )
    note = st.text_area("Note (if you like)", max_chars=LONGEST_NOTE, height=80)
    closed = saved(session, log, now=visit.now, after=after, stress_off=feeling, note=note)
    if closed.late:
        st.caption("This is more than 15 minutes after the last step: it is kept, not counted.")
    if st.button("Save session", type="primary", disabled=after is None, width="stretch"):
        _save(visit, closed)
    if after is None:
        st.caption("Rate the knee to save the session.")
    with st.expander("I cannot rate it now"):
        st.write("It stays here and on *Today* until you rate it, or save it without.")
        if st.button("Save without a re-check", width="stretch"):
            _save(visit, closed)
        if st.button("Throw this session away", width="stretch"):
            sessions.discard(visit.record, session.id)
            st.rerun()


def _save(visit: Visit, closed: Session) -> None:
    sessions.save(visit.record, closed)
    tab().just_saved = closed.id
    st.rerun()


def tell_saved(visit: Visit, session_id: UUID) -> None:
    """What the session just saved brought, and what one session can and cannot say."""
    session = sessions.session(visit.record, session_id)
    st.success("Saved.", icon=":material/task_alt:")
    if session.relief is not None:
        st.metric(
            f"{session.knee.value.capitalize()} knee on the test move, before → after",
            f"{session.before} → {session.after}",
            delta=-session.relief,
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
