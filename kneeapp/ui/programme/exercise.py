"""The card of one exercise: its picture, dose, notes and instructions."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.programme.definitions import Exercise, Load, Variant
from kneeapp.domain.programme.exercise_selection import Picked, excluded_exercises
from kneeapp.domain.programme.load_ladder import LoadWhy, load_steps, load_words, next_loads
from kneeapp.domain.programme.text import AIMED_EFFORT, load_reason
from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.text import way_out
from kneeapp.errors import ContentError, NotFound
from kneeapp.ui.programme.state import ProgrammeState, load_key
from kneeapp.ui.shell.request_context import RecordContext, tab
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
                if picked.selected_for:
                    place = programme_state.purposes[picked.selected_for].split(" (")[0].lower()
                    small(f":primary-badge[for: {place}]")
        if picked.hold_on:
            small(f":material/front_hand: **Hold on.** {picked.hold_on}")
        for minding in picked.minding:
            small(f":material/front_hand: {minding.words}")
        _render_loads(programme_state, picked)
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


def _render_loads(programme_state: ProgrammeState, picked: Picked) -> None:
    """With what it is done today on each side, why, and the other loads to choose from."""
    exercise, needs = picked.exercise, programme_state.needs
    proposed = next_loads(exercise, programme_state.knee, programme_state.history, needs.closed)
    if not proposed:
        return
    with st.container(gap="xxsmall"):
        for words in _load_lines(exercise, picked.dose.loads):
            st.markdown(f":material/fitness_center: {words}")
        for reason in dict.fromkeys(load_reason(proposal.why) for proposal in proposed):
            if reason:
                small(reason)
        if any(proposal.why is LoadWhy.TOP for proposal in proposed):
            small(f":material/trending_up: Harder: {_words(programme_state, exercise.harder)}")
        if any(proposal.why is LoadWhy.BOTTOM for proposal in proposed):
            small(f":material/trending_down: Easier: {_words(programme_state, exercise.easier)}")
    with st.expander("Another load", type="compact"):
        small(AIMED_EFFORT)
        for load in picked.dose.loads:
            _choose_load(programme_state, exercise, load)


def _load_lines(exercise: Exercise, loads: Sequence[Load]) -> list[str]:
    """The load in one line, or a line for each side where they differ."""
    words = [load_words(exercise, load) for load in loads]
    if len(set(words)) == 1:
        return words[:1]
    sides = (load.side.value.capitalize() if load.side else "" for load in loads)
    return [f"{side}: {text}" for side, text in zip(sides, words, strict=True)]


def _choose_load(programme_state: ProgrammeState, exercise: Exercise, load: Load) -> None:
    """A choice among the loads of the ladder; what was chosen is proposed again next time."""
    steps = [
        step.model_copy(update={"side": load.side})
        for step in load_steps(exercise, programme_state.needs.closed)
    ]
    key = load_key(exercise.id, load.side)
    side = f", {load.side.value}" if load.side else ""
    picked = st.selectbox(
        f"Load of {exercise.title.lower()}{side}",
        steps,
        index=steps.index(load) if load in steps else 0,
        format_func=lambda step: load_words(exercise, step),
        # another load is another widget: it begins with what is now proposed or chosen
        key=f"load {key} {load.rung} {load.kilos}",
    )
    if picked != load:
        tab().loads[key] = picked
        st.rerun()


def _render_how(programme_state: ProgrammeState, exercise: Exercise) -> bool:
    with st.expander("How to do it", type="compact"):
        st.markdown(
            f"{exercise.cue}\n\n"
            f"**Common mistake.** {exercise.mistake}\n\n"
            f"**Easier.** {_words(programme_state, exercise.easier)}\n\n"
            f"**Harder.** {_words(programme_state, exercise.harder)}"
        )
        if exercise.hold_on:
            small(f"**With a hold.** {exercise.hold_on}")
        if exercise.equipment:
            small(f"You need: {', '.join(exercise.equipment)}.")
        small(f"{exercise.source} — {exercise.certainty.label}.")
        return st.button("Mark this one done", key=f"done {exercise.id}", width="stretch")


def _words(programme_state: ProgrammeState, variant: Variant) -> str:
    if variant.exercise:
        return f"{programme_state.titles[variant.exercise]}."
    return variant.words or ""
