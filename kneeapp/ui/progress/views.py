"""The views of *Progress*: each answers one question in words, with a chart and a table."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.ease import ease_chart
from kneeapp.charts.trace import trace_chart
from kneeapp.charts.weeks import weeks_chart
from kneeapp.domain.areas import Area
from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.progress import RatingPair, SessionWeek, Window
from kneeapp.domain.evidence.progress_text import MARKS, tally_words, target_words
from kneeapp.domain.formats import capitalized, unbroken
from kneeapp.domain.routine import session_limits
from kneeapp.domain.routine.ease_times import EaseTimes, ease_times, ease_words
from kneeapp.domain.routine.sessions import Session, StepDone
from kneeapp.domain.sides import Side
from kneeapp.reports.chart_files import Caption
from kneeapp.store.record import sessions
from kneeapp.ui.progress.calendar import render_calendar
from kneeapp.ui.progress.chart_download import chart_download_button
from kneeapp.ui.progress.knee_charts import ARROWS, over_weeks, relief_now
from kneeapp.ui.progress.session_editor import correct_or_delete
from kneeapp.ui.routine.session_filter import SessionSelection, render_left_out
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import Cell, numbers, picture, small
from kneeapp.ui.widgets.session_text import before_after

WHAT_RATINGS_SAY = "What the ratings say"
"""The first view: it uses all sessions, whatever is chosen in the filter."""

WORK_ZONE = (session_limits.WORK_FROM, session_limits.WARN_FROM - 1)
ZONE = f"Shaded: {WORK_ZONE[0]} to {WORK_ZONE[1]}, the place to work. {session_limits.NO_HARDER}"
HALF_MINUTES = "Before and after are the first and the last half minute."
LAST = "How tender was each spot in the last session?"
SPOT_PX = 150
EASE = "How long does a spot take to ease?"
EASE_READING = (
    "A dot for each spot, in seconds; hollow where it had not eased after 90 s and was left. "
    "The line is the middle one of each session. Where you press and when you tap changes it, too."
)


def tender_spots(context: RecordContext, selection: SessionSelection) -> None:
    """Tenderness of the first and the last half minute on each spot."""
    pressed = progress.pressed_areas(selection.sessions)
    if not pressed:
        st.info("Nothing is pressed in this routine, so there is no tenderness to look at.")
        return
    traced = _with_traces(context, selection)
    spots = {
        (area, side): progress.tenderness_pairs(traced, context.zone, area, side)
        for area in pressed
        for side in Side
    }
    st.header(context.told("Does a spot get less tender while you work on it?"))
    small(f":gray[●] first half minute, then the last: {ARROWS}. {ZONE}")
    for area in pressed:
        for column, side in zip(st.columns(len(Side)), Side, strict=True):
            with column:
                _tender_spot(context, selection, _spot(area, side), spots[area, side])
    small("A spot that gets less tender does not mean a better knee: look at *Relief now* too.")
    numbers(
        ("Session", "Spot", "First", "Last"),
        lambda: (
            (pair.at, _spot(*spot), pair.before, pair.after)
            for spot, pairs in spots.items()
            for pair in pairs[::-1]
        ),
    )
    _ease_over_weeks(context, selection, traced, pressed)


def per_week(context: RecordContext, selection: SessionSelection) -> None:
    """Sessions per week with the person's target."""
    question = "How many sessions a week?"
    st.header(question)
    target = _target_input(context) if context.record.own else context.preferences.weekly_target
    weeks = progress.weeks(selection.in_weeks, selection.window, context.zone, context.today)
    answer = target_words(weeks, target)
    st.write(answer)
    chart = weeks_chart(weeks, target=target, dark=context.dark)
    picture(chart, answer)
    reading = (
        "Weeks begin on Monday. Sessions of both knees, of any routine and length are in here."
    )
    small(reading)
    chart_download_button(context, chart, Caption(question, answer, reading, selection.window))
    numbers(("Week from", "Sessions", "Under way"), lambda: map(_week_row, weeks[::-1]))
    if context.record.own:
        render_calendar(context)


def last_session(context: RecordContext, selection: SessionSelection) -> None:
    """Tenderness through the last session; its answers can be corrected here."""
    session = sessions.session(context.record, selection.sessions[-1].id)
    steps = progress.rated_steps(session)
    st.header(LAST)
    moment = capitalized(context.when(session.started_at))
    st.write(f"{moment}. Knee: {before_after(session)}.")
    render_left_out(selection, session)
    if session.note:
        st.text(session.note)
    _render_trace(context, steps, session.started_at.astimezone(context.zone).date())
    if context.record.own:
        correct_or_delete(context, selection)


