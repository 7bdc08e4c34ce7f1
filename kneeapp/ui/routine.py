"""The routine before the player: the short danger list and the set-up."""

import streamlit as st
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.drivers import sore_knee
from kneeapp.domain.findings import CautionAction
from kneeapp.domain.groups import SAFETY, ChoiceGroup
from kneeapp.domain.guidance import (
    CANNOT_STAND,
    HURTS_AT_REST,
    Start,
    start,
    start_after_asking,
)
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routines import AreaPart, Choice, Plan, Preset, Routine, Surface, dose, plan
from kneeapp.domain.screening import Screening, ScreeningKind
from kneeapp.domain.sessions import Session
from kneeapp.domain.sides import Side
from kneeapp.domain.standing import SHORT_LIST_HOLDS, Standing
from kneeapp.store import people, screenings, sessions
from kneeapp.ui import screening as asking
from kneeapp.ui.pictures import test_move_figure
from kneeapp.ui.rating import rating
from kneeapp.ui.session import Visit

TEST_MOVE = "test_move"
PRESETS = {
    Preset.FULL: "Full",
    Preset.SORE_SIDE: "Sore side only",
    Preset.SHORT: "Short on time",
}
LEAST_MINUTES, MOST_MINUTES = 1.0, 10.0
SURFACES = {Surface.FLOOR: "On the floor", Surface.WALL: "Against a wall"}


def routine(visit: Visit) -> Routine:
    """The routine in force."""
    return content.routine("release", visit.settings.content)


def prepare(visit: Visit) -> None:
    """What stands between this person and the floor, one thing at a time."""
    here = asking.stand(visit)
    if here.blocked:
        asking.tell_findings(visit, here.findings)
        asking.tell_cautions(here.cautions)
        asking.offer_a_way_on(visit, here)
    elif not here.screened:
        st.write("First a few questions about danger signs. They take about two minutes.")
        if st.button("Start screening", type="primary", width="stretch"):
            st.switch_page("pages/screening.py")
    elif here.short_due:
        _ask_short_list(visit, here)
    else:
        _set_up(visit, here)


def _ask_short_list(visit: Visit, here: Standing) -> None:
    """The short danger list, before every session."""
    st.caption("Before every session: a few quick questions, so that nothing new is missed.")
    screening = _short_under_way(visit) or asking.begin(visit, ScreeningKind.SHORT, here.latest)
    asking.ask_next(visit, screening, SAFETY, short=True)


def _set_up(visit: Visit, here: Standing) -> None:
    """Rate the knee, choose the lengths, start."""
    answers = here.latest.answers if here.latest else {}
    asking.tell_cautions(here.cautions)
    knee = _ask_knee(visit.preferences.knee or sore_knee(answers) or Side.RIGHT)
    move = _ask_test_move(
        visit, visit.preferences.test_move or str(answers.get(TEST_MOVE, "")), knee
    )
    before = rating(KNEE_BEFORE)
    way = _ask_how_to_start(before)
    choice = _ask_choice(visit, here, light=way is Start.LIGHT)
    planned = plan(routine(visit), choice, knee, here.avoid)
    st.caption(f"{len(planned.steps)} steps, about {round(planned.ms / 60_000)} minutes.")
    ready = before is not None and way in {Start.USUAL, Start.LIGHT}
    if before is None:
        st.caption("Rate your knee on the test move first.")
    if (
        st.button("Start routine", type="primary", disabled=not ready, width="stretch")
        and before is not None
    ):
        _start(visit, before, choice, planned, knee=knee, move=move)
        st.rerun()


def _ask_how_to_start(before: int | None) -> Start:
    """How this session may begin; much pain is asked about first."""
    way = Start.USUAL if before is None else start(before)
    if way is Start.ASK_FIRST:
        st.warning(way.sentence)
        at_rest, standing = _yes_or_no(HURTS_AT_REST), _yes_or_no(CANNOT_STAND)
        if at_rest is None or standing is None:
            return way
        way = start_after_asking(hurts_at_rest=at_rest, cannot_stand=standing)
    if way is Start.NOT_TODAY:
        st.error(way.sentence, icon=":material/local_hospital:")
    elif way.sentence:
        st.info(way.sentence)
    return way


