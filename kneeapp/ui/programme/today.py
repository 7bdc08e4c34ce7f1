"""Today's part of the programme: the week, the exercises, and how to do or mark them."""

from collections.abc import Sequence
from uuid import UUID, uuid5

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import long_day_month
from kneeapp.domain.measures import KNEE_BEFORE, KNEE_EXERCISE
from kneeapp.domain.programme.exercise_selection import Picked
from kneeapp.domain.programme.referral import SeeWhy
from kneeapp.domain.programme.session import marked_done, session_plan
from kneeapp.domain.programme.text import SEE, ease_words
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.session_limits import START_SENTENCES, Start
from kneeapp.domain.routine.sessions import Session
from kneeapp.store.record import programme, replies, sessions
from kneeapp.ui.findings import due_list, reply_form, standing, start_gate
from kneeapp.ui.programme.exercise import render_exercise, render_left_out
from kneeapp.ui.programme.retests import tests_due
from kneeapp.ui.programme.state import NO_GAIN, ProgrammeState, halved, weekday
from kneeapp.ui.programme.week import render_week
from kneeapp.ui.routine import setup
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.rating import rating

SENTENCES = {
    **START_SENTENCES,
    Start.LIGHT: "The knee is sore today: half the sets, and gently.",
}
"""How a session of the programme may begin."""


def questions_before_training(visit: RecordContext, here: Standing) -> bool:
    """The danger list, to somebody who wants to train now; False where it need not be asked."""
    return tab().training and due_list.due_questions(visit, here)


def render_today(visit: RecordContext, here: Standing, course: ProgrammeState) -> None:
    """Where the week stands, then what there is to do."""
    _render_who_to_see(visit, course)
    render_week(course)
    if due := tests_due(visit):
        small(f":material/event_upcoming: Home tests due: {due}. Do them under *Tests*.")
    for identity, training in course.trainings.items():
        if training.day == course.today:
            _render_done(visit, course, identity, training)
    if course.state.on_break:
        _render_break(visit, course)
    elif course.left:
        _render_session(course)
        _start_button(visit, here, course)
        _render_exercises(visit, course)
    render_left_out(visit, here, course)


def _render_who_to_see(visit: RecordContext, course: ProgrammeState) -> None:
    """Six weeks without gain; red mornings have a card of their own."""
    if SeeWhy.NO_GAIN not in course.state.see:
        return
    with st.container(border=True):
        st.error(SEE[SeeWhy.NO_GAIN], icon=":material/stethoscope:")
        with st.expander(reply_form.SEEN, icon=":material/stethoscope:"):
            given = reply_form.check_form(visit, NO_GAIN, asked=False, since=None)
            if given:
                finding = f"{NO_GAIN}:{course.today}"
                replies.add(visit.record, given.reply(visit, finding, NO_GAIN))
                st.rerun()


def _render_break(visit: RecordContext, course: ProgrammeState) -> None:
    broken = course.state.on_break
    assert broken  # noqa: S101  the caller looks
    with st.container(border=True):
        st.markdown(f"**On a break since {broken.first:%A} {long_day_month(broken.first)}**")
        st.write(f"Your phase stays: {course.phase.title}. Nothing is missed and nothing moves.")
        if st.button("End the break", type="primary", width="stretch"):
            programme.end_break(visit.record, course.yesterday)
            st.rerun()


def _render_done(
    visit: RecordContext, course: ProgrammeState, identity: UUID, training: Training
) -> None:
    """What was done today; its knee pain is asked for where nobody has yet."""
    with st.container(border=True):
        done = f"{training.completed} of {len(set(training.planned))} exercises with every set"
        st.markdown(f":material/task_alt: **Done today:** {done}")
        small(", ".join(course.name(one.exercise) for one in training.done if one.sets))
        if training.pain is None:
            given = rating(KNEE_EXERCISE, key=f"{KNEE_EXERCISE.name} {identity}")
            if st.button("Save rating", disabled=given is None, width="stretch") and (
                given is not None
            ):
                programme.rate(visit.record, identity, given)
                st.rerun()
        else:
            small(f"Knee pain in it: up to {training.pain} of 10. Rate the knee tomorrow morning.")
        if st.button("Take back", key=f"take back {identity}", type="tertiary"):
            programme.delete(visit.record, identity)
            st.rerun()


def _render_session(course: ProgrammeState) -> None:
    """When the next session is, and how long."""
    planned = course.week.planned
    day = weekday(planned[0], course.today) if planned else "whenever you like"
    begun = course.history.on(course.today)
    st.header("Still to do" if begun else f"Next session: {day}")
    small(f"{len(course.left)} exercises, about {course.minutes(course.left)} minutes.")
    if course.state.ease:
        st.info(ease_words(course.state.ease), icon=":material/speed:")


def _render_exercises(visit: RecordContext, course: ProgrammeState) -> None:
    """Two side by side where there is room."""
    for first in range(0, len(course.left), 2):
        pair = course.left[first : first + 2]
        for column, one in zip(st.columns(2), pair, strict=False):
            with column:
                marked = render_exercise(visit, course, one)
            if marked:
                _mark(visit, course, [one])


def _start_button(visit: RecordContext, here: Standing, course: ProgrammeState) -> None:
    """The danger list, the knee now, and the way to the player; or all marked in one tap."""
    if not here.list_due:
        _set_up(visit, course)
    elif st.button("Start guided session", type="primary", width="stretch"):
        tab().training = True
        st.rerun()
    if st.button("I did it by heart: mark all done", width="stretch"):
        _mark(visit, course, course.left)


def _set_up(visit: RecordContext, course: ProgrammeState) -> None:
    before = rating(KNEE_BEFORE)
    way = start_gate.start_questions(visit, before, SENTENCES)
    if way is None:
        return
    lighter = way is Start.LIGHT and not course.state.ease
    picked = halved(course.left) if lighter else course.left
    if before is None:
        small(f"Rate your knee first: {setup.test_move(visit, visit.preferences.test_move)}.")
    pressed = st.button(
        "Start guided session", type="primary", disabled=before is None, width="stretch"
    )
    if pressed and before is not None:
        if standing.changed_meanwhile(visit):  # another tab may have closed it
            st.rerun()
        session = Session(
            id=uuid7(),
            started_at=visit.now,
            knee=course.knee,
            test_move=visit.preferences.test_move,
            choice=Choice(),
            plan=session_plan(course.programme, picked, course.knee),
            before=KNEE_BEFORE.check(before),
            phase=course.state.phase,
        )
        sessions.start(visit.record, session)
        tab().training = False
        st.switch_page("pages/routine.py")


def _mark(visit: RecordContext, course: ProgrammeState, picked: Sequence[Picked]) -> None:
    """Keep `picked` as done without the player, all of one day together."""
    done = tuple(marked_done(course.programme, one, course.knee, course.today) for one in picked)
    planned = tuple(one.exercise.id for one in course.left)
    training = Training(course.today, course.state.phase, planned, done)
    programme.mark(visit.record, uuid5(visit.record.person, f"by heart {course.today}"), training)
    st.rerun()
