"""The work list on *Clinic*: what is to be done, kept up to date by itself while it is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import streamlit as st

from kneeapp import clock, content
from kneeapp.domain.clinic.alerts import CloseReason
from kneeapp.domain.clinic.care_relationship import PendingAsk
from kneeapp.domain.clinic.work_list import Task, newest_untaken, work_list
from kneeapp.domain.formats import capitalized
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import alerts, care, caseload
from kneeapp.ui.clinic.alerts import ICONS, chosen_reason, offer_undo, render_undo
from kneeapp.ui.clinic.work_keys import work_keys
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RequestContext, tab
from kneeapp.ui.shell.tab_state import ShownWork
from kneeapp.ui.widgets.chart_widgets import small

REFRESHED = timedelta(seconds=10)
"""With caseload.WORK_SEEN_AFTER, something new is shown within half a minute."""

SHOWN = 10
"""Tasks on the page at first, and how many more each time: each is a handful of buttons."""

PERSON, PART = "person", "part"
"""What an address says: whose page, and which part of it."""

CHECK = "check"
"""The part of a person's page where a red flag is answered, in its address."""


def render_work_list(request: RequestContext) -> None:
    """What is to be done, the most urgent first; it looks for something new by itself."""
    tab().shown_work = None  # a whole run of the page shows what is there now
    st.header("To do")
    sound = st.toggle("Sound for something new", value=True, key="sound", persist_state="session")
    st.fragment(_render, run_every=REFRESHED)(request, sound=sound)


def _render(of_page: RequestContext, *, sound: bool) -> None:
    request = replace(of_page, now=clock.now())
    with show_errors_inline():
        tasks, asks = _tasks_and_asks(request)
        render_undo(request.now, partial(_record, request))
        if not tasks:
            st.success("Nothing is to be done for anybody now.", icon=":material/check_circle:")
        shown = SHOWN + tab().more_tasks
        for number, task in enumerate(tasks[:shown]):
            with st.container(border=True, key=f"task_{number}"):
                _render_task(request, task, number)
        if len(tasks) > shown and st.button(f"Show more: {len(tasks) - shown} are left"):
            tab().more_tasks += SHOWN
            st.rerun()
        newest = newest_untaken(tasks)
        work_keys(int(newest.timestamp()) if newest else 0, sound=sound)
        _render_asks(request, asks)
        if tasks:
            small("By keyboard: j and k go down and up, enter opens, t takes, c closes.")


def _tasks_and_asks(request: RequestContext) -> tuple[Sequence[Task], Sequence[PendingAsk]]:
    """What is to be done now: what is on the page, unless something changed since."""
    shown, account = tab().shown_work, request.principal.account
    if account is None:
        return (), ()
    state = caseload.work_state(request.store, account, request.now)
    if shown is None or shown.state != state:
        questions = content.questionnaire(request.settings.content)
        cases = caseload.caseload(
            request.store, request.principal, questions, request.now, request.zone
        )
        asks = care.pending_asks(request.store, request.principal, request.now)
        shown = tab().shown_work = ShownWork(state, work_list(cases), tuple(asks))
    return shown.tasks, shown.asks


def _render_task(request: RequestContext, task: Task, number: int) -> None:
    kind, alert = task.alert.kind, task.alert
    urgency = f" · {alert.urgency.label}" if alert.urgency else ""
    st.markdown(f"{ICONS[kind]} **{plain(task.name)}** · {kind.label}{urgency}")
    detail = alert.detail.removeprefix(f"{alert.urgency.label}. ")
    taken = f" Taken by {plain(task.taken_by)}." if task.taken_by else ""
    small(f"{capitalized(request.when(alert.at))}. {plain(detail)}{taken}")
    with st.container(horizontal=True):
        if st.button(f"Open {plain(task.name)}", key=f"open_task_{number}"):
            open_person(task.person)
        if task.taken_by is None and st.button("I take this", key=f"take_task_{number}"):
            _take(request, task)
        if task.closable:
            with st.popover("Close", key=f"close_task_{number}"):
                if reason := chosen_reason(f"of task {number}"):
                    _close(request, task, reason)
        elif st.button("Answer", key=f"close_task_{number}"):
            open_person(task.person, CHECK)


def _render_asks(request: RequestContext, asks: Sequence[PendingAsk]) -> None:
    """The asks to see a record that nobody has answered, the oldest first."""
    if not asks:
        return
    with st.expander(f"Asks not answered yet: {len(asks)}", icon=":material/hourglass_top:"):
        for ask in asks:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(f"{ask.name}, asked {request.when(ask.asked_at)}", width="stretch")
                if st.button("Ask no longer", key=f"ask no longer {ask.name}"):
                    care.ask_no_longer(request.store, request.principal, ask.name, request.now)
                    st.rerun()
        small(
            f"An ask waits {care.ASK_WAITS.days} days for somebody to join under that name. That "
            "it is listed does not mean that there is a patient of that name."
        )


def _take(request: RequestContext, task: Task) -> None:
    record = _record(request, task.person)
    identity = alerts.open_of_kind(record, task.alert.kind, request.now)
    alerts.take(record, identity, request.now)
    _done(request, task, identity, "Taken")


def _close(request: RequestContext, task: Task, reason: CloseReason) -> None:
    record = _record(request, task.person)
    identity = alerts.open_of_kind(record, task.alert.kind, request.now)
    alerts.close(record, identity, reason, request.now)
    _done(request, task, identity, "Closed")


def _done(request: RequestContext, task: Task, identity: UUID, what: str) -> None:
    """Offer to undo it, and draw the whole page, which counts as doing something."""
    words = f"{what}: {task.name}, {task.alert.kind.label.lower()}."
    offer_undo(task.person, identity, words, request.now)


def _record(request: RequestContext, person: UUID) -> Record:
    return Record(request.store, person, request.principal)


def open_person(person: UUID, part: str = "") -> None:
    """Go to the page of that person, to a part of it where one is named."""
    st.query_params[PERSON] = str(person)
    if part:
        st.query_params[PART] = part
    st.rerun()
