"""Corrections: one question is answered again, with the questions that depend on it."""

import streamlit as st

from kneeapp.domain.safety.status import Case
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.questions import Stage
from kneeapp.ui.findings import question_flow
from kneeapp.ui.findings.standing import current_standing, questionnaire, screening_of
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.shell.tab_state import Correction

PAGE = "pages/screening.py"


def ask_again(context: RecordContext, case: Case) -> None:
    """Ask a wrongly tapped question again: in its screening if that is unfinished, else alone."""
    standing_now = current_standing(context)
    if standing_now.unfinished and str(standing_now.unfinished.id) == screening_of(case):
        tab().asked_again = tab().blank = case.finding.group
        st.switch_page(PAGE)
    begin(context, case)


def begin(context: RecordContext, case: Case) -> None:
    """Ask the question of `case` alone, in a short screening of its own.

    Only an answer with a later time ends a finding, so that the old screening is not changed.
    """
    alone = question_flow.begin(context, ScreeningKind.SHORT, known=current_standing(context).known)
    tab().correction = Correction(case.finding.group, alone.id)
    st.switch_page(PAGE)


def correction_form(context: RecordContext) -> bool:
    """The question to be answered again; False once it is answered, or without one."""
    correction = tab().correction
    if correction is None:
        return False
    screening = question_flow.newest_screening(
        context, lambda screening: screening.id == correction.screening
    )
    only = _with_dependent(questionnaire(context), correction.group)
    if screening and question_flow.next_question(context, screening, tuple(Stage), only=only):
        return True
    tab().correction = None
    return False


def _with_dependent(questions: Questionnaire, group_id: str) -> frozenset[str]:
    """The ids of the group itself and of all groups that depend on it, directly or not."""
    dependent = {group_id}
    # one pass is enough: a group depends only on groups before it
    for group in questions.groups:
        if any(condition.group in dependent for condition in group.when):
            dependent.add(group.id)
    return frozenset(dependent)
