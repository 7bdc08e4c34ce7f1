"""The view "Calendar": a year of days at one glance, and what was kept of one of them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

import streamlit as st

from kneeapp.charts import theme
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import capitalized, counted, long_date
from kneeapp.domain.load.day_load import LoadKind, amount_words
from kneeapp.domain.load.day_log import DayLog, day_logs, day_words, span_words, spans
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side
from kneeapp.store.record import day_loads, life_events, programme
from kneeapp.ui.findings.standing import mornings
from kneeapp.ui.progress import session_card
from kneeapp.ui.progress.year_map import year_map
from kneeapp.ui.shell.component_payloads import DayData, YearData
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets import focus
from kneeapp.ui.widgets.chart_widgets import Cell, numbers, small
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.session_text import before_after
from kneeapp.ui.widgets.verdict_headline import title

DAY, SESSION = "day", "session"
"""What the address names: the open day, and the session of it whose card is open."""

ONE_DAY = timedelta(days=1)
SIGNS = "Circle: a session. Bar: strengthening. Corner: a marked day. Tap a day to open it."


class Colour(StrEnum):
    """Which rating of a day is its colour."""

    MORNING = "Mornings"
    BEFORE = "Knee before a session"


COLOURS = {
    Colour.MORNING: "Colour: the last 24 hours as rated in the morning, 0 (pale) to 10 (strong).",
    Colour.BEFORE: "Colour: the knee before the first session, 0 (pale) to 10 (strong).",
}


def render_year(context: RecordContext, past: SessionHistory, knee: Side) -> None:
    """Twelve months of days, and below them the day that is open."""
    logs = _logs(context, past)
    st.header("What happened on which day?")
    shown_spans = spans(min(logs, default=context.today), context.today)
    opened = _day_in_address()
    at = next((n for n, span in enumerate(shown_spans) if _within(opened, span)), 0)
    span = shown_spans[at]
    if len(shown_spans) > 1:
        span = st.selectbox("Months", shown_spans, at, format_func=_span_name)
    inside = [logs[day] for day in sorted(logs) if span.first <= day <= span.last]
    st.write(span_words(inside))
    place, card = st.container(), st.container()
    rated = _ratings(inside, knee)
    colour = next(iter(rated), None)
    if len(rated) > 1:
        colour = choice_bar("Colour", list(rated), colour, width="content", key="colour")
    small(f"{COLOURS[colour]} {SIGNS}" if colour else SIGNS)
    shown = opened if opened and _within(opened, span) else None
    if shown:
        # before the map, which brings the card into sight once both are there
        with card:
            _render_day(context, logs.get(shown, DayLog(shown)))
    with place:
        pressed = year_map(_map_data(context, span, inside, rated[colour] if colour else {}, shown))
    if pressed:
        _go(pressed)
    numbers(
        ("Day", "Sessions", "Strengthening", "Morning", f"{capitalized(knee)} before", "Marks"),
        lambda: (_row(log, knee) for log in inside[::-1]),
    )


def _logs(context: RecordContext, past: SessionHistory) -> dict[date, DayLog]:
    """The log of each day; made once for each state of the record."""
    return context.record.derive(
        "day logs",
        str(context.zone),
        lambda: day_logs(
            context.zone,
            sessions=past.sessions,
            trained=[training.day for training in programme.trainings(context.record).values()],
            mornings=mornings(context),
            events=life_events.life_events(context.record),
            loads=day_loads.day_loads(context.record),
        ),
    )


def _day_in_address() -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(st.query_params.get(DAY, ""))
    return None


def _within(day: date | None, span: Window) -> bool:
    return day is not None and span.first <= day <= span.last


def _span_name(span: Window) -> str:
    return f"{span.first:%b %Y} to {span.last:%b %Y}"


def _ratings(logs: list[DayLog], knee: Side) -> Mapping[Colour, Mapping[date, int]]:
    """The ratings of each kind of which there are any, by day."""
    kinds = {
        Colour.MORNING: {log.day: log.morning for log in logs},
        Colour.BEFORE: {log.day: log.before(knee) for log in logs},
    }
    rated = {
        kind: {day: value for day, value in values.items() if value is not None}
        for kind, values in kinds.items()
    }
    return {kind: values for kind, values in rated.items() if values}


def _map_data(
    context: RecordContext,
    span: Window,
    logs: list[DayLog],
    rated: Mapping[date, int],
    opened: date | None,
) -> YearData:
    return YearData(
        first=f"{span.first}",
        last=f"{span.last}",
        scale=theme.palette(dark=context.dark).worse,
        days=tuple(
            DayData(
                day=f"{log.day}",
                words=day_words(log),
                rating=rated.get(log.day),
                session=bool(log.sessions),
                trained=bool(log.trainings),
                marked=bool(log.marks),
            )
            for log in logs
        ),
        opened=f"{opened}" if opened else None,
    )


def _row(log: DayLog, knee: Side) -> tuple[Cell, ...]:
    return (
        log.day,
        len(log.sessions) or None,
        log.trainings or None,
        log.morning,
        log.before(knee),
        ", ".join(event.kind.label for event in log.marks),
    )


def _render_day(context: RecordContext, log: DayLog) -> None:
    """The card of one day: everything that was kept of it, with the way to the next days."""
    with st.container(border=True, key="day_card"):
        st.header(f"{log.day:%A} {long_date(log.day)}")
        lines = list(_day_lines(context, log))
        st.markdown("\n".join(f"- {line}" for line in lines) or "Nothing was kept of this day.")
        for session in log.sessions:
            if len(log.sessions) > 1 or not _is_open(session):
                _session_button(context, session)
        opened = next((session for session in log.sessions if _is_open(session)), None)
        if opened:
            session_card.render_card(context, opened, close=_close_session)
        with st.container(horizontal=True):
            _way("Day before", log.day - ONE_DAY, ":material/chevron_left:")
            if log.day < context.today:
                _way("Day after", log.day + ONE_DAY, ":material/chevron_right:")
            if st.button("Close the day", icon=":material/close:"):
                _go(None)


def _day_lines(context: RecordContext, log: DayLog) -> Iterator[str]:
    if log.morning is not None:
        yield f"Morning: the last 24 hours were {log.morning} of 10."
    for session in log.sessions:
        yield _session_line(context, session)
    if log.trainings:
        done = programme.trainings(context.record).values()
        yield from (_training_line(training) for training in done if training.day == log.day)
    if log.load:
        amounts = ((kind, log.load.amount(kind)) for kind in LoadKind)
        words = (
            f"{kind.label.lower()} {amount_words(kind, amount)}"
            for kind, amount in amounts
            if amount is not None
        )
        yield f"Load: {', '.join(words)}."
    for event in log.events:
        note = f": {plain(event.note)}" if event.note else ""
        yield f"{event.kind.label}{note}" if event.origin is None else f"Another diary{note}"


def _session_line(context: RecordContext, session: Session) -> str:
    at = f"{session.started_at.astimezone(context.zone):%H:%M}"
    if session_card.of_running_trial(context, session):
        return f"{at}: a session of the trial under way, knee before {session.before} of 10."
    routine = title(context, session.plan.routine)
    return f"{at}: {plain(routine)}, {session.knee} knee: {before_after(session)}."


def _training_line(training: Training) -> str:
    planned = len(set(training.planned))
    pain = "" if training.pain is None else f", worst knee pain {training.pain} of 10"
    stopped = " It was stopped." if training.stopped_at else ""
    return f"Strengthening: {training.completed} of {counted(planned, 'exercise')}{pain}.{stopped}"


def _is_open(session: Session) -> bool:
    with suppress(ValueError):
        return session.id == UUID(st.query_params.get(SESSION, ""))
    return False


def _session_button(context: RecordContext, session: Session) -> None:
    at = f"{session.started_at.astimezone(context.zone):%H:%M}"
    if st.button(f"Open the session of {at}", key=f"open {session.id}"):
        st.query_params[SESSION] = f"{session.id}"
        st.rerun()


def _close_session() -> None:
    st.query_params.pop(SESSION, None)
    st.rerun()


def _way(label: str, day: date, icon: str) -> None:
    if st.button(label, icon=icon):
        focus.say(long_date(day))
        _go(f"{day}")


def _go(day: str | None) -> None:
    """Open another day, or none."""
    for name in (SESSION, DAY):
        st.query_params.pop(name, None)
    if day:
        st.query_params[DAY] = day
    st.rerun()
