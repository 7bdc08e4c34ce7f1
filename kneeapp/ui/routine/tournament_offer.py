"""The offer to compare places that stand close together, in one fair trial."""

import streamlit as st

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.eligibility import eligible, session_effects
from kneeapp.domain.safety.text import join_with_and
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_trial import sessions_to_plan
from kneeapp.domain.trial.candidates import close_candidates
from kneeapp.domain.trial.design import Arm, relief_sd
from kneeapp.domain.trial.text import arm_words
from kneeapp.store.record import sessions, trials
from kneeapp.ui.findings import standing
from kneeapp.ui.routine.trial_banner import link, titles
from kneeapp.ui.shell.request_context import RecordContext


def candidates(context: RecordContext, standing_now: Standing, knee: Side) -> tuple[Arm, ...]:
    """The places of the screening that stand close together and can be compared now.

    As many of them as a trial that is not too long can take, the leading ones first.
    """
    ranked = standing.ranked_drivers(context, standing_now, knee)
    routines = content.routines(context.settings.content)
    close = close_candidates(ranked, routines, standing_now.status)
    for count in range(len(close), 1, -1):
        if sessions_needed(context, knee, count + 1) is not None:
            return close[:count]
    return ()


def sessions_needed(context: RecordContext, knee: Side, arms: int) -> int | None:
    """The sessions of a trial of `arms` for this person's spread; None where they are too many."""
    saved = sessions.sessions(context.record, traces=False)
    spread = relief_sd(eligible(session_effects(saved, knee=knee).values()))
    return sessions_to_plan(spread, arms)


def render_tournament_offer(context: RecordContext, standing_now: Standing, knee: Side) -> None:
    """A link to the trial where two or three places stand close together and it is not too long."""
    if not standing_now.status.trial_open or trials.under_way(context.record):
        return
    close = candidates(context, standing_now, knee)
    if not close:
        return
    names = join_with_and([arm_words(arm, titles(context)) for arm in close])
    st.write(
        f"After which of these does your knee pain fall more: {names}? They stand close together."
    )
    link("Compare them in a fair trial")
