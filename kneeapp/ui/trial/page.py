"""The Trial page before and during a trial: plan and draw it, see its progress, stop it."""

from collections.abc import Sequence
from random import SystemRandom

import streamlit as st
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import capitalized
from kneeapp.domain.safety.text import join_with_and
from kneeapp.domain.sides import Side
from kneeapp.domain.trial import design, text
from kneeapp.domain.trial.arms import arms
from kneeapp.domain.trial.block_trial import AnyTrial, check_arms, draw_block_trial
from kneeapp.domain.trial.candidates import MOST_CANDIDATES
from kneeapp.domain.trial.schedule import TrialSchedule, counts, visible_slots
from kneeapp.errors import BadInput
from kneeapp.store.record import sessions, trials
from kneeapp.ui.findings import finding_cards, standing
from kneeapp.ui.routine import tournament_offer
from kneeapp.ui.routine.setup import knee_input
from kneeapp.ui.routine.trial_banner import next_words, titles, waiting_words
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


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
    compared = _arms_input(context, standing_now, knee)
    count = _sessions_planned(context, knee, compared)
    ready = st.checkbox(text.CONSENT) and count is not None
    if st.button("Draw the order", type="primary", disabled=not ready, width="stretch") and count:
        drawn = draw_block_trial(
            identity=uuid7(),
            knee=knee,
            arms=compared,
            sessions=count,
            now=context.now,
            consent=text.CONSENT_VERSION,
            coin=SystemRandom(),  # an order that nobody can foresee
        )
        trials.begin(context.record, drawn)
        st.rerun()


def render_under_way(context: RecordContext, running: TrialSchedule) -> None:
    """The progress of the trial and its next session; no result, not even a partial one."""
    trial = running.trial
    *asked, other = (f"**{text.arm_words(arm, titles(context))}**" for arm in trial.arms)
    which = asked[0] if len(asked) == 1 else f"one of {join_with_and(asked)}"
    st.write(f"Does pain in your {trial.knee} knee fall more after {which} than after {other}?")
    if isinstance(trial, design.Trial):
        small("It was drawn in pairs, by the rules of its time, and goes on by them.")
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


def _arms_input(
    context: RecordContext, standing_now: Standing, knee: Side
) -> tuple[design.Arm, ...]:
    """The arms in question, by default what stands close together in the screening, and last the
    one they are compared with, by default rest.
    """
    possible = arms(content.routines(context.settings.content), standing_now.status)
    named = {text.arm_words(arm, titles(context)): arm for arm in possible}
    names = list(named)
    close = tournament_offer.candidates(context, standing_now, knee)
    suggested = [name for name, arm in named.items() if arm in close] or names[:1]
    rest = next(n for n, arm in enumerate(possible) if arm.kind is design.TrialKind.REST)
    asked = st.multiselect(
        "Does knee pain fall more after one of these …",
        names,
        default=suggested,
        max_selections=MOST_CANDIDATES,
    )
    other = str(st.selectbox("… than after this?", names, index=rest))
    return tuple(named[name] for name in (*asked, other))


def _sessions_planned(
    context: RecordContext, knee: Side, compared: Sequence[design.Arm]
) -> int | None:
    """The sessions it takes to show a difference of 2 points, in words; None if it cannot be."""
    try:
        check_arms(compared)
    except BadInput as wrong:
        st.warning(str(wrong))
        return None
    count = tournament_offer.sessions_needed(context, knee, len(compared))
    if count is None:
        st.warning(
            "Your knee changes much from day to day: to compare as many would take more than 30 "
            "sessions. Ask about fewer of them."
        )
        return None
    st.markdown(text.effort_words(count, context.preferences.weekly_target))
    small(
        "At most. Enough to show a difference of 2 points, if there is one, in about 8 of 10 "
        "trials. A clear difference ends it sooner."
    )
    return count


def _render_sessions(context: RecordContext, running: TrialSchedule) -> None:
    """The sessions so far: when, which arm, and whether each counts."""
    made = sorted(running.attempts, key=lambda attempt: attempt.effect.at)
    if not made:
        return
    arms_by_place = {
        (s.pair, s.place): s.arm for s in visible_slots(running.trial, running.attempts)
    }
    with st.expander("Sessions so far"):
        for attempt in made:
            arm = text.arm_words(arms_by_place[attempt.pair, attempt.place], titles(context))
            at = capitalized(context.when(attempt.effect.at))
            reason = attempt.effect.left_out
            again = (
                _not_counted(running.trial, text.exclusion_words(reason))
                if reason and not counts(running.trial, attempt)
                else "It counts."
            )
            st.write(f"{at}: {arm}. {again}")


def _not_counted(trial: AnyTrial, why: str) -> str:
    """What becomes of a session that does not count because of `why`."""
    in_pairs = isinstance(trial, design.Trial)
    return f"{'To be made again' if in_pairs else 'Missing'}: {why}."


def _stop_button(context: RecordContext, trial: AnyTrial) -> None:
    """The controls that end the trial, after a confirmation."""
    with st.expander("Stop the trial", icon=":material/stop_circle:"):
        looks = (
            "" if isinstance(trial, design.Trial) else "Only what a planned look has shown counts. "
        )
        st.write(
            f"You may stop at any time, for any reason. Your sessions stay. {looks}A stopped trial "
            "cannot be gone on with."
        )
        certain = st.checkbox("Yes, stop it")
        if st.button("Stop the trial", disabled=not certain):
            trials.close(context.record, trial.id, context.now)
            st.rerun()
