"""Who is here and on what terms: the only module that touches Streamlit's session state."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

import streamlit as st

from kneeapp import access, clock
from kneeapp.access import Mode
from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Person, Preferences, Principal, Role
from kneeapp.domain.accounts.time_zones import with_zone, zone_named, zone_of
from kneeapp.domain.formats import long_day_month
from kneeapp.domain.third_person import about_the_person
from kneeapp.errors import BadInput, NotAllowed, StoreError
from kneeapp.phone_listener import line
from kneeapp.settings import Settings, settings
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import web_sessions
from kneeapp.store.clinic.web_sessions import WebSession
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people
from kneeapp.store.transfer import all_data
from kneeapp.ui.shell import cookies, daily_maintenance, mail_watch, server_mode
from kneeapp.ui.shell.navigation import PageAudience, by_link, only_through_the_frame
from kneeapp.ui.shell.store_pool import clinic_key, shared_store
from kneeapp.ui.shell.tab_state import Tab


class TimeOfRun:
    """The moment of a run and the person's time zone, and what follows from them."""

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The person's date."""
        return self.now.astimezone(self.zone).date()

    def when(self, moment: datetime) -> str:
        """A time in words: today, yesterday or tomorrow with the time, otherwise the date."""
        local = moment.astimezone(self.zone)
        near = {0: "today", 1: "yesterday", -1: "tomorrow"}
        if name := near.get((self.today - local.date()).days):
            return f"{name} at {local:%H:%M}"
        year = "" if local.year == self.today.year else f" {local.year}"
        return f"{local:%A} {long_day_month(local)}{year}"


@dataclass(frozen=True)
class RequestContext(TimeOfRun):
    """Who is here in this run, and on what terms; no record is open yet."""

    mode: Mode
    settings: Settings
    sign_in: WebSession | None
    now: datetime
    zone: tzinfo
    dark: bool
    zone_name: str = ""
    """The browser's time zone; empty where it named none that is known, and UTC counts."""
    opened: dict[Record, Record] = field(default_factory=dict, compare=False, repr=False)
    """The records that were opened in this run, each as it is within the run."""

    @property
    def account(self) -> Account | None:
        """Who is signed in; None where nobody is, or nobody needs to."""
        return self.sign_in.account if self.sign_in else None

    @property
    def principal(self) -> Principal:
        """Whoever is signed in, as they ask the store; raises NotAllowed where nobody is."""
        if self.sign_in is None:
            raise NotAllowed("You are signed out. Sign in again.")
        return self.sign_in.account.principal(self.sign_in.id)

    @property
    def store(self) -> Store:
        """Where the record is that whoever is here may open."""
        if self.mode is not Mode.VISITOR:
            store = shared_store(self.settings)
            daily_maintenance.run_daily_maintenance(store, self.settings, clock.now())
            mail_watch.watch(store, self.settings)
            return store
        # in memory: it lives and dies with this tab, and nobody else can reach it
        tab_state = tab()
        if tab_state.store is None:
            tab_state.store = Store.open(None)
        return tab_state.store

    def in_run(self, record: Record) -> Record:
        """`record` within this run: that it may be read, and its state, are looked up once.

        Raises NotAllowed.
        """
        if record not in self.opened:
            version = self.sign_in.version if self.sign_in and record.own else None
            if version is not None:  # the own record was looked up with the sign-in
                self.opened[record] = record.in_run(version)
            else:
                looked_up = people.person(record)
                self.opened[record] = record.in_run(looked_up.version)
                _person(self.opened[record], looked_up)
        return self.opened[record]

    def end(self) -> None:
        """The run is over: what is read from now on is authorized by itself."""
        for record in self.opened.values():
            record.end_run()

    @property
    def audiences(self) -> frozenset[PageAudience]:
        """Whose pages are for whoever is here."""
        if self.mode is not Mode.CLINIC:
            return frozenset({PageAudience.EVERYBODY, PageAudience.OWN_RECORD})
        if self.account is None:
            return frozenset({PageAudience.EVERYBODY})
        own = (PageAudience.OWN_RECORD,) if self.account.own_person else ()
        return frozenset(
            {PageAudience.EVERYBODY, PageAudience.SIGNED_IN, *own, *STAFF[self.account.role]}
        )


STAFF: dict[Role, tuple[PageAudience, ...]] = {
    Role.PATIENT: (),
    Role.CLINICIAN: (PageAudience.CLINICIAN,),
    Role.ADMIN: (PageAudience.ACCOUNTS, PageAudience.ADMIN),
    Role.RECEPTION: (PageAudience.ACCOUNTS,),
}


@dataclass(frozen=True)
class RecordContext(TimeOfRun):
    """One run of a page: whose record it shows, how, and when."""

    record: Record
    mode: Mode
    settings: Settings
    preferences: Preferences
    version: int
    """How often the record was written to."""
    now: datetime
    zone: tzinfo
    dark: bool

    def told(self, text: str) -> str:
        """A sentence to the person as this page says it: to them, or about them to others."""
        return text if self.record.own else about_the_person(text)

    def save_preferences(self, **changes: object) -> None:
        """Save what the person prefers from now on: the present preferences with `changes`."""
        people.save_preferences(self.record, self.preferences.model_copy(update=changes))


