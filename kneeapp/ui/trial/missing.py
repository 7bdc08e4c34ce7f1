"""Missing sessions: which sessions of an ended trial did not count, and why."""

from collections.abc import Sequence

import streamlit as st

from kneeapp.domain.formats import capitalized
from kneeapp.domain.trial.block_trial import AnyTrial
from kneeapp.domain.trial.design import Attempt
from kneeapp.domain.trial.schedule import counts
from kneeapp.domain.trial.text import arm_words, exclusion_words
from kneeapp.ui.routine.trial_banner import titles
from kneeapp.ui.shell.request_context import RecordContext


def render_missing(context: RecordContext, trial: AnyTrial, made: Sequence[Attempt]) -> None:
    """The sessions of `trial` that did not count: when, of which arm, and the reason."""
    uncounted = [
        (attempt, attempt.effect.left_out)
        for attempt in made
        if attempt.effect.left_out and not counts(trial, attempt)
    ]
    if not uncounted:
        return
    many = "1 session" if len(uncounted) == 1 else f"{len(uncounted)} sessions"
    with st.expander(f"{many} did not count", icon=":material/info:"):
        for attempt, reason in uncounted:
            arm = arm_words(trial.arm(attempt.pair, attempt.place), titles(context))
            at = capitalized(context.when(attempt.effect.at))
            st.write(f"{at}: {arm}. It did not count: {exclusion_words(reason)}.")
