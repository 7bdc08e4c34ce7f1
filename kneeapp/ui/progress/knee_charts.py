"""The views "Relief now" and "Over weeks": the knee before and after sessions, and its trend."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import streamlit as st

from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.relief import relief_chart
from kneeapp.charts.trend import trend_chart
from kneeapp.domain.evidence import progress, trend_text
from kneeapp.domain.evidence.eligibility import counted_days, eligible
from kneeapp.domain.evidence.lasting_rise import latest_rise
from kneeapp.domain.evidence.progress import RatingPair, Window
from kneeapp.domain.evidence.progress_text import MARKS, tally_words
from kneeapp.domain.evidence.regression_to_mean import expected_fall
from kneeapp.domain.evidence.rise_text import rising_words
from kneeapp.domain.evidence.trend import Level, Trend, before_levels, morning_levels, trend
from kneeapp.domain.evidence.verdict_text import average_words
from kneeapp.domain.evidence.verdicts import FORECAST_FROM, figures
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routine.sessions import Session
from kneeapp.reports.chart_files import Caption
from kneeapp.ui.findings.standing import diary_mornings, mornings
from kneeapp.ui.progress.chart_download import chart_download_button
from kneeapp.ui.routine.life_events import marked_days, render_marked
from kneeapp.ui.routine.session_filter import SessionSelection
from kneeapp.ui.routine.setup import test_move
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import Cell, numbers, picture, small

ARROWS = ":primary[▼] less · :gray[◆] the same · :orange[▲] more"
SCALE = f"0 is {KNEE_BEFORE.low}, 10 is {KNEE_BEFORE.high}."


def relief_now(context: RecordContext, selection: SessionSelection) -> None:
    """Before and after each session, how much less it hurts, and the part of chance."""
    pairs = progress.knee_pairs(selection.sessions, selection.effects, context.zone)
    question = "Does the knee hurt less after a session?"
    st.header(question)
    tally = progress.tally(pairs)
    answer = tally_words(tally, "after")
    st.write(f"{answer} {tally.left_out} not counted." if tally.left_out else answer)
    small(f":gray[●] before, then after: {ARROWS}. Hollow: not counted. {SCALE}")
    events = marked_days(context, selection.window)
    chart = before_after_chart(pairs, dark=context.dark, events=events)
    picture(chart, answer)
    reading = f"{MARKS} {SCALE}"
    chart_download_button(context, chart, Caption(question, answer, reading, selection.window))
    render_marked(events)
    reasons = sorted({pair.left_out for pair in pairs if pair.left_out})
    if reasons:
        sentences = (f"{reason.capitalize()}: {reason.label}." for reason in reasons)
        small(f"Not counted. {' '.join(sentences)}")
    _render_moves(context, selection.sessions)
    numbers(("Session", "Before", "After", "Not counted"), lambda: map(_pair_row, pairs[::-1]))
    _render_size(context, selection)
    _render_chance(context, selection)


def over_weeks(context: RecordContext, selection: SessionSelection) -> None:
    """The trend of the ratings before each session, and of the mornings."""
    move = selection.sessions[-1].test_move
    levels = before_levels(selection.all_sessions, knee=selection.knee, test_move=move)
    question = "Where is the knee over the weeks?"
    st.header(question)
    if rise := latest_rise(levels, context.now):
        st.error(context.told(rising_words(rise)), icon=":material/front_hand:")
    lines = [_render_trend(context, selection.window, levels, question, "the first ratings")]
    render_marked(marked_days(context, selection.window))
    small(
        "Each dot is the knee before a session, whichever routine, on the test move of the last "
        f"one: {test_move(context, move)}. {SCALE} It shows where the knee was, not why."
    )
    rated = morning_levels(mornings(context))
    if rated:
        question = "And on the whole day?"
        st.header(question)
        lines.append(_render_trend(context, selection.window, rated, question, "the mornings"))
        small(
            "Each dot is a morning's rating of the last 24 hours. "
            f"{trend_text.of_diaries(_diary_mornings(context, selection.window))}"
        )
    if drawn := [line for line in lines if line]:
        small(trend_text.line_words(drawn))


def _diary_mornings(context: RecordContext, window: Window) -> int:
    """How many of the mornings of `window` came from another diary."""
    return sum(window.first <= day <= window.last for day in diary_mornings(context))


def _render_size(context: RecordContext, selection: SessionSelection) -> None:
    """The relief of the sessions that count, with the minimal important change."""
    points = eligible(selection.effects[session.id] for session in selection.sessions)
    if not points:
        return
    all_figures = figures(points)
    shown_figures = all_figures if all_figures and all_figures.telling else None
    answer = (
        context.told(average_words(shown_figures))
        if shown_figures
        else f"An average is told once {FORECAST_FROM} sessions count."
    )
    question = "How much less?"
    st.header(question)
    st.write(answer)
    chart = relief_chart(points, shown_figures, dark=context.dark)
    picture(chart, answer)
    why = "Each dot is a session that counts: left of 0 it hurt more."
    reading = f"{why} {trend_text.WORTH_HAVING}"
    small(reading)
    chart_download_button(context, chart, Caption(question, answer, reading, selection.window))


def _render_chance(context: RecordContext, selection: SessionSelection) -> None:
    """Sentences on chance and on regression to the mean."""
    small(
        "One session is often wrong, and 1 point may be chance. Before and after alone cannot "
        "show the cause: bad days also get better by themselves."
    )
    rated = {
        day: value
        for day, value in mornings(context).items()
        if selection.window.first <= day <= selection.window.last
    }
    effects = (selection.effects[session.id] for session in selection.sessions)
    fall = expected_fall(rated, counted_days(effects, context.zone))
    small(context.told(trend_text.fall_words(fall)))


def _render_trend(
    context: RecordContext, window: Window, levels: Iterable[Level], question: str, ratings: str
) -> Trend | None:
    """The ratings in `window`, their trend and its text; returns the trend.

    `ratings` names them in sentences.
    """
    since, until = window.bounds(context.zone)
    in_window = [level for level in levels if since <= level.at < until]
    line = trend(in_window, window=timedelta.max)
    answer = context.told(trend_text.trend_words(line, ratings))
    st.write(answer)
    if not in_window:
        return None
    events = marked_days(context, window)
    chart = trend_chart(in_window, line, zone=context.zone, dark=context.dark, events=events)
    picture(chart, answer)
    how = f" {trend_text.line_words([line])}" if line else ""
    reading = f"Each dot is one of {ratings}. {SCALE}{how}"
    chart_download_button(context, chart, Caption(question, answer, reading, window))
    if line and line.no_gain:
        st.info(context.told(trend_text.no_gain_words(line)))
    numbers(
        (ratings.removeprefix("the ").capitalize(), "Knee"),
        lambda: ((level.at.astimezone(context.zone), level.value) for level in in_window),
    )
    return line


def _render_moves(context: RecordContext, sessions: Sequence[Session]) -> None:
    moves = progress.rated_moves(sessions)
    if len(moves) > 1:
        words = ", ".join(test_move(context, move) for move in moves)
        st.warning(
            f"The test move changed in this time ({words}). Ratings on different moves "
            "do not compare."
        )


def _pair_row(pair: RatingPair) -> tuple[Cell, ...]:
    return pair.at, pair.before, pair.after, pair.left_out and f"{pair.left_out}"
