"""Findings of a patient as a clinician sees them, with a form for a check of each."""

from dataclasses import replace

import streamlit as st

from kneeapp.domain.safety.replies import Allows
from kneeapp.domain.safety.status import Case, check_counts
from kneeapp.domain.safety.text import closed_words, said_and_checked
from kneeapp.store.record import replies
from kneeapp.ui.clinic import alerts
from kneeapp.ui.findings import reply_form, standing
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

PERSON = "They"


def render_findings(context: RecordContext) -> None:
    """Every finding that is open or closes something, the most urgent first, with a form."""
    standing_now = standing.current_standing(context)
    if not standing_now.screened:
        st.info("They have not answered the screening yet.")
    cases = [case for case in standing_now.status.cases if case.open or case.closes]
    if not cases:
        small("No finding is open, so nothing is closed for them.")
        return
    names = replies.names(context.record)
    for case in cases:
        with st.container(border=True, key=f"finding {case.finding.key}"):
            _render(context, case, names.get(case.account))


def render_answered(context: RecordContext) -> None:
    """The red flags that ended lately: what was said, and who answered it when."""
    cases = standing.current_standing(context).status.lifted_lately
    names = replies.names(context.record)
    for case in cases:
        text = said_and_checked(case, context.zone, name=PERSON, by=names.get(case.account))
        at = f" Entered {context.when(case.reply.at)}." if case.reply else ""
        small(f":material/stethoscope: {plain(text)}{at}")


def _render(context: RecordContext, case: Case, by: str | None) -> None:
    finding = case.finding
    head = f"**{case.urgency.label}.** " if case.open and finding.is_red_flag else ""
    box = st.warning if case.open else st.info
    box(f"{head}{plain(context.told(finding.reason))}", icon=":material/emergency:")
    text = said_and_checked(case, context.zone, name=PERSON, by=by)
    small(f"{plain(text)} {closed_words(case)}")
    if finding.checkable:
        _reply_form(context, case)


def _reply_form(context: RecordContext, case: Case) -> None:
    """What the clinician allows; it is saved as a check under their name."""
    if case.check_from and context.now < case.check_from:
        since = context.when(case.check_from)
        small(f"An emergency is looked at first: you can enter what you allow {since}.")
        return
    finding = case.finding
    with st.expander("What you allow", icon=":material/stethoscope:"):
        if not (check := reply_form.check_form(context, finding.key, finding.rule)):
            return
        reply = replace(check, account=context.record.principal.account)
        if check_counts(finding, reply, context.zone):
            replies.answer(context.record, reply)
            alerts.close_answered(context)
            st.toast(f"Kept: {Allows(reply.allows or Allows.NEITHER).label.lower()}.")
            st.rerun()
        st.error("That day is before they said this. Enter the day on which it was looked at.")
