"""What *My data* says and does."""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from kneeapp.store import everything
from kneeapp.store.record import Record
from kneeapp.ui import rolling
from kneeapp.ui.session import Mode, Visit, forget

_CONFIRM = "delete_confirmed"


def where(visit: Visit) -> str:
    """Where this record lives, in a sentence."""
    if visit.mode is Mode.VISITOR:
        return (
            "Your record is only in memory, for you alone. It is gone when this page closes: "
            "download it if you want to keep it."
        )
    if isinstance(visit.settings.database, str):
        return f"Your record is kept on a server. {visit.record.store.name} holds it."
    return (
        f"Your record is one file on this computer, `{visit.settings.database}`. "
        f"Only your user account can read it, and nothing is sent anywhere.\n\n"
        f"{rolling.told(visit.settings.backups)}"
    )


def counted(held: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many entries there are of each kind."""
    return [
        {"What": name.replace("_", " ").capitalize(), "Entries": len(entries)}
        for name, entries in held.items()
        if isinstance(entries, list)
    ]


def as_json(record: Record) -> str:
    """The whole record as JSON text."""
    return json.dumps(everything.everything(record), ensure_ascii=False, indent=2)


def offer_to_delete(visit: Visit) -> None:
    """Delete all, after one deliberate tick."""
    st.write("This removes your screenings, sessions and settings for good. Download first.")
    certain = st.checkbox("Yes, delete everything", key=_CONFIRM)
    if st.button("Delete all my data", disabled=not certain, icon=":material/delete_forever:"):
        everything.delete_everything(visit.record)
        forget(_CONFIRM)
        st.toast("Everything was deleted.")
        st.rerun()
