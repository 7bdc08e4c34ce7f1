"""The routine before the player: what is closed, what is due, and the set-up."""

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routine.definitions import Plan, Routine
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.session_limits import CEILING, START_SENTENCES, Start
from kneeapp.domain.routine.sessions import Session, TrialPlace
from kneeapp.domain.safety.closures import Part
from kneeapp.domain.safety.status import Case
from kneeapp.domain.screening.driver_ranking import sore_knee
from kneeapp.domain.screening.questions import ChoiceGroup
from kneeapp.domain.sides import Side
from kneeapp.store.record import people, sessions
from kneeapp.ui.findings import allowed_now, due_list, finding_cards, standing, start_gate
from kneeapp.ui.routine import morning_check, trial_banner
from kneeapp.ui.routine.choice_form import choice_form
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.pictures import test_move_figure
from kneeapp.ui.widgets.rating import rating

TEST_MOVE = "test_move"
TOOLS = {"ball": "a tennis ball", "roller": "a foam roller"}


def prepare(visit: RecordContext) -> None:
    """What stands between this person and the floor, one thing at a time."""
    here = standing.stand(visit)
    if not here.screened and not here.status.open:
        st.write("First a few questions about danger signs. They take about two minutes.")
        if st.button("Start screening", type="primary", width="stretch"):
            st.switch_page("pages/screening.py")
    elif not allowed_now.open_routines(visit, here):
        finding_cards.render_finding_cards(visit, finding_cards.weighty(here.status))
        finding_cards.render_lines(visit, finding_cards.light(here.status))
        allowed_now.start_button(visit, here)
    elif not due_list.due_questions(visit, here):
        _set_up(visit, here)


def _set_up(visit: RecordContext, here: Standing) -> None:
    """Rate the knee, choose, start."""
    answers = here.latest.answers if here.latest else {}
    foreword = st.container()
    morning_check.render_before_routine(visit)
    fixed = trial_banner.fix(visit, here)
    usual_knee = visit.preferences.knee or sore_knee(answers) or Side.RIGHT
    knee = fixed.knee if fixed else _knee_input(usual_knee)
    kept = fixed.move if fixed else None
    usual_move = visit.preferences.test_move or str(answers.get(TEST_MOVE, ""))
    move = _test_move_input(visit, kept or usual_move, knee, keep=bool(kept))
    before = rating(KNEE_BEFORE)
    way = _gentler_after_a_stop(visit, start_gate.start_questions(visit, before, START_SENTENCES))
    if way is None:
        return
    light = way is Start.LIGHT
    routine, choice = (
        fixed.choose(visit, here, light=light)
        if fixed
        else choice_form(visit, here, knee, light=light)
    )
    with foreword:
        _render_routine(visit, here, routine)
    planned = plan(routine, choice, knee, here.status)
    st.caption(_in_short(routine, planned))
    if before is None:
        st.caption("Rate your knee on the test move first.")
    place = fixed.place if fixed else None
    if _start_pressed(place, ready=before is not None) and before is not None:
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
        # another tab may have closed it: then it is drawn again as it is now
        if not standing.changed_meanwhile(visit):
            _start(visit, session, usual=way is Start.USUAL and fixed is None)
        st.rerun()


def _gentler_after_a_stop(visit: RecordContext, way: Start | None) -> Start | None:
    """`way`, but no more than the short version after a session that ended for pain."""
    last = sessions.last(visit.record)
    if way is not Start.USUAL or last is None or last.stop_reason not in STOPS_FOR_PAIN:
        return way
    st.info(
        f"Your last session ended early: {STOPS_FOR_PAIN[last.stop_reason]}. "
        "Take the short version this time, with little weight.",
        icon=":material/speed:",
    )
    return Start.LIGHT


def _render_routine(visit: RecordContext, here: Standing, routine: Routine) -> None:
    """What to know before this routine begins; at length until it was done once."""
    status = here.status
    weighty = finding_cards.weighty(status)
    finding_cards.render_finding_cards(visit, (case for case in weighty if not case.closes))
    if partly := [case for case in weighty if case.closes]:
        with st.expander(f"Closed for now: {len(partly)}", icon=":material/lock:"):
            finding_cards.render_finding_cards(visit, partly)
    finding_cards.render_asked(visit, status)
    finding_cards.render_lines(visit, (one for one in status.open if _concerns(one, routine)))
    if routine.first:
        st.warning(routine.first, icon=":material/stethoscope:")
    done = sessions.sessions(visit.record, steps=False)
    new = all(session.plan.routine != routine.id for session in done)
    with st.expander("About this routine", icon=":material/info:", expanded=new):
        if routine.why:
            st.write(routine.why)
        if any(part.tool in TOOLS for part in routine.areas):
            st.write(CEILING)
        for caution in routine.cautions:
            st.markdown(f"- {caution}")
        if routine.source and routine.certainty:
            st.caption(f"{routine.source} — {routine.certainty.label}.")


def _concerns(case: Case, routine: Routine) -> bool:
    """Whether a finding without a card of its own changes this routine."""
    if standing.is_weighty(case):
        return False
    areas = {part.area for part in routine.areas}
    elsewhere = {Part.EXERCISE, Part.PROGRAMME, Part.TRIAL}
    return not case.closes or any(
        one.name in areas if one.part is Part.AREA else one.part not in elsewhere
        for one in case.closes
    )


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


def test_move(visit: RecordContext, move: str) -> str:
    """The test move in words."""
    words = _test_moves(visit)
    return words.get(move, next(iter(words.values())))


def _test_moves(visit: RecordContext) -> dict[str, str]:
    group = standing.questionnaire(visit).group(TEST_MOVE)
    assert isinstance(group, ChoiceGroup)  # noqa: S101  content checks the required groups
    return {option.id: option.text for option in group.options}


def _knee_input(knee: Side) -> Side:
    chosen = st.segmented_control(
        "Sore knee",
        list(Side),
        default=knee,
        required=True,
        format_func=lambda side: side.value.capitalize(),
        width="stretch",
    )
    return Side(chosen)


def _test_move_input(visit: RecordContext, before: str, knee: Side, *, keep: bool) -> str:
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


def _start(visit: RecordContext, session: Session, *, usual: bool) -> None:
    """Begin, and remember what was picked where it is the person's `usual` choice."""
    sessions.start(visit.record, session)
    picked = {"choice": session.choice} if usual else {}
    remembered = {"knee": session.knee, "test_move": session.test_move, **picked}
    people.save_preferences(visit.record, visit.preferences.model_copy(update=remembered))
