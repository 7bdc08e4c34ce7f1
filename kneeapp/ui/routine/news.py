"""The line that says what is new since Monday, on *Today* and *Progress*."""

from dataclasses import replace
from datetime import date, datetime

from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.news import news, since_monday
from kneeapp.domain.evidence.news_text import news_words
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.store.record import programme
from kneeapp.ui.findings.standing import mornings
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.verdict_headline import history


def render_news(context: RecordContext) -> None:
    """The line; nothing where nothing is new."""
    made_of = (context.today, str(context.zone))
    if words := context.record.derive("news", made_of, lambda: _words(context)):
        small(context.told(words))


def _words(context: RecordContext) -> str:
    past, today = history(context), context.today
    monday, _ = Window(since_monday(today), today).bounds(context.zone)
    fresh = news(
        today,
        (_day(session.started_at, context) for session in past.sessions),
        (training.day for training in programme.trainings(context.record).values()),
        mornings(context),
        (_outcome(past, monday), _outcome(past, context.now)),
    )
    return news_words(fresh, today)


def _outcome(past: SessionHistory, at: datetime) -> Outcome | None:
    """What was known of the routine done last by the sessions before `at`."""
    earlier = tuple(session for session in past.sessions if session.started_at < at)
    headline = replace(past, sessions=earlier).headline
    return headline.outcome if headline else None


def _day(at: datetime, context: RecordContext) -> date:
    return at.astimezone(context.zone).date()
