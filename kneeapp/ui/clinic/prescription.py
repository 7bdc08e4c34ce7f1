"""Prescription: the routine, sessions per week and goal that a clinician chooses."""

import streamlit as st

from kneeapp import content
from kneeapp.domain.clinic.care_relationship import Chosen, Treatment
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.trial.arms import REST
from kneeapp.store.clinic import care
from kneeapp.ui.clinic import findings
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when
from kneeapp.ui.widgets.verdict_headline import title

THEIRS = "Their own choice"
MOST_A_WEEK = 14


def render_prescription(context: RecordContext) -> None:
    """The open findings, the present prescription, and a form for a new one."""
    findings.render_findings(context)
    before = care.chosen(context.record)
    if before:
        moment = when(before.at, context)
        st.markdown(f"Chosen {moment} by {plain(before.clinician)}: {words(context, before)}")
    small("They find it picked and told as your choice. They may still pick otherwise.")
    last = before.treatment if before else Treatment()
    with st.form("treatment", border=False):
        treatment = Treatment(
            routine=_routine_input(context, last.routine),
            weekly_target=_target_input(last.weekly_target),
            programme_goal=_goal_input(last.programme_goal),
        )
        if st.form_submit_button("Save choice", type="primary", width="stretch"):
            care.choose(context.record, treatment, context.now)
            st.toast("Your choice is saved.")
            st.rerun()


def words(context: RecordContext, prescription: Chosen) -> str:
    """The prescription in one sentence."""
    treatment = prescription.treatment
    parts = (
        title(context, treatment.routine) if treatment.routine else "",
        f"{treatment.weekly_target} sessions a week" if treatment.weekly_target else "",
        f"strengthening for {treatment.programme_goal.label.lower()}"
        if treatment.programme_goal
        else "",
    )
    return f"{', '.join(filter(None, parts))}."


def _routine_input(context: RecordContext, before: str | None) -> str | None:
    names = [None, *(name for name in content.routines(context.settings.content) if name != REST)]
    return st.selectbox(
        "Routine",
        names,
        index=names.index(before) if before in names else 0,
        format_func=lambda name: title(context, name) if name else THEIRS,
    )


def _target_input(before: int | None) -> int | None:
    targets: list[int | None] = [None, *range(1, MOST_A_WEEK + 1)]
    return st.selectbox(
        "Sessions a week",
        targets,
        index=targets.index(before),
        format_func=lambda target: str(target or THEIRS),
    )


def _goal_input(before: Goal | None) -> Goal | None:
    goals: list[Goal | None] = [None, *Goal]
    return st.selectbox(
        "Strengthening leads back to",
        goals,
        index=goals.index(before),
        format_func=lambda goal: goal.label if goal else THEIRS,
    )
