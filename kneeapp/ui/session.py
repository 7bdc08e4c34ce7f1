"""Who is here and on what terms: the only module that touches Streamlit's session state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from kneeapp import clock
from kneeapp.access import is_personal
from kneeapp.domain.judging import History
from kneeapp.domain.people import Asker, Preferences
from kneeapp.settings import Settings, settings
from kneeapp.store import people
from kneeapp.store.database import Store
from kneeapp.store.record import Record
from kneeapp.ui import rolling
from kneeapp.ui.navigation import only_through_the_frame


class Mode(StrEnum):
    PERSONAL = "personal"
    VISITOR = "visitor"


@dataclass
class Tab:
    """What one browser tab holds between runs, beside its widgets."""

    store: Store | None = None
    person: UUID | None = None
    asked_again: str = ""
    """The group of questions the person went back to."""
    deeper: bool = False
    """Whether the person wants the rest of the screening now."""
    framed: bool = False
    """Whether app.py surrounds the page in this run."""
    just_saved: UUID | None = None
    """The session whose result is still on the routine page."""
    training: bool = False
    """Whether the person wants to train now, once the danger list is answered."""
    history: History | None = None
    """The sessions as they were last read."""


@dataclass(frozen=True)
class Visit:
    """One run of a page: whose record it shows, how, and when."""

    record: Record
    mode: Mode
    settings: Settings
    preferences: Preferences
    now: datetime
    zone: tzinfo
    dark: bool


_stores: dict[str, Store] = {}
_opening = Lock()


def shared_store(chosen: Settings) -> Store:
    """The one store this process holds on the person's file; opened at first use."""
    with _opening:
        path = str(chosen.database)
        if path not in _stores:
            _stores[path] = Store.open(chosen.database)
        return _stores[path]


def close_stores() -> None:
    """Give the files back; the next visit opens them again."""
    with _opening:
        while _stores:
            _stores.popitem()[1].close()


@contextmanager
def frame() -> Iterator[None]:
    """Marks that app.py surrounds the page in this run."""
    here = tab()
    here.framed = True
    try:
        yield
    finally:
        here.framed = False


def current() -> Visit:
    """The visit in this run; raises StoreError where the record cannot be opened."""
    if not tab().framed:
        only_through_the_frame()
        st.rerun()
    chosen = settings()
    mode = _mode()
    store = _kept_store(chosen) if mode is Mode.PERSONAL else _sealed_store()
    person = tab().person
    if person is None:
        person = tab().person = people.sole_person(store, clock.now())
    record = Record(store, person, Asker(person))
    return Visit(
        record=record,
        mode=mode,
        settings=chosen,
        preferences=people.person(record).preferences,
        now=clock.now(),
        zone=_zone(),
        dark=st.context.theme.type == "dark",
    )


def tab() -> Tab:
    """This tab's own state."""
    state: Tab = st.session_state.setdefault("kneeapp_tab", Tab())
    return state


def widget(key: str) -> Any:
    """What the browser last sent for the widget `key`, before it is drawn in this run."""
    return st.session_state.get(key)


def forget(*keys: str) -> None:
    """Draw these widgets afresh in the next run."""
    for key in keys:
        st.session_state.pop(key, None)


def _mode() -> Mode:
    headers = st.context.headers
    personal = is_personal(st.context.ip_address, headers.get("Host", ""), headers)
    return Mode.PERSONAL if personal else Mode.VISITOR


def _kept_store(chosen: Settings) -> Store:
    """The personal record, with a backup of its file once a day."""
    store = shared_store(chosen)
    if isinstance(chosen.database, Path):
        rolling.keep_up(store, chosen.backups, clock.now().date())
    return store


def _sealed_store() -> Store:
    """A record in memory that lives and dies with this tab and that nobody else can reach."""
    here = tab()
    if here.store is None:
        here.store = Store.open(None)
    return here.store


def _zone() -> tzinfo:
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
