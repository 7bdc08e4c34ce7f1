"""The card of one exercise: its picture, dose, notes and instructions."""

from contextlib import suppress

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.programme.definitions import Exercise, Variant
from kneeapp.domain.programme.exercise_selection import Picked, excluded_exercises
from kneeapp.domain.programme.progression import Fit, suggested_version
from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.text import way_out
from kneeapp.errors import ContentError, NotFound
from kneeapp.ui.programme.state import ProgrammeState
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.pictures import figure


def render_exercise(
    context: RecordContext, programme_state: ProgrammeState, picked: Picked
) -> bool:
    """Draw the card; returns True where the exercise was just marked as done."""
    exercise = picked.exercise
    with st.container(border=True, key=f"exercise_{exercise.id}"):
        with st.container(horizontal=True, wrap=False, gap="small"):
            with st.container(width=132), suppress(ContentError, NotFound):
                side = programme_state.knee if exercise.sided else None
                figure(exercise.pose, side=side, dark=context.dark)
            with st.container(gap="xxsmall"):
                st.markdown(f"**{exercise.title}**")
                st.markdown(f"{picked.dose.text}{', each side' if exercise.sided else ''}")
                small(exercise.purpose)
                if picked.driver:
                    place = programme_state.drivers[picked.driver].split(" (")[0].lower()
                    small(f":primary-badge[for: {place}]")
        for minding in picked.minding:
            small(f":material/front_hand: {minding.words}")
        _render_other_version(programme_state, exercise)
        return _render_how(programme_state, exercise)


def render_left_out(
    context: RecordContext, standing_now: Standing, programme_state: ProgrammeState
) -> None:
    """The exercises of the phase that a finding excludes, and why."""
    out = excluded_exercises(programme_state.programme, programme_state.needs.cautions)
    missing = [
        exercise
        for exercise in programme_state.programme.of(programme_state.state.phase)
        if exercise.id in out or exercise.family in programme_state.needs.closed
    ]
    if missing:
        with st.expander(f"Left out for you: {len(missing)}", icon=":material/front_hand:"):
            for exercise in missing:
                why = [out[exercise.id].words] if exercise.id in out else []
                for case in standing_now.status.closing(Closure(Part.EXERCISE, exercise.family)):
                    opens = way_out(case, context.now, context.zone)
                    why.append(f"You said: “{case.finding.said}”. {opens}")
                st.markdown(f"**{exercise.title}.** {' '.join(why)}")


def _render_other_version(programme_state: ProgrammeState, exercise: Exercise) -> None:
    """The easier or harder version, where the last sessions suggest one."""
    version = suggested_version(exercise.id, programme_state.history)
    if version is Fit.HARDER:
        words = f"It has become light. Harder: {_words(programme_state, exercise.harder)}"
        small(f":material/trending_up: {words}")
    elif version is Fit.EASIER:
        words = f"It was too much. Easier: {_words(programme_state, exercise.easier)}"
        small(f":material/trending_down: {words}")


def _render_how(programme_state: ProgrammeState, exercise: Exercise) -> bool:
    with st.expander("How to do it", type="compact"):
        st.markdown(
            f"{exercise.cue}\n\n"
            f"**Common mistake.** {exercise.mistake}\n\n"
            f"**Easier.** {_words(programme_state, exercise.easier)}\n\n"
            f"**Harder.** {_words(programme_state, exercise.harder)}"
        )
        if exercise.equipment:
            small(f"You need: {', '.join(exercise.equipment)}.")
        small(f"{exercise.source} — {exercise.certainty.label}.")
        return st.button("Mark this one done", key=f"done {exercise.id}", width="stretch")


def _words(programme_state: ProgrammeState, variant: Variant) -> str:
    if variant.exercise:
        return f"{programme_state.titles[variant.exercise]}."
    return variant.words or ""
