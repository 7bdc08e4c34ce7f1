"""Who is here and on what terms: the only module that touches Streamlit's session state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from threading import Lock
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from kneeapp import access, clock
from kneeapp.access import Mode
from kneeapp.domain.accounts import Account
from kneeapp.domain.caseload import Case
from kneeapp.domain.clinic import Clinic
from kneeapp.domain.judging import Headline, History
from kneeapp.domain.keys import Key
from kneeapp.domain.people import Asker, Preferences, Role
from kneeapp.errors import NotAllowed, StoreError
from kneeapp.phone import line
from kneeapp.settings import Settings, settings
from kneeapp.store import keys, people, sign_ins
from kneeapp.store.database import Store
from kneeapp.store.record import Record
from kneeapp.store.sign_ins import SignIn
from kneeapp.ui import cookies, rolling, served
from kneeapp.ui.kept import Kept
from kneeapp.ui.navigation import Audience, by_link, only_through_the_frame


@dataclass
class Doorstep:
    """How far somebody has come who is signing in."""

    code: str = ""
    """A one-time code that is good."""
    account: Account | None = None
    """Whose password was right; a second factor is still asked for."""
    secret: str = ""
    """A second factor that is being set up."""
    since: datetime | None = None


@dataclass(frozen=True)
class Errand:
    """What the browser is to do about its cookies: post a ticket, or keep them itself."""

    number: str
    sent_at: datetime
    path: str = ""
    ticket: str = ""
    cookies: tuple[str, ...] = ()


@dataclass
class Tab:
    """What one browser tab holds between runs, beside its widgets."""

    store: Store | None = None
    person: UUID | None = None
    sign_in: UUID | None = None
    """The sign-in that was begun here; another tab shows the cookie that came of it."""
    doorstep: Doorstep = field(default_factory=Doorstep)
    errand: Errand | None = None
    asked_again: str = ""
    """The group of questions the person went back to."""
    deeper: bool = False
    """Whether the person wants the rest of the screening now."""
    here: "Arrival | StoreError | None" = None
    """Who is here, or why nobody can tell, while app.py surrounds the page."""
    audiences: frozenset[Audience] = frozenset()
    """Whom the pages of the last run were for."""
    page: str = ""
    playing: Callable[..., object] | None = None
    """Mounts the player of `page` as it last was."""
    mounted: bool = False
    """Whether it is on the page in this run."""
    kept: Kept = field(default_factory=Kept)
    """The copy of a visitor's record in their browser."""
    shared: str = ""
    """The token of the link that was opened in this tab."""
    just_saved: UUID | None = None
    """The session whose result is still on the routine page."""
    training: bool = False
    """Whether the person wants to train now, once the danger list is answered."""
    due: tuple[str, str] | None = None
    """What *Today* says of the programme, after what it was told for."""
    history: History | None = None
    """The sessions as they were last read."""
    viewing: str = ""
    """What of other people's records is open here, as the audit has it."""
    caseload: tuple[datetime, list[Case]] | None = None
    """A clinician's patients as they were last read, and when."""
    headlines: dict[UUID, tuple[str, Headline | None]] = field(default_factory=dict)
    """Their verdicts so far, each with the fingerprint of the history it was told from."""


@dataclass(frozen=True)
class Arrival:
    """Who is here in this run, and on what terms; no record is open yet."""

    mode: Mode
    settings: Settings
    sign_in: SignIn | None
    now: datetime
    zone: tzinfo
    dark: bool

    @property
    def account(self) -> Account | None:
        """Who is signed in; None where nobody is, or nobody needs to."""
        return self.sign_in.account if self.sign_in else None

    @property
    def asker(self) -> Asker:
        """Whoever is signed in, as they ask the store; raises NotAllowed where nobody is."""
        if self.sign_in is None:
            raise NotAllowed("You are signed out. Sign in again.")
        return self.sign_in.account.asker(self.sign_in.id)

    @property
    def store(self) -> Store:
        """Where the record is that whoever is here may open."""
        match self.mode:
            case Mode.PERSONAL | Mode.CLINIC:
                return _kept_store(self.settings)
            case Mode.VISITOR:
                return _sealed_store()

    @property
    def audiences(self) -> frozenset[Audience]:
        """Whose pages are for whoever is here."""
        if self.mode is not Mode.CLINIC:
            return frozenset({Audience.EVERYBODY, Audience.OWN_RECORD})
        if self.account is None:
            return frozenset({Audience.EVERYBODY})
        own = (Audience.OWN_RECORD,) if self.account.own_person else ()
        return frozenset({Audience.EVERYBODY, Audience.SIGNED_IN, *own, *STAFF[self.account.role]})


