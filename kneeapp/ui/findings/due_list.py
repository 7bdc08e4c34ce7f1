"""Due list: the questions that are due before a session of a routine or of the programme."""

from collections.abc import Mapping

import streamlit as st

from kneeapp.domain.clearance.standing import DueWhy, Standing, standing
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.questions import SAFETY, Every, Group
from kneeapp.store.record import screenings
from kneeapp.ui.findings import question_flow
from kneeapp.ui.findings.standing import questionnaire
from kneeapp.ui.shell.request_context import RecordContext

OLDER_THAN = {
    Every.SESSION: "an hour",
    Every.FOUR_WEEKS: "four weeks",
    Every.THREE_MONTHS: "three months",
    Every.YEAR: "a year",
}


def due_questions(context: RecordContext, standing_now: Standing) -> bool:
    """Ask the next due question; False where none is due.

    The list is calculated as if the running one had no answers yet: so it does not change while
    it is answered, and the person can go back in it.
    """
    asked = standing_now.list_due and _ask(context, standing_now)
    if not asked:
        question_flow.end("Rate your knee next.")
    return asked


def _ask(context: RecordContext, standing_now: Standing) -> bool:
    running = _under_way(context)
    due = _due_without(context, running) if running else standing_now.due
    if running is None or question_flow.next_open(context, running, SAFETY, due) is None:
        due = standing_now.due
        running = question_flow.begin(context, ScreeningKind.SHORT, known=standing_now.known)
    st.caption("Before every session: a few quick questions, so that nothing new is missed.")
    return question_flow.next_question(
        context, running, SAFETY, only=due, why=lambda group: _why(group, due.get(group.id))
    )


def _under_way(context: RecordContext) -> Screening | None:
    """The newest short screening that is recent enough for its answers to be valid."""
    return question_flow.newest_screening(
        context,
        lambda screening: (
            screening.kind is ScreeningKind.SHORT
            and screening.started_at <= context.now < screening.started_at + Every.SESSION.interval
        ),
    )


def _due_without(context: RecordContext, running: Screening) -> Mapping[str, DueWhy]:
    others = [
        screening
        for screening in screenings.screenings(context.record)
        if screening.id != running.id
    ]
    return standing(questionnaire(context), others, context.now).due


def _why(group: Group, why: DueWhy | None) -> str:
    """A sentence on why this question is asked again; empty without a special reason."""
    match why:
        case DueWhy.TIME if group.every:
            return f"Asked again: your last answer is more than {OLDER_THAN[group.every]} old."
        case DueWhy.CAREFUL:
            return "Asked again: our rules have become more careful here since you answered."
        case DueWhy.NEW:
            return "Not asked before."
        case _:
            return ""
