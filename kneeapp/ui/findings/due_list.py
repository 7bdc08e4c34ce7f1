"""The questions that are due before a session, of a routine or of the programme."""

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


def due_questions(visit: RecordContext, here: Standing) -> bool:
    """Ask the next of the questions that are due; False where none is.

    Which ones are due is settled as if the list under way had no answers: they stay the same
    while it runs, and one can go back to them.
    """
    asked = here.list_due and _ask(visit, here)
    if not asked:
        question_flow.end("Rate your knee next.")
    return asked


def _ask(visit: RecordContext, here: Standing) -> bool:
    running = _under_way(visit)
    due = _due_without(visit, running) if running else here.due
    if running is None or question_flow.next_open(visit, running, SAFETY, due) is None:
        running, due = question_flow.begin(visit, ScreeningKind.SHORT, known=here.known), here.due
    st.caption("Before every session: a few quick questions, so that nothing new is missed.")
    return question_flow.next_question(
        visit, running, SAFETY, only=due, why=lambda group: _why(group, due.get(group.id))
    )


def _under_way(visit: RecordContext) -> Screening | None:
    """The newest list that was begun so lately that its answers still hold."""
    return next(
        (
            one
            for one in screenings.screenings(visit.record)
            if one.kind is ScreeningKind.SHORT
            and one.started_at <= visit.now < one.started_at + Every.SESSION.interval
        ),
        None,
    )


def _due_without(visit: RecordContext, running: Screening) -> Mapping[str, DueWhy]:
    others = [one for one in screenings.screenings(visit.record) if one.id != running.id]
    return standing(questionnaire(visit), others, visit.now).due


def _why(group: Group, why: DueWhy | None) -> str:
    """Why this question is asked again."""
    match why:
        case DueWhy.TIME if group.every:
            return f"Asked again: your last answer is more than {OLDER_THAN[group.every]} old."
        case DueWhy.CAREFUL:
            return "Asked again: our rules have become more careful here since you answered."
        case DueWhy.NEW:
            return "Not asked before."
        case _:
            return ""
