"""The card of one exercise: its picture, dose, notes and instructions."""

from contextlib import suppress

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.programme.definitions import Exercise, Variant
from kneeapp.domain.programme.exercise_selection import Picked, left_out
from kneeapp.domain.programme.progression import Fit, fit
from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.text import way_out
from kneeapp.errors import ContentError, NotFound
from kneeapp.ui.programme.state import ProgrammeState
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.pictures import figure


def render_exercise(context: RecordContext, course: ProgrammeState, picked: Picked) -> bool:
    """Draw the card; returns True where the exercise was just marked as done."""
    exercise = picked.exercise
    with st.container(border=True, key=f"exercise_{exercise.id}"):
        with st.container(horizontal=True, wrap=False, gap="small"):
            with st.container(width=132), suppress(ContentError, NotFound):
                side = course.knee if exercise.sided else None
                figure(exercise.pose, side=side, dark=context.dark)
            with st.container(gap="xxsmall"):
                st.markdown(f"**{exercise.title}**")
                st.markdown(f"{picked.dose.told}{', each side' if exercise.sided else ''}")
                small(exercise.purpose)
                if picked.driver:
                    place = course.drivers[picked.driver].split(" (")[0].lower()
                    small(f":primary-badge[for: {place}]")
        for minding in picked.minding:
            small(f":material/front_hand: {minding.words}")
        _alternative_button(course, exercise)
        return _render_how(course, exercise)


def render_left_out(context: RecordContext, standing_now: Standing, course: ProgrammeState) -> None:
    """The exercises of the phase that a finding excludes, and why."""
    out = left_out(course.programme, course.needs.cautions)
    missing = [
        exercise
        for exercise in course.programme.of(course.state.phase)
        if exercise.id in out or exercise.family in course.needs.closed
    ]
    if missing:
        with st.expander(f"Left out for you: {len(missing)}", icon=":material/front_hand:"):
            for exercise in missing:
                why = [out[exercise.id].words] if exercise.id in out else []
                for case in standing_now.status.closing(Closure(Part.EXERCISE, exercise.family)):
                    opens = way_out(case, context.now, context.zone)
                    why.append(f"You said: “{case.finding.said}”. {opens}")
                st.markdown(f"**{exercise.title}.** {' '.join(why)}")


def _alternative_button(course: ProgrammeState, exercise: Exercise) -> None:
    """The easier or harder version, where the last sessions suggest one."""
    version = fit(exercise.id, course.history)
    if version is Fit.HARDER:
        words = f"It has become light. Harder: {_told(course, exercise.harder)}"
        small(f":material/trending_up: {words}")
    elif version is Fit.EASIER:
        words = f"It was too much. Easier: {_told(course, exercise.easier)}"
        small(f":material/trending_down: {words}")


def _render_how(course: ProgrammeState, exercise: Exercise) -> bool:
    with st.expander("How to do it", type="compact"):
        st.markdown(
            f"{exercise.cue}\n\n"
            f"**Common mistake.** {exercise.mistake}\n\n"
            f"**Easier.** {_told(course, exercise.easier)}\n\n"
            f"**Harder.** {_told(course, exercise.harder)}"
        )
        if exercise.equipment:
            small(f"You need: {', '.join(exercise.equipment)}.")
        small(f"{exercise.source} — {exercise.certainty.label}.")
        return st.button("Mark this one done", key=f"done {exercise.id}", width="stretch")


def _told(course: ProgrammeState, variant: Variant) -> str:
    if variant.exercise:
        return f"{course.titles[variant.exercise]}."
    return variant.words or ""
