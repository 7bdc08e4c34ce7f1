"""Prescription: the routine, sessions per week and goal that a clinician chooses."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import streamlit as st

from kneeapp.domain.clinic.care_relationship import Prescription, Treatment
from kneeapp.domain.programme.definitions import Goal
from kneeapp.store.clinic import care
from kneeapp.ui.clinic import findings
from kneeapp.ui.findings import allowed_now
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.verdict_headline import title

THEIRS = "Their own choice"
MOST_A_WEEK = 14

T = TypeVar("T")


def render_prescription(context: RecordContext) -> None:
    """The open findings, the present prescription, and a form for a new one."""
    findings.render_findings(context)
    before = care.chosen(context.record)
    if before:
        moment = context.when(before.at)
        st.markdown(f"Chosen {moment} by {plain(before.clinician)}: {words(context, before)}")
    small("They find it picked and told as your choice. They may still pick otherwise.")
    last = before.treatment if before else Treatment()
    routines = list(allowed_now.all_routines(context))
    targets = range(1, MOST_A_WEEK + 1)
    with st.form("treatment", border=False):
        treatment = Treatment(
            routine=_input("Routine", routines, last.routine, partial(title, context)),
            weekly_target=_input("Sessions a week", targets, last.weekly_target, str),
            programme_goal=_input(
                "Strengthening leads back to",
                list(Goal),
                last.programme_goal,
                lambda goal: goal.label,
            ),
        )
        if st.form_submit_button("Save choice", type="primary", width="stretch"):
            care.choose(context.record, treatment, context.now)
            st.toast("Your choice is saved.")
            st.rerun()


def words(context: RecordContext, prescription: Prescription) -> str:
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


def _input(
    label: str, choices: Sequence[T], before: T | None, words: Callable[[T], str]
) -> T | None:
    """One part of the prescription; None where it is left to the person."""
    options = [None, *choices]
    return st.selectbox(
        label,
        options,
        index=options.index(before) if before in options else 0,
        format_func=lambda choice: THEIRS if choice is None else words(choice),
    )
