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
from kneeapp.ui.shell.component_payloads import (
    Order,
    StorageData,
    StorageReply,
    component,
    no_op,
    payload,
)
from kneeapp.ui.shell.request_context import RecordContext, own_record, tab
from kneeapp.ui.shell.tab_state import VisitorCopy


def render() -> None:
    """Restore the stored copy, store changes, and show where the record is."""
    context, copy = own_record(), tab().visitor_copy
    if copy.order is Order.KEEP and copy.version != context.version:
        copy.renew(
            packed(context.record.person, as_json(snapshot(context.record))), context.version
        )
    browser_storage = component(
        "browser_storage",
        html="<div class='browser-storage' hidden></div>",
        js="browser-storage.js",
    )
    answer = browser_storage(
        key="keeping",
        data=payload(StorageData(order=copy.order, number=copy.number, file=copy.file)),
        default={"found": None},
        on_found_change=no_op,
    ).get("found")
    reply = _reply(answer)
    if reply and reply.number == copy.number:
        _apply(context, copy, reply)
    _render(copy)
    _storage_controls(context, copy)


def _reply(answer: object) -> StorageReply | None:
    try:
        return StorageReply.model_validate(answer)
    except ValidationError:
        return None


def _apply(context: RecordContext, copy: VisitorCopy, reply: StorageReply) -> None:
    """Process the browser's answer: the copy that it holds, or that it cannot store one."""
    if copy.order is Order.KEEP:  # answered only where it failed
        copy.refused = True
        copy.give(Order.FORGET)
        st.rerun()
    if copy.order is Order.LOOK and (line := reply.file):
        try:
            _bring_back(context, line)
            copy.give(Order.KEEP)
        except BadInput:
            copy.damaged = line
            copy.give(Order.ASIDE)
        st.rerun()


def _bring_back(context: RecordContext, line: str) -> None:
    """Restore the stored copy `line` into this tab; raises BadInput with nothing changed.

    Where nothing was entered in this tab yet, the person gets their old id back, so that
    exported calendar entries can still be replaced. Otherwise the copy is merged.
    """
    person, text = unpacked(line)
    questions = content.questionnaire(context.settings.content)
    if all_data.has_entries(context.record):
        import_file(context.record, text, questions, ImportMode.MERGE, as_it_is=True)
        return
    store = Store.open(None)
    people.ensure_person(store, Person(person, context.now))
    record = Record(store, person, Principal(person))
    import_file(record, text, questions, ImportMode.REPLACE, as_it_is=True)
    tab_state = tab()
    tab_state.store, tab_state.person = store, person


def _render(copy: VisitorCopy) -> None:
    """Where this record is, and errors about its copy."""
    if copy.order is Order.KEEP:
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
    if copy.refused:
        st.error(
            "This browser cannot keep the record: its storage is full or forbidden. "
            "Save your file instead.",
            icon=":material/error:",
        )
    if copy.damaged:
        st.error(
            "The copy of your record in this browser could not be opened. It was set aside; "
            "download it if you want somebody to look at it.",
            icon=":material/broken_image:",
        )


def _storage_controls(context: RecordContext, copy: VisitorCopy) -> None:
    day = f"{context.now:%Y-%m-%d}"
    with st.container(horizontal=True, wrap=False, gap="small", key="visitors_way"):
        if copy.order is Order.KEEP:
            if st.button("Forget it"):
                copy.give(Order.FORGET)
                st.rerun()
        elif st.button("Keep it here"):
            copy.refused = False
            copy.give(Order.KEEP)
            st.rerun()
        st.download_button(
            "Save my file",
            data=lambda: as_json(snapshot(context.record)),
            file_name=f"kneeapp-{day}.json",
            mime="application/json",
            on_click="ignore",
        )
        if st.button("Open my file"):
            st.switch_page("pages/my_data.py")
        if copy.damaged:
            st.download_button(
                "The damaged copy",
                data=copy.damaged,
                file_name=f"kneeapp-damaged-{day}.txt",
                mime="text/plain",
                on_click="ignore",
            )
