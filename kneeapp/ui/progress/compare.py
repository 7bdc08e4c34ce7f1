"""Compare: the ratings of two times side by side, below the overview's charts."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import streamlit as st

from kneeapp.domain.evidence import periods
from kneeapp.domain.evidence.eligibility import counted_points, counting
from kneeapp.domain.evidence.life_events import LifeEvent, own
from kneeapp.domain.evidence.period_text import A_DESCRIPTION, period_words
from kneeapp.domain.evidence.periods import Comparison, Dated, Holds, Rated
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.evidence.trend import before_levels
from kneeapp.domain.formats import day_month, unbroken
from kneeapp.store.record import life_events, trials
from kneeapp.ui.findings.standing import mornings
from kneeapp.ui.routine.session_filter import SessionSelection
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import figure, small, table
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.verdict_headline import history

AROUND_DAYS = 28
"""Days before and after a marked day, and of the times that are compared without a brush."""


class How(StrEnum):
    """Which two times are compared."""

    CHOSEN = "Chosen days"
    MARKED = "A marked day"
    ROUTINE = "With and without"


class Times(NamedTuple):
    """Two times with their names."""

    names: tuple[str, str]
    first: Holds
    second: Holds


def render_compare(
    context: RecordContext, selection: SessionSelection, brush: Window | None
) -> bool:
    """Choose two times, and see what was rated in them; `brush` are the chosen days, if any.

    Whether it is open.
    """
    box = st.expander(
        "Compare two times", icon=":material/compare_arrows:", key="compare", on_change="rerun"
    )
    if box.open:
        with box:
            _render_times(context, selection, brush)
    return bool(box.open)


def _render_times(
    context: RecordContext, selection: SessionSelection, brush: Window | None
) -> None:
    how = choice_bar("Which times", list(How), How.CHOSEN, key="compare_how")
    ratings = _ratings(context, selection)
    if how is How.MARKED:
        times = _around_a_mark(context)
    elif how is How.ROUTINE:
        times = _with_and_without(context, selection)
    else:
        times = _chosen(context, brush)
    if times is None:
        st.info("No day is marked yet. *Mark a day* below does it.")
        return
    kinds = {Rated.MORNINGS: ratings[Rated.MORNINGS]} if how is How.ROUTINE else ratings
    compared = periods.compare(kinds, times.first, times.second)
    st.markdown(_table(times.names, compared))
    small(f"Of 10, in brackets how many ratings; likely: 90 in 100. {A_DESCRIPTION}")
    if trials.under_way(context.record):
        small("Days since the trial under way was drawn are left out.")


def _ratings(
    context: RecordContext, selection: SessionSelection
) -> Mapping[Rated, tuple[Dated, ...]]:
    """What was rated of the selected knee, up to a trial that is under way."""
    running = trials.under_way(context.record)
    until = running.drawn_at.astimezone(context.zone).date() if running else date.max

    def day(at: datetime) -> date:
        return at.astimezone(context.zone).date()

    newest = selection.sessions[-1]
    levels = before_levels(selection.all_sessions, knee=selection.knee, test_move=newest.test_move)
    judged = history(context).judged(selection.knee, newest.plan.routine)
    effects = counting(judged.effects) if judged else ()
    dated: dict[Rated, tuple[Dated, ...]] = {
        Rated.BEFORE: tuple((day(level.at), level.value) for level in levels),
        Rated.RELIEF: tuple((day(effect.at), counted_points(effect)) for effect in effects),
        Rated.MORNINGS: tuple(sorted(mornings(context).items())),
    }
    return {
        kind: tuple(rating for rating in ratings if rating[0] < until)
        for kind, ratings in dated.items()
    }


def _chosen(context: RecordContext, brush: Window | None) -> Times:
    """The days of the brush, or the last four weeks, beside as many days before them."""
    lately = Window(context.today - timedelta(days=AROUND_DAYS - 1), context.today)
    chosen = brush or lately
    if not brush:
        small("Drag over days in a chart to choose them; without, these are the last four weeks.")
    return _windows(periods.days_before(chosen), chosen)


def _around_a_mark(context: RecordContext) -> Times | None:
    marked = own(life_events.life_events(context.record))
    if not marked:
        return None
    event = st.selectbox("Marked day", marked[::-1], format_func=_event_words)
    return _windows(*periods.around(event.on, AROUND_DAYS))


def _with_and_without(context: RecordContext, selection: SessionSelection) -> Times:
    days = [
        session.started_at.astimezone(context.zone).date()
        for session in selection.all_sessions
        if session.plan.routine == selection.sessions[-1].plan.routine
    ]
    done = periods.weeks_with(days)
    return Times(("Weeks without this routine", "Weeks with it"), lambda day: not done(day), done)


def _windows(first: Window, second: Window) -> Times:
    return Times(
        (_days(first), _days(second)), periods.within_days(first), periods.within_days(second)
    )


def _table(names: tuple[str, str], compared: Mapping[Rated, Comparison]) -> str:
    rows = [
        (
            kind.value,
            *(
                f"{figure(mean)} ({count})" if count else "none"
                for mean, count in zip(comparison.means, comparison.counts, strict=True)
            ),
            period_words(kind, comparison),
        )
        for kind, comparison in compared.items()
    ]
    return table(("", *names, "Difference"), rows)


def _event_words(event: LifeEvent) -> str:
    return f"{event.kind.label}, {day_month(event.on)} {event.on.year}"


def _days(window: Window) -> str:
    return unbroken(f"{day_month(window.first)} to {day_month(window.last)}")
