"""Set-up of a routine session: screening, findings, due questions, choice and start."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routine.definitions import Ball, Plan, Rationale, Routine
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.session_limits import CEILING, START_SENTENCES, Start
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.safety.closures import Part
from kneeapp.domain.safety.status import Case
from kneeapp.domain.screening.questions import ChoiceGroup
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.text import laid_ready_words
from kneeapp.store.record import sessions
from kneeapp.ui.findings import allowed_now, due_list, finding_cards, standing, start_gate
from kneeapp.ui.routine import ball_form, morning_check, trial_banner
from kneeapp.ui.routine.choice_form import choice_form
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.pictures import test_move_figure
from kneeapp.ui.widgets.rating import rating

TEST_MOVE = "test_move"
KEEP_RATING = "Keep this rating"
"""The label of the button that begins a session of a trial; what is done is told after it."""
ROLLER = "a foam roller"


def prepare(context: RecordContext) -> None:
    """The next step before a session: screening, open findings, due questions, or the set-up."""
    standing_now = standing.current_standing(context)
    if not standing_now.screened and not standing_now.status.open:
        st.write("First a few questions about danger signs. They take about two minutes.")
        page_button("Start screening", "pages/screening.py")
    elif not allowed_now.open_routines(context, standing_now):
        finding_cards.render_finding_cards(
            context, finding_cards.cases_with_card(standing_now.status)
        )
        finding_cards.render_lines(context, finding_cards.cases_with_line(standing_now.status))
        allowed_now.start_button(context, standing_now)
    elif not due_list.due_questions(context, standing_now):
        _set_up(context, standing_now)


def _set_up(context: RecordContext, standing_now: Standing) -> None:
    """Rate the knee, choose, start."""
    foreword = st.container()  # above all else, but drawn once the routine is chosen
    morning_check.render_before_routine(context)
    fixed = trial_banner.trial_constraint(context, standing_now)
    laid_ready = st.container()
    knee = fixed.knee if fixed else knee_input(context, standing_now)
    trial_move = fixed.move if fixed else None
    answers = standing.latest_answers(standing_now)
    usual_move = context.preferences.test_move or str(answers.get(TEST_MOVE, ""))
    move = _test_move_input(context, trial_move or usual_move, knee, keep=bool(trial_move))
    before = rating(KNEE_BEFORE)
    begin = _gentler_after_a_stop(
        context, start_gate.start_questions(context, before, START_SENTENCES)
    )
    if begin is None:
        return
    light = begin is Start.LIGHT
    routine, choice = (
        fixed.choose(context, standing_now, light=light)
        if fixed
        else choice_form(context, standing_now, knee, light=light)
    )
    planned = plan(routine, choice, knee, standing_now.status)
    if fixed:  # nothing below may differ from one arm to the other
        arms = fixed.choose_each(context, standing_now, light=light)
        with foreword:
            _render_findings(context, standing_now, [own for own, _ in arms])
        with laid_ready:
            plans = [plan(*arm, knee, standing_now.status) for arm in arms]
            _render_laid_ready(plans, choice.ball)
    else:
        with foreword:
            _render_findings(context, standing_now, [routine])
            render_about(context, routine)
        st.caption(in_short(routine, planned, choice.ball))
        ball_form.render_proposal(context, routine, choice)
    if before is None:
        st.caption("Rate your knee on the test move first.")
    place = fixed.place if fixed else None
    pressed = st.button(
        KEEP_RATING if fixed else "Start routine",
        type="primary",
        disabled=before is None,
        width="stretch",
        # the slot is in the key, so that a late second press does not start the next one of a trial
        key=f"start {place}",
    )
    if pressed and before is not None:
        session = Session(
            id=uuid7(),
            started_at=context.now,
            knee=knee,
            test_move=move,
            choice=choice,
            plan=planned,
            before=KNEE_BEFORE.check(before),
            trial=place,
        )
        # If another tab wrote to the record meanwhile, the routine may be closed now: the rerun
        # draws the page with the present state, and nothing is started.
        if not standing.changed_meanwhile(context):
            _start(context, session, usual=begin is Start.USUAL and fixed is None)
        st.rerun()


def _gentler_after_a_stop(context: RecordContext, way: Start | None) -> Start | None:
    """`way`, limited to LIGHT after a session that was stopped for pain."""
    last = sessions.last(context.record)
    if way is not Start.USUAL or last is None or last.stop_reason not in STOPS_FOR_PAIN:
        return way
    st.info(
        f"Your last session ended early: {STOPS_FOR_PAIN[last.stop_reason]}. "
        "Take the short version this time, with little weight.",
        icon=":material/speed:",
    )
    return Start.LIGHT


def _render_findings(
    context: RecordContext, standing_now: Standing, routines: Sequence[Routine]
) -> None:
    """The findings that concern any of `routines`, and what these ask for beforehand."""
    status = standing_now.status
    weighty = finding_cards.cases_with_card(status)
    finding_cards.render_finding_cards(context, (case for case in weighty if not case.closes))
    if partly := [case for case in weighty if case.closes]:
        with st.expander(f"Closed for now: {len(partly)}", icon=":material/lock:"):
            finding_cards.render_finding_cards(context, partly)
    finding_cards.render_asked(context, status)
    concerning = (case for case in status.open if any(_concerns(case, own) for own in routines))
    finding_cards.render_lines(context, concerning)
    for first in dict.fromkeys(routine.first for routine in routines if routine.first):
        st.warning(first, icon=":material/stethoscope:")


def _render_laid_ready(plans: Sequence[Plan], ball: Ball) -> None:
    """What to lay ready for a session of a trial: what is needed for any of `plans`."""
    tools = dict.fromkeys(tool for planned in plans for tool in _tools(planned, ball))
    st.info(laid_ready_words(list(tools)), icon=":material/checklist:")
    minutes = max(_minutes(planned) for planned in plans)
    st.caption(f"It takes up to {minutes} minutes, and the rating after it.")


def render_about(context: RecordContext, routine: Routine) -> None:
    """What the routine is and what to be careful about; open until it was done once."""
    done = sessions.sessions(context.record, steps=False)
    new = all(session.plan.routine != routine.id for session in done)
    with st.expander("About this routine", icon=":material/info:", expanded=new):
        if routine.why:
            st.write(routine.why)
        if any(part.tool != "body" for part in routine.areas):
            st.write(CEILING)
        _render_rationales(rationale for part in routine.areas for rationale in part.rationales)
        for caution in routine.cautions:
            st.markdown(f"- {caution}")
        if routine.source and routine.certainty:
            st.caption(f"{routine.source} — {routine.certainty.label}.")


def _render_rationales(rationales: Iterable[Rationale]) -> None:
    """Why it is done as it is; what comes from one source stands above its name."""
    by_source: defaultdict[str, list[str]] = defaultdict(list)
    for rationale in rationales:
        source = f"{rationale.source} — {rationale.certainty.label}."
        by_source[source].append(f"- {rationale.text}")
    for source, reasons in by_source.items():
        st.markdown("\n".join(reasons))
        st.caption(source)


def _concerns(case: Case, routine: Routine) -> bool:
    """Whether a finding without a card affects this routine."""
    if standing.is_weighty(case):
        return False
    areas = {part.area for part in routine.areas}
    elsewhere = {Part.EXERCISE, Part.PROGRAMME, Part.TRIAL}
    return not case.closes or any(
        closure.name in areas if closure.part is Part.AREA else closure.part not in elsewhere
        for closure in case.closes
    )


def in_short(routine: Routine, planned: Plan, ball: Ball) -> str:
    """The number of steps, the time and the tools of the session."""
    minutes = _minutes(planned)
    tools = _tools(planned, ball)
    needed = f" You need {' and '.join(tools)}." if tools else ""
    long = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{routine.title}: {len(planned.steps)} steps, about {long}.{needed}"


def _minutes(planned: Plan) -> int:
    return round(planned.ms / 60_000)


def _tools(planned: Plan, ball: Ball) -> list[str]:
    words = {"ball": f"a {ball.label}", "roller": ROLLER}
    return list(dict.fromkeys(words[step.tool] for step in planned.steps if step.tool in words))


def test_move(context: RecordContext, move: str) -> str:
    """The test move in words."""
    words = _test_moves(context)
    return words.get(move, next(iter(words.values())))


def _test_moves(context: RecordContext) -> dict[str, str]:
    group = standing.questionnaire(context).group(TEST_MOVE)
    assert isinstance(group, ChoiceGroup)  # noqa: S101  content checks the required groups
    return {option.id: option.text for option in group.options}


def knee_input(context: RecordContext, standing_now: Standing) -> Side:
    """Ask for the knee that the session is for."""
    usual = standing.usual_knee(context, standing_now)
    return choice_bar("Sore knee", list(Side), usual, str.capitalize)


def _test_move_input(context: RecordContext, before: str, knee: Side, *, keep: bool) -> str:
    words = _test_moves(context)
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
        test_move_figure(str(move), knee=knee, dark=context.dark)
    return str(move)


def _start(context: RecordContext, session: Session, *, usual: bool) -> None:
    """Start the session, and save the choice for next time if it is a `usual` one."""
    sessions.start(context.record, session)
    picked = {"choice": session.choice} if usual else {}
    context.save_preferences(knee=session.knee, test_move=session.test_move, **picked)
