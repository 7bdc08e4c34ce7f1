"""Corrections: one question answered again, with the questions that depend on it."""

import streamlit as st

from kneeapp.domain.safety.status import Case
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.questions import Stage
from kneeapp.store.record import screenings
from kneeapp.ui.findings import question_flow
from kneeapp.ui.findings.standing import questionnaire, screening_of, stand
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.shell.tab_state import Anew

PAGE = "pages/screening.py"


def put_right(visit: RecordContext, case: Case) -> None:
    """Ask again what was a wrong tap: in its screening where that goes on, else by itself."""
    here = stand(visit)
    if here.unfinished and str(here.unfinished.id) == screening_of(case):
        tab().asked_again = tab().blank = case.finding.group
        st.switch_page(PAGE)
    begin(visit, case)


def begin(visit: RecordContext, case: Case) -> None:
    """Ask the question of `case` by itself; only an answer of later says that it has changed."""
    alone = question_flow.begin(visit, ScreeningKind.SHORT, known=stand(visit).known)
    tab().anew = Anew(case.finding.group, alone.id)
    st.switch_page(PAGE)


def correction_form(visit: RecordContext) -> bool:
    """Ask it; False once it is answered, or where there is none."""
    anew = tab().anew
    if anew is None:
        return False
    kept = next(
        (one for one in screenings.screenings(visit.record) if one.id == anew.screening), None
    )
    only = _hanging_on(questionnaire(visit), anew.group)
    if kept and question_flow.next_question(visit, kept, tuple(Stage), only=only):
        return True
    tab().anew = None
    return False


def _hanging_on(questions: Questionnaire, group_id: str) -> frozenset[str]:
    """The group itself, and those that are asked after some answer to it."""
    found = {group_id}
    for group in questions.groups:
        if any(condition.group in found for condition in group.when):
            found.add(group.id)
    return frozenset(found)
