"""The Trial page before and during a trial: plan and draw it, see its progress, stop it."""

from random import SystemRandom

import streamlit as st
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.eligibility import eligible, session_effects
from kneeapp.domain.sides import Side
from kneeapp.domain.trial import design, text
from kneeapp.domain.trial.arms import arms
from kneeapp.domain.trial.schedule import TrialSchedule
from kneeapp.store.record import sessions, trials
from kneeapp.ui.findings import finding_cards, standing
from kneeapp.ui.routine.setup import knee_input
from kneeapp.ui.routine.trial_banner import arm_titles, next_words, titles, waiting_words
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import capitalized


def plan_trial(context: RecordContext) -> None:
    """The form of a new trial: choose the arms, see the effort, agree, and draw the order."""
    standing_now = standing.current_standing(context)
    if not standing_now.screened:
        st.write("First the danger signs: a trial begins only where the routine may.")
        page_button("Go to the screening", "pages/screening.py")
        return
    if not standing_now.status.trial_open:
        st.write("A trial is closed for now.")
        render_what_closes_it(context, standing_now)
        return
    st.markdown(text.MEANING)
    knee = knee_input(context, standing_now)
    asked, other = _arms_input(context, standing_now)
    pairs = _pairs_input(context, knee)
    if asked == other:
        st.warning("Choose two different things to compare.")
    ready = st.checkbox(text.CONSENT) and asked != other
    if st.button("Draw the order", type="primary", disabled=not ready, width="stretch"):
        drawn = design.draw_trial(
            identity=uuid7(),
            knee=knee,
            asked=asked,
            other=other,
            pairs=pairs,
            now=context.now,
            consent=text.CONSENT_VERSION,
            coin=SystemRandom(),  # an order that nobody can foresee
        )
        trials.begin(context.record, drawn)
        st.rerun()


def render_under_way(context: RecordContext, running: TrialSchedule) -> None:
    """The progress of the trial and its next session; no result, not even a partial one."""
    trial = running.trial
    asked, other = arm_titles(context, trial)
    st.write(
        f"Does pain in your {trial.knee} knee fall more after **{asked}** than after **{other}**?"
    )
    with st.container(border=True):
        st.markdown(f"**{next_words(context, running)}**")
        standing_now = standing.current_standing(context)
        under_way = sessions.under_way(context.record)
        if under_way and under_way.trial:
            st.write("You have begun it.")
            page_button("Go on with the session", "pages/routine.py")
        elif words := waiting_words(context, standing_now, trial):
            st.write(words)
        elif running.open(context.now):
            page_button("Start routine", "pages/routine.py")
    if not standing_now.status.trial_open:
        render_what_closes_it(context, standing_now)
    share = running.done / running.sessions
    st.progress(share, text=f"{running.done} of {running.sessions} sessions are there")
    _render_sessions(context, running)
    small(
        "The comparison stays closed until the end: looking early, and stopping when it looks "
        "good, would make it wrong."
    )
    _stop_button(context, trial)


def render_what_closes_it(context: RecordContext, standing_now: Standing) -> None:
    """The cards of the findings that keep the person out of all trials, and what lifts them."""
    finding_cards.render_finding_cards(context, standing_now.status.keeping_from_trial)


def _arms_input(context: RecordContext, standing_now: Standing) -> tuple[design.Arm, design.Arm]:
    """The arm in question and the one it is compared with, by default rest."""
    possible = arms(content.routines(context.settings.content), standing_now.status)
    named = {text.arm_words(arm, titles(context)): arm for arm in possible}
    names = list(named)
    rest = next(n for n, arm in enumerate(possible) if arm.kind is design.TrialKind.REST)
    first, second = st.columns(2)
    with first:
        asked = st.selectbox("Does knee pain fall more after this …", names)
    with second:
        other = st.selectbox("… than after this?", names, index=rest)
    return named[asked], named[other]


def _pairs_input(context: RecordContext, knee: Side) -> int:
    """The number of pairs, by default enough to detect a difference of 2 points."""
    all_sessions = sessions.sessions(context.record, traces=False)
    advised = design.pairs_to_plan(
        design.relief_sd(eligible(session_effects(all_sessions, knee=knee).values()))
    )
    pairs = int(
        st.number_input("Pairs of sessions", design.FEWEST_PAIRS, design.MOST_PAIRS, advised)
    )
    st.markdown(text.effort_words(pairs, context.preferences.weekly_target))
    if pairs < advised:
        small(f"With fewer than {advised} pairs a difference that is there may not show.")
    else:
        small("Enough to show a difference of 2 points, if there is one, in about 8 of 10 trials.")
    return pairs


def _render_sessions(context: RecordContext, running: TrialSchedule) -> None:
    """The sessions so far: when, which arm, and whether each counts."""
    made = sorted(running.attempts, key=lambda attempt: attempt.effect.at)
    if not made:
        return
    arms_by_place = {
        (s.pair, s.place): s.arm for s in design.visible_slots(running.trial, running.attempts)
    }
    with st.expander("Sessions so far"):
        for attempt in made:
            arm = text.arm_words(arms_by_place[attempt.pair, attempt.place], titles(context))
            at = capitalized(context.when(attempt.effect.at))
            reason = attempt.effect.left_out
            again = f"To be made again: {text.exclusion_words(reason)}." if reason else "It counts."
            st.write(f"{at}: {arm}. {again}")


def _stop_button(context: RecordContext, trial: design.Trial) -> None:
    """The controls that end the trial, after a confirmation."""
    with st.expander("Stop the trial", icon=":material/stop_circle:"):
        st.write(
            "You may stop at any time, for any reason. Your sessions stay, and you see what the "
            "complete pairs show. A stopped trial cannot be gone on with."
        )
        certain = st.checkbox("Yes, stop it")
        if st.button("Stop the trial", disabled=not certain):
            trials.close(context.record, trial.id, context.now)
            st.rerun()
