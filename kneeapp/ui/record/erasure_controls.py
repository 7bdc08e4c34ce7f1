"""Erasure controls: delete at once a record of one's own; at a clinic, request it."""

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.erasure import Request
from kneeapp.domain.formats import counted, unbroken_date
from kneeapp.store.clinic import erasure
from kneeapp.store.engine import backup_rotation
from kneeapp.store.transfer import all_data
from kneeapp.ui.shell.inline_errors import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, RequestContext, forget
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when

_CONFIRM = "deletion_confirmed"


def deletion_controls(visit: RecordContext) -> None:
    """Delete all, after one deliberate tick; at a clinic ask for it."""
    st.header("Delete")
    if visit.settings.clinic:
        _deletion_request_form(visit, visit.settings.clinic)
    else:
        _immediate_deletion(visit)


def render_requests(here: RequestContext) -> None:
    """For admins: who wants their record deleted, and the way to do it."""
    clinic = here.settings.clinic
    asked = erasure.requests(here.store, here.asker)
    if not asked or clinic is None:
        return
    st.header("Want their record deleted")
    for each in asked:
        with st.container(border=True, key=f"request_{each.person}"), show_errors_inline():
            _render_request(here, each, clinic)


def _immediate_deletion(visit: RecordContext) -> None:
    st.write("This removes your screenings, sessions and settings for good. Save your file first.")
    backups = _backup_deletion_checkbox(visit)
    # a browser holds on to a tick, which is for the record as it was when it was made
    certain = st.checkbox("Yes, delete everything", key=f"delete version {visit.version}")
    if st.button("Delete all my data", disabled=not certain, icon=":material/delete_forever:"):
        all_data.delete_everything(visit.record)
        if backups:
            backup_rotation.drop(visit.settings.backups)
        st.toast("Everything was deleted.")
        st.rerun()


def _backup_deletion_checkbox(visit: RecordContext) -> bool:
    """Whether the backups go as well; what becomes of them otherwise."""
    folder = visit.settings.backups
    made = (
        backup_rotation.existing_backups(folder) if folder and visit.mode is Mode.PERSONAL else []
    )
    last = backup_rotation.gone_by(made)
    if last is None:
        return False
    small(
        f"{counted(len(made), 'backup')} of it would stay. New ones take their place: the "
        f"last is gone on {unbroken_date(last)} if you use kneeapp each day, later if you do not."
    )
    return st.checkbox("Delete the backups, too")


def _deletion_request_form(visit: RecordContext, clinic: Clinic) -> None:
    asked_at = erasure.requested(visit.record)
    if asked_at is None:
        st.write(
            f"{plain(clinic.name)} deletes your record and your account when you ask for it. It "
            f"may have to keep them for {clinic.kept_for} after your last entry."
        )
        certain = st.checkbox("Yes, I want everything deleted", key=_CONFIRM)
        if st.button("Ask for deletion", disabled=not certain, icon=":material/delete_forever:"):
            erasure.request(visit.record, visit.now)
            forget(_CONFIRM)
            st.rerun()
        return
    st.info(
        f"You asked for it {when(asked_at, visit.zone, visit.now)}. An admin of "
        f"{plain(clinic.name)} decides when: until it is done you see your record here, and "
        f"afterwards you cannot sign in any more. Questions? Call {plain(clinic.phone)}.",
        icon=":material/hourglass_top:",
    )
    if st.button("Keep my record after all"):
        erasure.take_back(visit.record, visit.now)
        st.rerun()


def _render_request(here: RequestContext, asked: Request, clinic: Clinic) -> None:
    until = asked.kept_until(clinic.retention_years)
    due = until < here.now.astimezone(here.zone).date()
    st.text(
        f"{asked.called}, asked {when(asked.asked_at, here.zone, here.now)}. "
        f"Last entry {when(asked.last_entry, here.zone, here.now)}."
    )
    small(
        f"The {clinic.kept_for} of keeping it ended on {unbroken_date(until)}."
        if due
        else f"Your clinic keeps it until {unbroken_date(until)}. Delete it earlier only where the "
        "law allows: what it has to keep is yours to judge."
    )
    label = "Yes, delete it" if due else "Yes, delete it: we do not have to keep it"
    certain = st.checkbox(label, key=f"delete {asked.person}")
    if st.button("Delete record and account", disabled=not certain, key=f"do {asked.person}"):
        erasure.carry_out(here.store, here.asker, asked.person, here.now)
        st.toast("Deleted. It stays so when a backup is put back.")
        st.rerun()
