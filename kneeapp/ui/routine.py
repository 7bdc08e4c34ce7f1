"""The routine before the player: the short danger list and the set-up."""

from collections.abc import Mapping

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.drivers import sore_knee
from kneeapp.domain.groups import SAFETY, ChoiceGroup
from kneeapp.domain.guidance import (
    CANNOT_STAND,
    HURTS_AT_REST,
    START_SENTENCES,
    Start,
    start,
    start_after_asking,
)
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.planning import plan
from kneeapp.domain.routines import Plan, Routine
from kneeapp.domain.screening import Screening, ScreeningKind
from kneeapp.domain.sessions import Session, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.standing import SHORT_LIST_HOLDS, Standing
from kneeapp.store import people, screenings, sessions
from kneeapp.ui import morning, trial_due
from kneeapp.ui import screening as asking
from kneeapp.ui.choosing import choose
from kneeapp.ui.pictures import test_move_figure
from kneeapp.ui.rating import rating
from kneeapp.ui.session import Visit
from kneeapp.ui.verdict import warn_if_worse

TEST_MOVE = "test_move"
TOOLS = {"ball": "a tennis ball", "roller": "a foam roller"}


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
        ask_short_list(visit, here)
    else:
        _set_up(visit, here)


def ask_short_list(visit: Visit, here: Standing) -> None:
    """The short danger list, before every session."""
    st.caption("Before every session: a few quick questions, so that nothing new is missed.")
    screening = short_under_way(visit) or asking.begin(visit, ScreeningKind.SHORT, here.latest)
    asking.ask_next(visit, screening, SAFETY, short=True)


def _set_up(visit: Visit, here: Standing) -> None:
    """Rate the knee, choose, start."""
    answers = here.latest.answers if here.latest else {}
    foreword = st.container()
    morning.tell_before_routine(visit)
    fixed = trial_due.fix(visit, here)
    usual_knee = visit.preferences.knee or sore_knee(answers) or Side.RIGHT
    knee = fixed.knee if fixed else _ask_knee(usual_knee)
    kept = fixed.move if fixed else None
    usual_move = visit.preferences.test_move or str(answers.get(TEST_MOVE, ""))
    move = _ask_test_move(visit, kept or usual_move, knee, keep=bool(kept))
    before = rating(KNEE_BEFORE)
    way = ask_how_to_start(before, START_SENTENCES)
    light = way is Start.LIGHT
    routine, choice = (
        fixed.choose(visit, here, light=light) if fixed else choose(visit, here, knee, light=light)
    )
    with foreword:
        _tell_routine(visit, here, routine)
    warn_if_worse(visit, knee, routine.id)
    planned = plan(routine, choice, knee, here.avoid)
    st.caption(_in_short(routine, planned))
    ready = before is not None and way in {Start.USUAL, Start.LIGHT}
    if before is None:
        st.caption("Rate your knee on the test move first.")
    place = fixed.place if fixed else None
    if _start_pressed(place, ready=ready) and before is not None:
        session = Session(
            id=uuid7(),
            started_at=visit.now,
            knee=knee,
            test_move=move,
            choice=choice,
            plan=planned,
            before=KNEE_BEFORE.check(before),
            trial=place,
        )
        _start(visit, session, usual=way is Start.USUAL and fixed is None)
        st.rerun()


def _tell_routine(visit: Visit, here: Standing, routine: Routine) -> None:
    """What to know before this routine begins; at length until it was done once."""
    areas = {part.area for part in routine.areas}
    asking.tell_cautions(
        caution for caution in here.cautions if caution.area is None or caution.area in areas
    )
    if routine.first:
        st.warning(routine.first, icon=":material/stethoscope:")
    done = sessions.sessions(visit.record, steps=False)
    new = all(session.plan.routine != routine.id for session in done)
    with st.expander("About this routine", icon=":material/info:", expanded=new):
        if routine.why:
            st.write(routine.why)
        for caution in routine.cautions:
            st.markdown(f"- {caution}")
        if routine.source and routine.certainty:
            st.caption(f"{routine.source} — {routine.certainty.label}.")


def _start_pressed(place: TrialPlace | None, *, ready: bool) -> bool:
    """Whether the session is to begin; a press meant for one place of a trial starts no other."""
    return st.button(
        "Start routine",
        type="primary",
        disabled=not ready,
        width="stretch",
        key=f"start {place}",
    )


def _in_short(routine: Routine, planned: Plan) -> str:
    """How long it is and what it takes."""
    minutes = round(planned.ms / 60_000)
    tools = dict.fromkeys(TOOLS[step.tool] for step in planned.steps if step.tool in TOOLS)
    needed = f" You need {' and '.join(tools)}." if tools else ""
    long = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{routine.title}: {len(planned.steps)} steps, about {long}.{needed}"


def ask_how_to_start(before: int | None, sentences: Mapping[Start, str]) -> Start:
    """How this session may begin, told by its sentence; much pain is asked about first."""
    way = Start.USUAL if before is None else start(before)
    if way is Start.ASK_FIRST:
        st.warning(sentences[way])
        at_rest, standing = _yes_or_no(HURTS_AT_REST), _yes_or_no(CANNOT_STAND)
        if at_rest is None or standing is None:
            return way
        way = start_after_asking(hurts_at_rest=at_rest, cannot_stand=standing)
    if way is Start.NOT_TODAY:
        st.error(sentences[way], icon=":material/local_hospital:")
    elif sentences[way]:
        st.info(sentences[way])
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


def short_under_way(visit: Visit) -> Screening | None:
    """The short danger list as far as it was answered within the time that it holds."""
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


def _ask_test_move(visit: Visit, before: str, knee: Side, *, keep: bool) -> str:
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
            disabled=keep,
        )
    with picture:
        test_move_figure(str(move), knee=knee, dark=visit.dark)
    return str(move)


def _start(visit: Visit, session: Session, *, usual: bool) -> None:
    """Begin, and remember what was picked where it is the person's `usual` choice."""
    sessions.start(visit.record, session)
    picked = {"choice": session.choice} if usual else {}
    remembered = {"knee": session.knee, "test_move": session.test_move, **picked}
    people.save_preferences(visit.record, visit.preferences.model_copy(update=remembered))
