"""The head of a person's page: what is new since the last look, and how to reach them."""

from datetime import datetime, time

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.clinic.since_last_look import Entered, since_last_look
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.screening.answers import Screening
from kneeapp.store.clinic import contacts, notes
from kneeapp.store.record import programme, ratings, replies, screenings, sessions
from kneeapp.ui.shell.error_page import show_errors_inline
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.chart_widgets import small


def render_since_last_look(context: RecordContext) -> None:
    """What the person entered since this clinician opened the record the time before."""
    since = tab().looked_before
    if since is None:
        small("This is the first look at this record.")
        return
    text = since_last_look(_entered(context), since)
    small(f"Since the last look, {context.when(since)}: {text}.")


def render_contact(context: RecordContext) -> None:
    """How the clinic reaches the person, and a field to change it."""
    before = contacts.contact(context.record)
    with st.popover(before or "Add a contact", icon=":material/call:"):
        text = st.text_input("How to reach them", before, max_chars=contacts.LONGEST_CONTACT)
        small("A note of the clinic's own; no rule looks at it. The person reads it, too.")
        if st.button("Keep the contact"):
            with show_errors_inline():
                contacts.keep_contact(context.record, text or "")
                st.rerun()


def render_own_contact(context: RecordContext) -> None:
    """On *My data*: what the clinic has written down to reach the person."""
    if context.mode is Mode.CLINIC and (text := contacts.contact(context.record)):
        small(f"Your clinic reaches you by: {plain(text)}")


def _entered(context: RecordContext) -> Entered:
    record = context.record
    done = [session for session in sessions.sessions(record, steps=False) if session.phase is None]
    written = notes.notes(record)
    return Entered(
        sessions=[(session.started_at, session.relief) for session in done],
        # a day is kept of these alone
        trainings=[
            datetime.combine(training.day, time(12), context.zone)
            for training in programme.trainings(record).values()
        ],
        mornings=[rating.taken_at for rating in ratings.ratings(record, KNEE_DAY)],
        screenings=[_at(screening) for screening in screenings.screenings(record)],
        answers=[
            *(answer.at for note in written for answer in note.answers),
            *(reply.at for reply in replies.replies(record) if reply.account is None),
        ],
    )


def _at(screening: Screening) -> datetime:
    return screening.finished_at or screening.started_at
