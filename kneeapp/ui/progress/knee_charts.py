"""The two pictures of the knee: what a session does now, and where it heads over weeks."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import streamlit as st

from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.relief import relief_chart
from kneeapp.charts.trend import trend_chart
from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.eligibility import counted_days, eligible
from kneeapp.domain.evidence.progress import RatingPair, Window
from kneeapp.domain.evidence.progress_text import MARKS, tally_words
from kneeapp.domain.evidence.regression_to_mean import expected_fall
from kneeapp.domain.evidence.trend import Level, before_levels, is_rising, morning_levels, trend
from kneeapp.domain.evidence.trend_text import (
    LINE,
    NO_GAIN,
    RISING,
    WORTH_HAVING,
    fall_words,
    trend_words,
)
from kneeapp.domain.evidence.verdict_text import LEFT_OUT, average_words
from kneeapp.domain.evidence.verdicts import FORECAST_FROM, figures
from kneeapp.domain.measures import KNEE_BEFORE
from kneeapp.domain.routine.sessions import Session
from kneeapp.reports.chart_files import Caption
from kneeapp.ui.findings.standing import mornings
from kneeapp.ui.progress.chart_download import chart_download_button
from kneeapp.ui.routine.life_events import marked_days, render_marked
from kneeapp.ui.routine.session_filter import Shown
from kneeapp.ui.routine.setup import test_move
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import figure, moment, numbers, picture, small

ARROWS = ":primary[▼] less · :gray[◆] the same · :orange[▲] more"
SCALE = f"0 is {KNEE_BEFORE.low}, 10 is {KNEE_BEFORE.high}."


def relief_now(visit: RecordContext, shown: Shown) -> None:
    """Before and after, session by session, and what it comes to."""
    pairs = progress.knee_pairs(shown.sessions, shown.reliefs, visit.zone)
    question = "Does the knee hurt less after a session?"
    st.header(question)
    tally = progress.tally(pairs)
    answer = tally_words(tally, "after")
    st.write(f"{answer} {tally.left_out} not counted." if tally.left_out else answer)
    small(f":gray[●] before, then after: {ARROWS}. Hollow: not counted. {SCALE}")
    events = marked_days(visit, shown.window)
    chart = before_after_chart(pairs, dark=visit.dark, events=events)
    picture(chart, answer)
    reading = f"{MARKS} {SCALE}"
    chart_download_button(visit, chart, Caption(question, answer, reading, shown.window))
    render_marked(events)
    reasons = sorted({pair.left_out for pair in pairs if pair.left_out})
    if reasons:
        told = (f"{reason.capitalize()}: {LEFT_OUT[reason]}." for reason in reasons)
        small(f"Not counted. {' '.join(told)}")
    _render_moves(visit, shown.sessions)
    numbers(("Session", "Before", "After", "Not counted"), lambda: map(_pair_row, pairs[::-1]))
    _render_size(visit, shown)
    _render_chance(visit, shown)


def over_weeks(visit: RecordContext, shown: Shown) -> None:
    """Where the ratings before each session and those of the mornings are heading."""
    move = shown.sessions[-1].test_move
    levels = before_levels(shown.kept, knee=shown.knee, test_move=move)
    question = "Where is the knee over the weeks?"
    st.header(question)
    if is_rising(levels, visit.now):
        st.error(RISING, icon=":material/front_hand:")
    lines = [_render_trend(visit, shown.window, levels, question, "the first ratings")]
    render_marked(marked_days(visit, shown.window))
    small(
        "Each dot is the knee before a session, whichever routine, on the test move of the last "
        f"one: {test_move(visit, move)}. {SCALE} It shows where the knee was, not why."
    )
    rated = morning_levels(mornings(visit))
    if rated:
        question = "And on the whole day?"
        st.header(question)
        lines.append(_render_trend(visit, shown.window, rated, question, "the mornings"))
        small("Each dot is a morning's rating of the last 24 hours.")
    if any(lines):
        small(f"{LINE} {WORTH_HAVING}")


def _render_size(visit: RecordContext, shown: Shown) -> None:
    """How much less it hurts, beside what is worth having."""
    points = eligible(shown.reliefs[session.id] for session in shown.sessions)
    if not points:
        return
    found = figures(points)
    told = found if found and found.telling else None
    answer = (
        average_words(told) if told else f"An average is told once {FORECAST_FROM} sessions count."
    )
    question = "How much less?"
    st.header(question)
    st.write(answer)
    chart = relief_chart(points, told, dark=visit.dark)
    picture(chart, answer)
    reading = f"Each dot is a session that counts: left of 0 it hurt more. {WORTH_HAVING}"
    small(reading)
    chart_download_button(visit, chart, Caption(question, answer, reading, shown.window))


def _render_chance(visit: RecordContext, shown: Shown) -> None:
    """What chance and a choice of bad days may have a share in."""
    small(
        "One session is often wrong, and 1 point may be chance. Before and after alone cannot "
        "show the cause: bad days also get better by themselves."
    )
    rated = {
        day: value
        for day, value in mornings(visit).items()
        if shown.window.first <= day <= shown.window.last
    }
    reliefs = (shown.reliefs[session.id] for session in shown.sessions)
    small(fall_words(expected_fall(rated, counted_days(reliefs, visit.zone))))


def _render_trend(
    visit: RecordContext, window: Window, levels: Iterable[Level], question: str, ratings: str
) -> bool:
    """The ratings in `window`, their line, and what it says; whether there is a line."""
    since, until = window.bounds(visit.zone)
    shown = [level for level in levels if since <= level.at < until]
    found = trend(shown, window=timedelta.max)
    answer = trend_words(found, ratings)
    st.write(answer)
    if not shown:
        return False
    events = marked_days(visit, window)
    chart = trend_chart(shown, found, zone=visit.zone, dark=visit.dark, events=events)
    picture(chart, answer)
    reading = f"Each dot is one of {ratings}. {SCALE}" + (
        f" {LINE} {WORTH_HAVING}" if found else ""
    )
    chart_download_button(visit, chart, Caption(question, answer, reading, window))
    if found and found.no_gain:
        st.info(NO_GAIN)
    numbers(
        (ratings.removeprefix("the ").capitalize(), "Knee"),
        lambda: ((moment(each.at.astimezone(visit.zone)), figure(each.value)) for each in shown),
    )
    return found is not None


def _render_moves(visit: RecordContext, shown: Sequence[Session]) -> None:
    moves = progress.rated_moves(shown)
    if len(moves) > 1:
        words = ", ".join(test_move(visit, move) for move in moves)
        st.warning(
            f"The test move changed in this time ({words}). Ratings on different moves "
            "do not compare."
        )


def _pair_row(pair: RatingPair) -> tuple[str, str, str, str]:
    return moment(pair.at), figure(pair.before), figure(pair.after), pair.left_out or ""
