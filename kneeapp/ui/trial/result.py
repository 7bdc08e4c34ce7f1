"""The result of a trial: in words, as charts, as a table, and as a file."""

import streamlit as st

from kneeapp import __version__
from kneeapp.charts.trial_pairs import difference_chart, pairs_chart
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import capitalized, short_date
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.safety.text import join_with_and
from kneeapp.domain.trial.block_trial import AnyTrial, BlockTrial
from kneeapp.domain.trial.design import Trial
from kneeapp.domain.trial.export import trial_file
from kneeapp.domain.trial.results import Difference, TrialResult, began_during, result
from kneeapp.domain.trial.schedule import attempts
from kneeapp.domain.trial.text import arm_words, method_words, result_words
from kneeapp.reports.chart_files import Caption
from kneeapp.store.record import sessions
from kneeapp.ui.programme import state
from kneeapp.ui.progress.chart_download import chart_download_button
from kneeapp.ui.routine.trial_banner import arm_titles, titles
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.trial.block_result import render_block_result
from kneeapp.ui.trial.missing import render_missing
from kneeapp.ui.trial.outcome import render_outcome, trial_file_button
from kneeapp.ui.widgets.chart_widgets import numbers, picture, small


def render_trial_result(context: RecordContext, closed: list[AnyTrial]) -> None:
    """The result of the newest closed trial, or of a chosen one, by the design it was drawn by."""
    trial = closed[-1]
    if len(closed) > 1:
        named = {_name(context, closed_trial): closed_trial for closed_trial in reversed(closed)}
        trial = named[str(st.selectbox("Which trial", list(named)))]
    all_sessions = sessions.sessions(context.record, traces=False)
    if isinstance(trial, BlockTrial):
        render_block_result(context, trial, all_sessions)
    else:
        _render_in_pairs(context, trial, all_sessions)


def _render_in_pairs(context: RecordContext, trial: Trial, all_sessions: list[Session]) -> None:
    """The result of a trial of design 1."""
    small("This trial was drawn in pairs, by the rules of its time, and is judged by them.")
    made = attempts(trial, all_sessions)
    trial_result = result(trial, made)
    strengthening = state.began(context)
    began = strengthening is not None and began_during(trial, made, strengthening)
    asked, other = arm_titles(context, trial)
    words = result_words(trial_result, asked=asked, other=other)
    render_outcome(words, strengthening_began=began)
    days = Window(trial.drawn_at.astimezone(context.zone).date(), context.today)
    _picture_pairs(context, trial_result, (asked, other), days)
    if trial_result.difference:
        _picture_difference(context, trial_result.difference, (asked, other), days)
    numbers(
        ("Pair", asked, other),
        lambda: ((pair.number, pair.asked, pair.other) for pair in trial_result.pairs),
    )
    render_missing(context, trial, made)
    with st.expander("How it was done and judged"):
        st.markdown(method_words(trial, asked=asked, other=other))
    trial_file_button(
        trial.drawn_at,
        lambda: trial_file(
            trial,
            attempts(trial, all_sessions),
            all_sessions,
            titles(context),
            version=__version__,
            now=context.now,
            strengthening_began=began,
        ),
    )


def _picture_pairs(
    context: RecordContext, trial_result: TrialResult, arms: tuple[str, str], days: Window
) -> None:
    question = "After which one did knee pain fall more, pair by pair?"
    st.header(question)
    asked, other = arms
    ahead = [pair.difference for pair in trial_result.pairs if pair.difference is not None]
    more, less = sum(points > 0 for points in ahead), sum(points < 0 for points in ahead)
    answer = (
        f"{capitalized(asked)} in **{more}** of {len(ahead)} "
        f"{'pair' if len(ahead) == 1 else 'pairs'}, "
        f"{other} in {less}, neither in {ahead.count(0)}."
    )
    st.write(answer)
    reading = f"{asked} · □ {other}. Points that the knee pain fell by: higher is better."
    small(f":primary[●] {reading}")
    chart = pairs_chart(trial_result.pairs, dark=context.dark)
    picture(chart, answer)
    chart_download_button(context, chart, Caption(question, answer, f"● {reading}", days))


def _picture_difference(
    context: RecordContext, difference: Difference, arms: tuple[str, str], days: Window
) -> None:
    question = "By how much?"
    st.header(question)
    asked, other = arms
    chart = difference_chart(difference, asked=asked, other=other, dark=context.dark)
    low, high = difference.low, difference.high
    answer = f"Mean {difference.mean:+.1f} points for {asked}, from {low:+.1f} to {high:+.1f}."
    picture(chart, answer)
    reading = (
        "Points that knee pain fell by more. The dot is the average of the pairs; the bar is where "
        "it would lie with very many pairs, in 90 of 100 cases."
    )
    small(reading)
    chart_download_button(context, chart, Caption(question, answer, reading, days))


def _name(context: RecordContext, trial: AnyTrial) -> str:
    *asked, other = (arm_words(arm, titles(context)) for arm in trial.arms)
    local = trial.drawn_at.astimezone(context.zone)
    return f"{short_date(local)}, {local:%H:%M}: {join_with_and(asked)} against {other}"
