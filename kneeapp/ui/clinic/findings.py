"""What is open of a person's findings, and a clinician's reply to each."""

from dataclasses import replace

import streamlit as st

from kneeapp.domain.safety.replies import Allows
from kneeapp.domain.safety.status import Case, check_counts
from kneeapp.domain.safety.text import closed_words, said_and_checked
from kneeapp.store.record import replies
from kneeapp.ui.findings import reply_form, standing
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when

WHAT_YOU_ALLOW = "What you allow"
PERSON = "They"


def render_findings(visit: RecordContext) -> None:
    """Every finding that is open or still closes something, the gravest first, with a form."""
    here = standing.stand(visit)
    if not here.screened:
        st.info("They have not answered the screening yet.")
    told = [case for case in here.status.cases if case.open or case.closes]
    if not told:
        small("No finding is open, so nothing is closed for them.")
        return
    names = replies.names(visit.record)
    for case in told:
        with st.container(border=True, key=f"finding {case.finding.key}"):
            _render(visit, case, names.get(case.account))


def _render(visit: RecordContext, case: Case, by: str | None) -> None:
    finding = case.finding
    head = f"**{case.urgency.label}.** " if case.open and finding.is_red_flag else ""
    box = st.warning if case.open else st.info
    box(f"{head}{plain(finding.reason)}", icon=":material/emergency:")
    told = said_and_checked(case, visit.zone, name=PERSON, by=by)
    small(f"{plain(told)} {closed_words(case)}")
    if finding.checkable:
        _reply_form(visit, case)


def _reply_form(visit: RecordContext, case: Case) -> None:
    """What the clinician allows: it counts as the check, under their name."""
    if case.check_from and visit.now < case.check_from:
        since = when(case.check_from, visit.zone, visit.now)
        small(f"An emergency is looked at first: you can enter what you allow {since}.")
        return
    finding = case.finding
    with st.expander(WHAT_YOU_ALLOW, icon=":material/stethoscope:"):
        given = reply_form.check_form(visit, f"clinic {finding.key}", asked=False, since=None)
        if given is None:
            return
        reply = replace(
            given.reply(visit, finding.key, finding.rule), account=visit.record.asker.account
        )
        if check_counts(finding, reply, visit.zone):
            replies.answer(visit.record, reply)
            st.toast(f"Kept: {Allows(reply.allows or Allows.NEITHER).label.lower()}.")
            st.rerun()
        st.error("That day is before they said this. Enter the day on which it was looked at.")