def _yes_or_no(question: str) -> bool | None:
    answer = st.segmented_control(question, ["Yes", "No"], width="stretch")
    return None if answer is None else answer == "Yes"


def test_move(visit: Visit, move: str) -> str:
    """The test move in words."""
    words = _test_moves(visit)
    return words.get(move, next(iter(words.values())))


def _test_moves(visit: Visit) -> dict[str, str]:
    group = asking.questionnaire(visit).group(TEST_MOVE)
    assert isinstance(group, ChoiceGroup)  # noqa: S101  content checks the required groups
    return {option.id: option.text for option in group.options}


def _short_under_way(visit: Visit) -> Screening | None:
    return next(
        (
            screening
            for screening in screenings.screenings(visit.record)
            if screening.kind is ScreeningKind.SHORT
            and visit.now - screening.started_at < SHORT_LIST_HOLDS
        ),
        None,
    )


def _ask_knee(knee: Side) -> Side:
    chosen = st.segmented_control(
        "Sore knee",
        list(Side),
        default=knee,
        required=True,
        format_func=lambda side: side.value.capitalize(),
        width="stretch",
    )
    return Side(chosen)


def _ask_test_move(visit: Visit, before: str, knee: Side) -> str:
    words = _test_moves(visit)
    moves = list(words)
    picture, choice = st.columns([2, 3], vertical_alignment="center")
    with choice:
        move = st.selectbox(
            "Test move",
            moves,
            index=moves.index(before) if before in moves else 0,
            format_func=words.__getitem__,
            help="The small movement that brings your knee pain on. Keep to the same one.",
        )
    with picture:
        test_move_figure(str(move), knee=knee, dark=visit.dark)
    return str(move)


def _ask_choice(visit: Visit, here: Standing, *, light: bool) -> Choice:
    """What the person picks, as last time; `light` leaves only the short version."""
    before = visit.preferences.choice or Choice()
    preset = (
        Preset.SHORT
        if light
        else st.segmented_control(
            "How long",
            list(Preset),
            default=before.preset,
            required=True,
            format_func=PRESETS.__getitem__,
            width="stretch",
        )
    )
    walled = bool(here.calling_for(CautionAction.WALL))
    with st.expander("Floor or wall, minutes for each place"):
        surface = st.segmented_control(
            "Where",
            list(Surface),
            default=Surface.WALL if walled else before.surface,
            required=True,
            format_func=SURFACES.__getitem__,
            disabled=walled,
            width="stretch",
        )
        chosen = Choice(preset=Preset(preset), surface=Surface(surface))
        own = before.work_s if before.preset is chosen.preset else {}
        asked = {
            part.area: _ask_minutes(part, chosen, own.get(part.area))
            for part in routine(visit).areas
        }
    changed = {area: seconds for area, seconds in asked.items() if seconds is not None}
    return chosen.model_copy(update={"work_s": changed})


def _ask_minutes(part: AreaPart, chosen: Choice, own_s: int | None) -> int | None:
    """Counted seconds a side where the person changes the dose of the preset, else None."""
    usual = _in_minutes(dose(part, chosen).work_s)
    minutes = st.number_input(
        f"{part.area.label}: minutes a side",
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        step=0.5,
        value=usual if own_s is None else _in_minutes(own_s),
        format="%.1f",
        key=f"minutes-{part.area}-{chosen.preset}",
    )
    return None if minutes == usual else round(minutes * 60)


def _in_minutes(seconds: int) -> float:
    return min(MOST_MINUTES, max(LEAST_MINUTES, round(seconds / 30) / 2))


def _start(  # noqa: PLR0913  one keyword for each thing chosen
    visit: Visit, before: int, choice: Choice, planned: Plan, *, knee: Side, move: str
) -> None:
    sessions.start(
        visit.record,
        Session(
            id=uuid7(),
            started_at=visit.now,
            knee=knee,
            test_move=move,
            choice=choice,
            plan=planned,
            before=KNEE_BEFORE.check(before),
        ),
    )
    remembered = {"knee": knee, "test_move": move, "choice": choice}
    people.save_preferences(visit.record, visit.preferences.model_copy(update=remembered))