def _render_trace(context: RecordContext, steps: Sequence[StepDone], day: date) -> None:
    if not steps:
        st.info("No tenderness was rated in this session. Move the slider while you roll.")
        return
    chart = trace_chart(steps, dark=context.dark, zone=WORK_ZONE)
    answer = f"Tenderness over {len(steps)} steps."
    picture(chart, answer)
    reading = f"Tenderness 0 to 10 over the minutes of work. {ZONE}"
    small(reading)
    chart_download_button(context, chart, Caption(LAST, answer, reading, Window(day, day)))
    numbers(("Spot", "First", "Last", "Most", "Min"), lambda: map(_step_row, steps))


# a share link names its charts by these names (SharedChart)
VIEWS: dict[str, Callable[[RecordContext, SessionSelection], None]] = {
    "Relief now": relief_now,
    "Over weeks": over_weeks,
    "Tender spots": tender_spots,
    "Per week": per_week,
    "Last session": last_session,
}


def _with_traces(context: RecordContext, selection: SessionSelection) -> list[Session]:
    wanted = {session.id for session in selection.sessions}
    # only this view reads all traces, which are most of a record
    with_traces = sessions.sessions(context.record, *selection.window.bounds(context.zone))
    return [session for session in with_traces if session.id in wanted]


def _tender_spot(
    context: RecordContext, selection: SessionSelection, name: str, pairs: Sequence[RatingPair]
) -> None:
    st.markdown(f"**{name}**")
    if not pairs:
        small("Not rated in these sessions.")
        return
    answer = tally_words(progress.tally(pairs), "in")
    small(answer)
    chart = before_after_chart(pairs, dark=context.dark, height=SPOT_PX, zone=WORK_ZONE)
    picture(chart, f"{name}: {answer}")
    title, reading = f"Tenderness: {name}", f"{HALF_MINUTES} {MARKS} {ZONE}"
    chart_download_button(context, chart, Caption(title, answer, reading, selection.window))


def _ease_over_weeks(
    context: RecordContext,
    selection: SessionSelection,
    traced: Sequence[Session],
    pressed: Sequence[Area],
) -> None:
    """How long the spots of each place took to ease, where they were led by their ease."""
    by_place = {
        (area, side): ease_times(traced, context.zone, area, side)
        for area in pressed
        for side in Side
    }
    if not any(by_place.values()):
        return
    st.header(EASE)
    small(EASE_READING)
    for area in pressed:
        for column, side in zip(st.columns(len(Side)), Side, strict=True):
            with column:
                _ease_of_place(context, selection, _spot(area, side), by_place[area, side])
    numbers(
        ("Session", "Spot", "Eased", "Left", "Typical s"),
        lambda: (
            _ease_row(_spot(*place), times)
            for place, sessions_of_place in by_place.items()
            for times in sessions_of_place[::-1]
        ),
    )


def _ease_of_place(
    context: RecordContext, selection: SessionSelection, name: str, times: Sequence[EaseTimes]
) -> None:
    st.markdown(f"**{name}**")
    if not times:
        small("Not left by its ease in these sessions.")
        return
    answer = ease_words(times)
    small(answer)
    chart = ease_chart(times, dark=context.dark, height=SPOT_PX)
    picture(chart, f"{name}: {answer}")
    caption = Caption(f"Time to ease: {name}", answer, EASE_READING, selection.window)
    chart_download_button(context, chart, caption)


def _ease_row(name: str, times: EaseTimes) -> tuple[Cell, ...]:
    eased = sum(spot.eased for spot in times.spots)
    return (
        times.at,
        name,
        eased,
        len(times.spots) - eased,
        times.typical_s,
    )


def _target_input(context: RecordContext) -> int:
    saved_target = context.preferences.weekly_target
    target = int(st.number_input("Target", 1, 14, saved_target, width=160))
    if target != saved_target:
        context.save_preferences(weekly_target=target)
    return target


def _week_row(week: SessionWeek) -> tuple[Cell, ...]:
    return week.monday, week.sessions, "so far" if week.open else None


def _step_row(step: StepDone) -> tuple[Cell, ...]:
    highest = max(value for value in step.trace if value is not None)
    return (
        _spot(step.area, step.side),
        step.first_half_minute,
        step.last_half_minute,
        highest,
        step.worked_s / 60,
    )


def _spot(area: Area, side: Side) -> str:
    return f"{unbroken(area.place)}, {side}"
