"""The copy of a visitor's record in their own browser: renewed, read back, and its controls."""

import streamlit as st
from pydantic import ValidationError

from kneeapp import content
from kneeapp.domain.accounts.people import Person, Principal
from kneeapp.errors import BadInput
from kneeapp.reports.record_file.compress import packed, unpacked
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people
from kneeapp.store.transfer import all_data
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from kneeapp.ui.shell.component_payloads import StorageData, StorageReply, payload
from kneeapp.ui.shell.request_context import RecordContext, own_record, tab
from kneeapp.ui.shell.visitor_copy import Order, VisitorCopy

_keeper = st.components.v2.component(
    "kneeapp.browser_storage",
    html="<div class='browser-storage' hidden></div>",
    js="browser-storage.js",
)


def render() -> None:
    """Bring back what the browser keeps, keep what is new there, and say how the record is kept."""
    visit, kept = own_record(), tab().kept
    if kept.order is Order.KEEP and kept.version != visit.version:
        kept.renew(packed(visit.record.person, as_json(snapshot(visit.record))), visit.version)
    found = _keeper(
        key="keeping",
        data=payload(StorageData(order=kept.order, number=kept.number, file=kept.file)),
        default={"found": None},
        on_found_change=_redraw,
    ).get("found")
    reply = _reply(found)
    if reply and reply.number == kept.number:
        _apply(visit, kept, reply)
    _render(kept)
    _storage_controls(visit, kept)


def _reply(found: object) -> StorageReply | None:
    try:
        return StorageReply.model_validate(found)
    except ValidationError:
        return None


def _apply(visit: RecordContext, kept: VisitorCopy, reply: StorageReply) -> None:
    """What the browser said to the order in force: the copy it holds, or that it cannot."""
    if kept.order is Order.KEEP:
        kept.refused = True
        kept.give(Order.FORGET)
        st.rerun()
    if kept.order is Order.LOOK and (line := reply.file):
        try:
            _bring_back(visit, line)
            kept.give(Order.KEEP)
        except BadInput:
            kept.damaged = line
            kept.give(Order.ASIDE)
        st.rerun()


def _bring_back(visit: RecordContext, line: str) -> None:
    """The kept record into this tab; raises BadInput with nothing changed.

    Where nothing was entered yet, the person keeps their id, so that what they took along
    (calendar entries) still belongs to them.
    """
    person, text = unpacked(line)
    questions = content.questionnaire(visit.settings.content)
    if any(all_data.counts(visit.record).values()):
        import_file(visit.record, text, questions, ImportMode.MERGE)
        return
    store = Store.open(None)
    people.ensure_person(store, Person(person, visit.now))
    import_file(Record(store, person, Principal(person)), text, questions, ImportMode.REPLACE)
    here = tab()
    here.store, here.person = store, person


def _render(kept: VisitorCopy) -> None:
    """Where this record is, and what went wrong with the copy."""
    if kept.order is Order.KEEP:
        st.info(
            "**Visitor.** Your record is kept in this browser only; whoever uses it can see it.",
            icon=":material/phonelink_lock:",
        )
    else:
        st.warning(
            "**Visitor.** Nobody else sees your entries. They are gone when this page closes, "
            "unless you keep them in this browser.",
            icon=":material/visibility_off:",
        )
    if kept.refused:
        st.error(
            "This browser cannot keep the record: its storage is full or forbidden. "
            "Save your file instead.",
            icon=":material/error:",
        )
    if kept.damaged:
        st.error(
            "The copy of your record in this browser could not be opened. It was set aside; "
            "download it if you want somebody to look at it.",
            icon=":material/broken_image:",
        )


def _storage_controls(visit: RecordContext, kept: VisitorCopy) -> None:
    day = f"{visit.now:%Y-%m-%d}"
    with st.container(horizontal=True, wrap=False, gap="small", key="visitors_way"):
        if kept.order is Order.KEEP:
            if st.button("Forget it"):
                kept.give(Order.FORGET)
                st.rerun()
        elif st.button("Keep it here"):
            kept.refused = False
            kept.give(Order.KEEP)
            st.rerun()
        st.download_button(
            "Save my file",
            data=lambda: as_json(snapshot(visit.record)),
            file_name=f"kneeapp-{day}.json",
            mime="application/json",
            on_click="ignore",
        )
        if st.button("Open my file"):
            st.switch_page("pages/my_data.py")
        if kept.damaged:
            st.download_button(
                "The damaged copy",
                data=kept.damaged,
                file_name=f"kneeapp-damaged-{day}.txt",
                mime="text/plain",
                on_click="ignore",
            )


def _redraw() -> None:
    """What the browser found is read from the result; nothing else hangs on it."""
