"""The Trial page before and during a trial: plan it, draw it, see how far it is, stop it."""

from random import SystemRandom

import streamlit as st
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.eligibility import eligible, session_reliefs
from kneeapp.domain.safety.closures import RELEASE, Closure, Part
from kneeapp.domain.screening.driver_ranking import sore_knee
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import arms
from kneeapp.domain.trial.design import (
    FEWEST_PAIRS,
    MOST_PAIRS,
    Arm,
    Attempt,
    Trial,
    TrialKind,
    draw,
    pairs_to_plan,
    spread,
    visible,
)
from kneeapp.domain.trial.schedule import TrialSchedule
from kneeapp.domain.trial.text import (
    CONSENT,
    CONSENT_VERSION,
    MEANING,
    TRIAL_LEFT_OUT,
    arm_words,
    effort_words,
)
from kneeapp.store.record import sessions, trials
from kneeapp.ui.findings import finding_cards, standing
from kneeapp.ui.routine.trial_banner import next_words, open_for, titles
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when


def plan_one(visit: RecordContext) -> None:
    """Choose what to compare, see what it takes and means, agree, and draw the order."""
    here = standing.stand(visit)
    if not here.screened:
        st.write("First the danger signs: a trial begins only where the routine may.")
        if st.button("Go to the screening", type="primary", width="stretch"):
            st.switch_page("pages/screening.py")
        return
    if not here.status.trial_open:
        st.write("A trial is closed for now.")
        render_what_closes_it(visit, here)
        return
    st.markdown(MEANING)
    knee = _knee_input(visit, here)
    asked, other = _arms_input(visit, here)
    pairs = _pairs_input(visit, knee)
    if asked == other:
        st.warning("Choose two different things to compare.")
    ready = st.checkbox(CONSENT) and asked != other
    if st.button("Draw the order", type="primary", disabled=not ready, width="stretch"):
        drawn = draw(
            identity=uuid7(),
            knee=knee,
            asked=asked,
            other=other,
            pairs=pairs,
            now=visit.now,
            consent=CONSENT_VERSION,
            coin=SystemRandom(),
        )
        trials.begin(visit.record, drawn)
        st.rerun()


def render_under_way(visit: RecordContext, running: TrialSchedule) -> None:
    """How far the trial is and what comes next; nothing of what it shows so far."""
    trial = running.trial
    asked, other = (arm_words(arm, titles(visit)) for arm in (trial.asked, trial.other))
    st.write(
        f"Does pain in your {trial.knee} knee fall more after **{asked}** than after **{other}**?"
    )
    with st.container(border=True):
        st.markdown(f"**{next_words(visit, running)}**")
        here, slot = standing.stand(visit), running.open(visit.now)
        if slot and not open_for(visit, here, slot.arm):
            st.write("It waits: your answers close what it needs.")
        elif slot and st.button("Start routine", type="primary", width="stretch"):
            st.switch_page("pages/routine.py")
    if not here.status.trial_open:
        render_what_closes_it(visit, here)
    share = running.done / running.sessions
    st.progress(share, text=f"{running.done} of {running.sessions} sessions are there")
    _render_sessions(visit, running)
    small(
        "The comparison stays closed until the end: looking early, and stopping when it looks "
        "good, would make it wrong."
    )
    _stop_button(visit, trial)


def render_what_closes_it(visit: RecordContext, here: Standing) -> None:
    """The findings that close all trials, and what would open them."""
    closing = [
        case
        for case in finding_cards.weighty(here.status)
        if any(case.closing(one) for one in RELEASE) or case.closing(Closure(Part.TEST_MOVE))
    ]
    finding_cards.render_finding_cards(visit, closing)


def _knee_input(visit: RecordContext, here: Standing) -> Side:
    answers = here.latest.answers if here.latest else {}
    knee = st.segmented_control(
        "Sore knee",
        list(Side),
        default=visit.preferences.knee or sore_knee(answers) or Side.RIGHT,
        required=True,
        format_func=lambda side: side.value.capitalize(),
        width="stretch",
    )
    return Side(knee)


def _arms_input(visit: RecordContext, here: Standing) -> tuple[Arm, Arm]:
    """What is asked about, and what it is compared with: by itself rest."""
    possible = arms(content.routines(visit.settings.content), here.status)
    named = {arm_words(arm, titles(visit)): arm for arm in possible}
    names = list(named)
    rest = next(n for n, arm in enumerate(possible) if arm.kind is TrialKind.REST)
    first, second = st.columns(2)
    with first:
        asked = st.selectbox("Does knee pain fall more after this …", names)
    with second:
        other = st.selectbox("… than after this?", names, index=rest)
    return named[asked], named[other]


def _pairs_input(visit: RecordContext, knee: Side) -> int:
    """As many as are likely to show 2 points of difference, unless the person wants others."""
    kept = sessions.sessions(visit.record, traces=False)
    advised = pairs_to_plan(spread(eligible(session_reliefs(kept, knee=knee).values())))
    pairs = int(st.number_input("Pairs of sessions", FEWEST_PAIRS, MOST_PAIRS, advised))
    st.markdown(effort_words(pairs, visit.preferences.weekly_target))
    if pairs < advised:
        small(f"With fewer than {advised} pairs a difference that is there may not show.")
    else:
        small("Enough to show a difference of 2 points, if there is one, in about 8 of 10 trials.")
    return pairs


def _render_sessions(visit: RecordContext, running: TrialSchedule) -> None:
    """The sessions so far and the pair under way: when, what, and whether it counts."""
    made = sorted(running.attempts, key=lambda one: one.relief.at)
    if not made:
        return
    arms_by_place = {(s.pair, s.place): s.arm for s in visible(running.trial, running.attempts)}
    with st.expander("Sessions so far"):
        for attempt in made:
            arm = arm_words(arms_by_place[attempt.pair, attempt.place], titles(visit))
            at = when(attempt.relief.at, visit.zone, visit.now)
            st.write(f"{at[:1].upper()}{at[1:]}: {arm}. {_standing_of(attempt)}")


def _standing_of(attempt: Attempt) -> str:
    reason = attempt.relief.left_out
    return f"To be made again: {TRIAL_LEFT_OUT[reason]}." if reason else "It counts."


def _stop_button(visit: RecordContext, trial: Trial) -> None:
    """End the trial, after one deliberate tick."""
    with st.expander("Stop the trial", icon=":material/stop_circle:"):
        st.write(
            "You may stop at any time, for any reason. Your sessions stay, and you see what the "
            "complete pairs show. A stopped trial cannot be gone on with."
        )
        certain = st.checkbox("Yes, stop it")
        if st.button("Stop the trial", disabled=not certain):
            trials.close(visit.record, trial.id, visit.now)
            st.rerun()
