"""The result of a trial in blocks: in words, as one picture with its table, and as a file."""

import streamlit as st

from kneeapp import __version__
from kneeapp.charts.trial_arms import ArmRow, arms_chart
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.evidence.verdict_text import in_hundred
from kneeapp.domain.formats import capitalized
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.trial.block_export import block_trial_file
from kneeapp.domain.trial.block_results import BlockResult, block_result
from kneeapp.domain.trial.block_scores import weight
from kneeapp.domain.trial.block_text import Names, block_method_words, block_result_words
from kneeapp.domain.trial.block_trial import BlockTrial
from kneeapp.domain.trial.results import began_during
from kneeapp.domain.trial.schedule import attempts
from kneeapp.domain.trial.text import arm_words
from kneeapp.reports.chart_files import Caption
from kneeapp.ui.programme import state
from kneeapp.ui.progress.chart_download import chart_download_button
from kneeapp.ui.routine.trial_banner import titles
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.trial.missing import render_missing
from kneeapp.ui.trial.outcome import render_outcome, trial_file_button
from kneeapp.ui.widgets.chart_widgets import mean_figure, numbers, picture, small


def render_block_result(
    context: RecordContext, trial: BlockTrial, all_sessions: list[Session]
) -> None:
    """The result of a closed trial in blocks."""
    names = {arm: arm_words(arm, titles(context)) for arm in trial.arms}
    made = attempts(trial, all_sessions)
    outcome = block_result(trial, made)
    words = block_result_words(outcome, names)
    strengthening = state.began(context)
    began = strengthening is not None and began_during(trial, made, strengthening)
    render_outcome(words, strengthening_began=began)
    days = Window(trial.drawn_at.astimezone(context.zone).date(), context.today)
    _picture_arms(context, outcome, names, days)
    _arm_numbers(outcome, names)
    render_missing(context, trial, made)
    with st.expander("How it was done and judged"):
        st.markdown(block_method_words(trial, names, weight(outcome.complete)))
    trial_file_button(
        trial.drawn_at,
        lambda: (
            block_trial_file(
                trial, outcome, all_sessions, names, version=__version__, now=context.now
            )
            | {"strengthening_began_during_it": began}
        ),
    )


def _picture_arms(context: RecordContext, outcome: BlockResult, names: Names, days: Window) -> None:
    question = "After which one did knee pain fall more?"
    st.header(question)
    means = [
        f"{capitalized(names[arm.arm])} **{mean_figure(arm.mean)}**"
        for arm in outcome.arms
        if arm.mean is not None
    ]
    if not means:
        st.write("No session has both ratings.")
        return
    answer = f"Points less pain on average: {', '.join(means)}."
    st.write(answer)
    reading = (
        "Each dot is a rating after compared with before, larger for more sessions. "
        "The diamond is the average. Right of the line is less pain."
    )
    small(reading)
    rows = [ArmRow(capitalized(names[arm.arm]), arm.relief, arm.shown) for arm in outcome.arms]
    chart = arms_chart(rows, dark=context.dark)
    picture(chart, answer)
    chart_download_button(context, chart, Caption(question, answer, reading, days))


def _arm_numbers(outcome: BlockResult, names: Names) -> None:
    numbers(
        ("What", "Sessions", "Missing", "Average", "Ahead by", "Falls most"),
        lambda: (
            (
                names[arm.arm],
                len(arm.relief),
                arm.missing,
                arm.mean,
                arm.ahead.mean if arm.ahead else None,
                None if arm.best is None else in_hundred(arm.best),
            )
            for arm in outcome.arms
        ),
    )