def audiences() -> frozenset[PageAudience]:
    """Whose pages this run has; in an outage those of the run before."""
    tab_state = tab()
    try:
        tab_state.request = _arrive()
        tab_state.audiences = tab_state.request.audiences
    except StoreError as error:
        if not tab_state.audiences:
            raise
        tab_state.request = error
    return tab_state.audiences


@contextmanager
def frame(page: str) -> Iterator[RequestContext]:
    """Marks that app.py surrounds `page` in this run; raises StoreError in an outage."""
    tab_state = tab()
    tab_state.mounted, tab_state.opening = False, None
    if tab_state.page != page:  # the player of the page before is not mounted here in an outage
        tab_state.page, tab_state.playing, tab_state.asking = page, None, False
    try:
        yield current_request()
    finally:
        if isinstance(tab_state.request, RequestContext):
            tab_state.request.end()
        tab_state.request = None


def current_request() -> RequestContext:
    """Who is here in this run."""
    request = tab().request
    if request is None:  # Streamlit ran the page's file alone, without app.py around it
        only_through_the_frame()
        st.rerun()
    if isinstance(request, StoreError):
        raise request
    return request


def own_record() -> RecordContext:
    """The visit to one's own record in this run.

    Raises StoreError where it cannot be opened, NotAllowed for who has none.
    """
    request = current_request()
    if request.mode is not Mode.CLINIC:
        tab_state = tab()
        tab_state.person = tab_state.person or people.sole_person(request.store, request.now)
        return open_record(tab_state.person)
    if request.principal.person is None:
        raise NotAllowed("Your account has no record of its own.")
    return open_record(request.principal.person)


def open_record(person: UUID) -> RecordContext:
    """A visit to the record of `person`; raises NotAllowed unless whoever asks may see it."""
    request = current_request()
    tab().opening = person
    principal = request.principal if request.mode is Mode.CLINIC else Principal(person)
    return record_context(Record(request.store, person, principal))


def record_context(record: Record) -> RecordContext:
    """A visit to a record that is open already."""
    request = current_request()
    record = request.in_run(record)
    person = _person(record)
    if record.own and _has_moved(person, request) and all_data.has_entries(record):
        with suppress(StoreError):  # where nothing can be saved, what is there is still shown
            people.note_zone(record, request.zone_name, request.now)
        person = _person(record)
    return RecordContext(
        record=record,
        mode=request.mode,
        settings=request.settings,
        preferences=person.preferences,
        version=person.version,
        now=request.now,
        zone=zone_of(person.zones, request.zone),
        dark=request.dark,
    )


def _has_moved(person: Person, request: RequestContext) -> bool:
    """Whether the browser's zone is not the one that counts for the entries of `person`."""
    name, zones = request.zone_name, person.zones
    return bool(name) and with_zone(zones, name, request.now) != zones


def _person(record: Record, looked_up: Person | None = None) -> Person:
    """Whose record it is; within a run looked up once for each state of the record."""
    return record.derive("person", None, lambda: looked_up or people.person(record))


def require_role(*roles: Role) -> RequestContext:
    """Who is here, where it is one of `roles`; raises NotAllowed where not."""
    request = current_request()
    if request.account is None or request.account.role not in roles:
        raise NotAllowed("This page is for others of your clinic.")
    return request


def leave() -> None:
    """Forget all that this tab holds of whoever was here."""
    st.session_state.clear()


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


def _arrive() -> RequestContext:
    chosen = settings()
    now = clock.now()
    zone_name = _zone_name()
    return RequestContext(
        mode=_mode(chosen),
        settings=chosen,
        sign_in=_sign_in(chosen, chosen.clinic, now) if chosen.clinic else None,
        now=now,
        zone=zone_named(zone_name or "UTC"),
        dark=st.context.theme.type == "dark",
        zone_name=zone_name,
    )


def _sign_in(chosen: Settings, clinic: Clinic, now: datetime) -> WebSession | None:
    """The sign-in of this tab, else of this browser, as far as it still holds."""
    if not (server_mode.is_kneeapp_server() or clinic.hosting_accepted):
        raise NotAllowed(
            "This clinic is not run by kneeapp's own server. Its operator has to start it with "
            "`kneeapp`, or accept what that means (see docs/clinic.md)."
        )
    # the tab first: a cookie that was set since the page was opened is not sent yet
    shown = tab().sign_in or cookies.sent(cookies.SIGN_IN)
    if not shown or by_link():  # which shows the same to everybody, and leads nowhere else
        return None
    session = web_sessions.validate(shared_store(chosen), clinic_key(chosen), clinic, shown, now)
    tab().was_signed_in |= session is not None
    return session


def _mode(chosen: Settings) -> Mode:
    headers = st.context.headers
    host = headers.get("Host", "")
    return access.mode(
        clinic=chosen.clinic is not None,
        peer=st.context.ip_address,
        host=host,
        headers=headers,
        paired=line.admits(host, headers, st.context.cookies),
    )


def _zone_name() -> str:
    try:
        return zone_named(st.context.timezone or "").key
    except BadInput:
        return ""
