"""The view "My phase": the gate to the next phase, the changes so far, and the rules."""

from datetime import date

import streamlit as st

from kneeapp.domain.formats import unbroken
from kneeapp.domain.programme.load_ladder import done_load_words
from kneeapp.domain.programme.phase_gates import AT_MOST, GateCheck
from kneeapp.domain.programme.text import RULES, check_words, move_words, session_words
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.screening.education import LessonPlace
from kneeapp.ui.programme.state import ProgrammeState
from kneeapp.ui.screening.kinetic_chain import chain_explained
from kneeapp.ui.screening.pain_kinds import kind_ids, kinds_line
from kneeapp.ui.screening.short_lessons import render_short_lessons
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import figure, small, table


def render_phase(context: RecordContext, programme_state: ProgrammeState) -> None:
    """The phase, its gate in numbers, the changes so far, all phases, and the history."""
    phase = programme_state.phase
    st.header(context.told(phase.title))
    st.write(context.told(phase.aim))
    if line := kinds_line(programme_state.kinds):
        small(line)
    if context.preferences.programme_goal in phase.goals:
        goal = phase.goals[context.preferences.programme_goal]
        st.info(context.told(goal), icon=":material/flag:")
    _render_gate(context, programme_state)
    _render_moves(context, programme_state)
    with st.expander("The rules", icon=":material/rule:"):
        st.markdown("\n".join(f"- {context.told(rule)}" for rule in RULES))
        small("There is no streak: a week has a target, and the next week begins afresh.")
    if context.record.own:
        render_short_lessons(context, LessonPlace.PHASE, kind_ids(programme_state.kinds))
    _render_all_phases(context, programme_state)
    _render_history(context, programme_state)
    st.header("Why these muscles?")
    chain_explained(context)


def _render_gate(context: RecordContext, programme_state: ProgrammeState) -> None:
    if not programme_state.state.checks:
        st.write(context.told(programme_state.phase.gate))
        return
    st.markdown("**What opens the next phase**")
    for check in programme_state.state.checks:
        sign = ":material/check_circle:" if check.met else ":material/radio_button_unchecked:"
        st.progress(_share(check), text=f"{sign} {context.told(check_words(check))}")
    small(context.told(programme_state.phase.gate))
    if programme_state.state.sessions:
        with st.expander("What the last sessions said", type="compact"):
            for seen in programme_state.state.sessions:
                st.markdown(f"- {_day(seen.day)}: {context.told(session_words(seen))}")


def _share(check: GateCheck) -> float:
    """The progress of a criterion, 0-1; one of AT_MOST is met or not, without a value between."""
    if check.rule in AT_MOST:
        return float(check.met)
    return min(1.0, (check.have or 0) / check.need)


def _render_moves(context: RecordContext, programme_state: ProgrammeState) -> None:
    moves = programme_state.state.moves
    if not moves:
        return
    titles = programme_state.titles
    st.markdown("**Changes of phase**")
    *earlier, last = moves
    st.markdown(f"- {_day(last.day)}: {context.told(move_words(last, titles))}")
    if earlier:
        with st.expander("Earlier", type="compact"):
            for move in reversed(earlier):
                st.markdown(f"- {_day(move.day)}: {context.told(move_words(move, titles))}")


def _render_all_phases(context: RecordContext, programme_state: ProgrammeState) -> None:
    with st.expander("All phases", icon=":material/stairs:"):
        for n, phase in enumerate(programme_state.programme.phases, 1):
            current_mark = (
                context.told(" (you are here)") if phase.id == programme_state.state.phase else ""
            )
            st.markdown(f"**{n}. {context.told(phase.title)}**{current_mark}")
            small(context.told(phase.aim))


def _render_history(context: RecordContext, programme_state: ProgrammeState) -> None:
    """One past session, chosen from a list with the newest first, with its doses."""
    if not programme_state.trainings:
        return
    box = st.expander(
        context.told("What you have done"),
        icon=":material/history:",
        key="programme_done",
        on_change="rerun",
    )
    if box.open:
        with box:
            picked = st.selectbox(
                "Session",
                list(reversed(list(programme_state.trainings))),
                format_func=lambda training_id: _named(
                    programme_state, programme_state.trainings[training_id]
                ),
            )
            done = programme_state.trainings[picked].done
            header = ("Exercise", "Done", "Effort", "Knee pain")
            st.markdown(
                table(header, (_row(programme_state, exercise_done) for exercise_done in done))
            )


def _named(programme_state: ProgrammeState, training: Training) -> str:
    done = f"{training.completed} of {len(set(training.planned))} exercises"
    return f"{_day(training.day)}, {done}, {programme_state.name(training.phase)}"


def _row(programme_state: ProgrammeState, exercise_done: ExerciseDone) -> tuple[str, ...]:
    done = f"{exercise_done.sets} of {exercise_done.dose.text}"
    load = done_load_words(
        programme_state.exercises.get(exercise_done.exercise), exercise_done.dose
    )
    return (
        programme_state.name(exercise_done.exercise),
        f"{done}. {load}" if load else done,
        figure(exercise_done.effort),
        figure(exercise_done.pain),
    )


def _day(day: date) -> str:
    return unbroken(f"{day:%a %d %b}")
