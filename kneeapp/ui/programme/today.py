"""The view "Today" of the programme: the week, the exercises, and how to do or mark them."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import long_day_month
from kneeapp.domain.measures import KNEE_BEFORE, KNEE_EXERCISE
from kneeapp.domain.programme.exercise_selection import Picked
from kneeapp.domain.programme.referral import SeeWhy
from kneeapp.domain.programme.session import done_without_player, session_plan
from kneeapp.domain.programme.text import SEE, ease_words
from kneeapp.domain.programme.training_log import Break, Training
from kneeapp.domain.programme.week import ProgrammeWeek
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.session_limits import START_SENTENCES, Start
from kneeapp.domain.routine.sessions import Session
from kneeapp.store.record import programme, replies, sessions
from kneeapp.ui.findings import due_list, reply_form, standing, start_gate
from kneeapp.ui.programme.exercise import render_exercise, render_left_out
from kneeapp.ui.programme.retests import tests_due
from kneeapp.ui.programme.state import NO_GAIN, ProgrammeState, halved, weekday
from kneeapp.ui.routine import setup
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.rating import rating

SENTENCES = {**START_SENTENCES, Start.LIGHT: "The knee is sore today: half the sets, and gently."}
"""How a session of the programme may begin."""

DONE, PLANNED, FREE = "done", "planned", "free"
SIGNS = {DONE: "✓", PLANNED: "○", FREE: ""}


def questions_before_training(context: RecordContext, standing_now: Standing) -> bool:
    """The due questions, once the person wants to train; False where none is due."""
    return tab().training and due_list.due_questions(context, standing_now)


def render_today(
    context: RecordContext, standing_now: Standing, programme_state: ProgrammeState
) -> None:
    """The week, what was done today, and what is still to do."""
    _render_who_to_see(context, programme_state)
    _render_week(programme_state)
    if due := tests_due(context):
        small(f":material/event_upcoming: Home tests due: {due}. Do them under *Tests*.")
    for identity, training in programme_state.trainings.items():
        if training.day == programme_state.today:
            _render_done(context, programme_state, identity, training)
    if rest := programme_state.state.on_break:
        _render_break(context, programme_state, rest)
    elif programme_state.left:
        _render_session(programme_state)
        _start_button(context, standing_now, programme_state)
        _render_exercises(context, programme_state)
    render_left_out(context, standing_now, programme_state)


def _render_week(programme_state: ProgrammeState) -> None:
    """The phase, the sessions of this week, and the strip of days."""
    phases = [phase.id for phase in programme_state.programme.phases]
    place = phases.index(programme_state.state.phase) + 1
    st.markdown(f"**Phase {place} of {len(phases)}: {programme_state.phase.title}**")
    week, today = programme_state.week, programme_state.today
    days = (_day(week, week.monday + timedelta(days=n), today) for n in range(7))
    st.html(f'<ol class="week">{"".join(days)}</ol>')
    st.markdown(_week_words(week, today))


def _week_words(week: ProgrammeWeek, today: date) -> str:
    done = f"This week **{len(week.done)} of {week.target}** sessions."
    ahead = [weekday(day, today) for day in week.planned]
    if ahead:
        return f"{done} Next: {', '.join(ahead)}."
    return f"{done} That is enough: muscles need rest, too." if not week.left else done


def _day(week: ProgrammeWeek, day: date, today: date) -> str:
    state = DONE if day in week.done else PLANNED if day in week.planned else FREE
    now = " today" if day == today else ""
    label = f"{day:%A}: {state}{now and ', today'}"
    return (
        f'<li class="{state}{now}" aria-label="{label}"><span>{day:%a}</span>'
        f"<b>{SIGNS[state]}</b></li>"
    )


def _render_who_to_see(context: RecordContext, programme_state: ProgrammeState) -> None:
    """The referral for six weeks without gain; red mornings are a finding with its own card."""
    if SeeWhy.NO_GAIN not in programme_state.state.see:
        return
    with st.container(border=True):
        st.error(SEE[SeeWhy.NO_GAIN], icon=":material/stethoscope:")
        with st.expander(reply_form.SEEN, icon=":material/stethoscope:"):
            finding = f"{NO_GAIN}:{programme_state.today}"
            if check := reply_form.check_form(context, finding, NO_GAIN):
                replies.add(context.record, check)
                st.rerun()


def _render_break(context: RecordContext, programme_state: ProgrammeState, rest: Break) -> None:
    with st.container(border=True):
        st.markdown(f"**On a break since {rest.first:%A} {long_day_month(rest.first)}**")
        st.write(
            f"Your phase stays: {programme_state.phase.title}. Nothing is missed and nothing moves."
        )
        if st.button("End the break", type="primary", width="stretch"):
            programme.end_break(context.record, programme_state.today - timedelta(days=1))
            st.rerun()


def _render_done(
    context: RecordContext, programme_state: ProgrammeState, identity: UUID, training: Training
) -> None:
    """A training of today; its knee pain is asked for if it was not rated yet."""
    with st.container(border=True):
        done = f"{training.completed} of {len(set(training.planned))} exercises with every set"
        st.markdown(f":material/task_alt: **Done today:** {done}")
        small(
            ", ".join(
                programme_state.name(exercise_done.exercise)
                for exercise_done in training.done
                if exercise_done.sets
            )
        )
        if training.pain is None:
            pain = rating(KNEE_EXERCISE, key=f"{KNEE_EXERCISE.name} {identity}")
            pressed = st.button("Save rating", disabled=pain is None, width="stretch")
            if pressed and pain is not None:
                programme.rate(context.record, identity, pain)
                st.rerun()
        else:
            small(f"Knee pain in it: up to {training.pain} of 10. Rate the knee tomorrow morning.")
        if st.button("Take back", key=f"take back {identity}", type="tertiary"):
            programme.delete(context.record, identity)
            st.rerun()


def _render_session(programme_state: ProgrammeState) -> None:
    """When the next session is, and how long it takes."""
    planned = programme_state.week.planned
    day = weekday(planned[0], programme_state.today) if planned else "whenever you like"
    begun = programme_state.history.on(programme_state.today)
    st.header("Still to do" if begun else f"Next session: {day}")
    left = programme_state.left
    small(f"{len(left)} exercises, about {programme_state.minutes(left)} minutes.")
    if programme_state.state.ease:
        st.info(ease_words(programme_state.state.ease), icon=":material/speed:")


def _render_exercises(context: RecordContext, programme_state: ProgrammeState) -> None:
    """Two side by side where there is room."""
    for first in range(0, len(programme_state.left), 2):
        pair = programme_state.left[first : first + 2]
        for column, entry in zip(st.columns(2), pair, strict=False):
            with column:
                marked = render_exercise(context, programme_state, entry)
            if marked:
                _mark(context, programme_state, [entry])


def _start_button(
    context: RecordContext, standing_now: Standing, programme_state: ProgrammeState
) -> None:
    """The due questions, the knee rating and the start button; or mark everything as done."""
    if not standing_now.list_due:
        _set_up(context, programme_state)
    elif st.button("Start guided session", type="primary", width="stretch"):
        tab().training = True
        st.rerun()
    if st.button("I did it by heart: mark all done", width="stretch"):
        _mark(context, programme_state, programme_state.left)


def _set_up(context: RecordContext, programme_state: ProgrammeState) -> None:
    before = rating(KNEE_BEFORE)
    way = start_gate.start_questions(context, before, SENTENCES)
    if way is None:
        return
    # an eased session has half the sets already
    lighter = way is Start.LIGHT and not programme_state.state.ease
    picked = halved(programme_state.left) if lighter else programme_state.left
    if before is None:
        small(f"Rate your knee first: {setup.test_move(context, context.preferences.test_move)}.")
    pressed = st.button(
        "Start guided session", type="primary", disabled=before is None, width="stretch"
    )
    if pressed and before is not None:
        if standing.changed_meanwhile(context):  # another tab may have closed it
            st.rerun()
        session = Session(
            id=uuid7(),
            started_at=context.now,
            knee=programme_state.knee,
            test_move=context.preferences.test_move,
            choice=Choice(),
            plan=session_plan(programme_state.programme, picked, programme_state.knee),
            before=KNEE_BEFORE.check(before),
            phase=programme_state.state.phase,
        )
        sessions.start(context.record, session)
        tab().training = False
        tab().loads.clear()
        st.switch_page("pages/routine.py")


def _mark(
    context: RecordContext, programme_state: ProgrammeState, picked: Sequence[Picked]
) -> None:
    """Save `picked` as done without the player.

    One training per day: its id is derived from the day, so that marking more adds to it.
    """
    done = tuple(
        done_without_player(
            programme_state.programme, entry, programme_state.knee, programme_state.today
        )
        for entry in picked
    )
    planned = tuple(entry.exercise.id for entry in programme_state.left)
    training = Training(programme_state.today, programme_state.state.phase, planned, done)
    tab().loads.clear()
    programme.mark(
        context.record, uuid5(context.record.person, f"by heart {programme_state.today}"), training
    )
    st.rerun()