STAFF: dict[Role, tuple[Audience, ...]] = {
    Role.PATIENT: (),
    Role.CLINICIAN: (Audience.CLINICIAN,),
    Role.ADMIN: (Audience.ADMIN,),
}


@dataclass(frozen=True)
class Visit:
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
    account: Account | None = None


_stores: dict[str, Store] = {}
_keys: dict[str, Key] = {}
_opening = Lock()


def shared_store(chosen: Settings) -> Store:
    """The one store this process holds on the person's file; opened at first use."""
    with _opening:
        path = str(chosen.database)
        if path not in _stores:
            _stores[path] = Store.open(chosen.database, backups=chosen.backups)
        return _stores[path]


def close_stores() -> None:
    """Give the files back; the next visit opens them again."""
    rolling.finish()
    with _opening:
        while _stores:
            _stores.popitem()[1].close()
        _keys.clear()


def clinic_key(chosen: Settings) -> Key:
    """The key of the clinic that is set up; read once a process."""
    if chosen.clinic is None:
        raise NotAllowed("Nobody signs in here: no clinic is set up.")
    path = str(chosen.database)
    if path not in _keys:
        _keys[path] = keys.of(shared_store(chosen), chosen.clinic)
    return _keys[path]


def audiences() -> frozenset[Audience]:
    """Whose pages this run has; in an outage those of the run before."""
    here = tab()
    try:
        here.here = _arrive()
        here.audiences = here.here.audiences
    except StoreError as error:
        if not here.audiences:
            raise
        here.here = error
    return here.audiences


@contextmanager
def frame(page: str) -> Iterator[Arrival]:
    """Marks that app.py surrounds `page` in this run; raises StoreError in an outage."""
    here = tab()
    here.mounted = False
    if here.page != page:
        here.page, here.playing = page, None
    try:
        yield arrived()
    finally:
        here.here = None


def arrived() -> Arrival:
    """Who is here in this run."""
    here = tab().here
    if here is None:
        only_through_the_frame()
        st.rerun()
    if isinstance(here, StoreError):
        raise here
    return here


def current() -> Visit:
    """The visit to one's own record in this run.

    Raises StoreError where it cannot be opened, NotAllowed for who has none.
    """
    here = arrived()
    if here.mode is not Mode.CLINIC:
        return visiting(_sole_person(here))
    if here.asker.person is None:
        raise NotAllowed("Your account has no record of its own.")
    return visiting(here.asker.person)


def visiting(person: UUID) -> Visit:
    """A visit to the record of `person`; raises NotAllowed unless whoever is here may see it."""
    here = arrived()
    asker = here.asker if here.mode is Mode.CLINIC else Asker(person)
    return visit_of(Record(here.store, person, asker))


def visit_of(record: Record) -> Visit:
    """A visit to a record that is open already."""
    here = arrived()
    whose = people.person(record)
    return Visit(
        record=record,
        mode=here.mode,
        settings=here.settings,
        preferences=whose.preferences,
        version=whose.version,
        now=here.now,
        zone=here.zone,
        dark=here.dark,
        account=here.account,
    )


def staff(*roles: Role) -> Arrival:
    """Who is here, where it is one of `roles`; raises NotAllowed where not."""
    here = arrived()
    if here.account is None or here.account.role not in roles:
        raise NotAllowed("This page is for others of your clinic.")
    return here


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


def _arrive() -> Arrival:
    chosen = settings()
    now = clock.now()
    return Arrival(
        mode=_mode(chosen),
        settings=chosen,
        sign_in=_sign_in(chosen, chosen.clinic, now) if chosen.clinic else None,
        now=now,
        zone=_zone(),
        dark=st.context.theme.type == "dark",
    )


def _sign_in(chosen: Settings, clinic: Clinic, now: datetime) -> SignIn | None:
    """The sign-in of this tab, else of this browser, as far as it still holds."""
    if not (served.by_us() or clinic.hosting_accepted):
        raise NotAllowed(
            "This clinic is not run by kneeapp's own server. Its operator has to start it with "
            "`kneeapp`, or accept what that means (see docs/clinic.md)."
        )
    shown = tab().sign_in or cookies.sent(cookies.SIGN_IN)
    if not shown or by_link():  # which shows the same to everybody, and leads nowhere else
        return None
    return sign_ins.holding(shared_store(chosen), clinic_key(chosen), clinic, shown, now)


def _sole_person(here: Arrival) -> UUID:
    known = tab()
    if known.person is None:
        known.person = people.sole_person(here.store, here.now)
    return known.person


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


def _kept_store(chosen: Settings) -> Store:
    """The record on the disk or the server, seen to once a day."""
    store = shared_store(chosen)
    rolling.keep_up(store, chosen, clock.now())
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
