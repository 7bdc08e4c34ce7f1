"""Tab state: what one browser tab holds between runs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.clinic.care_relationship import PendingAsk
from kneeapp.domain.clinic.work_list import Task
from kneeapp.domain.programme.definitions import Load
from kneeapp.store.engine.database import Store
from kneeapp.ui.shell.component_payloads import CookieData, Order
from kneeapp.ui.shell.navigation import PageAudience

if TYPE_CHECKING:
    from kneeapp.errors import StoreError
    from kneeapp.ui.shell.request_context import RequestContext


@dataclass
class LoginState:
    """How far somebody has come who is signing in."""

    code: str = ""
    """A one-time code that is good."""
    account: Account | None = None
    """Whose password was right; a second factor is still asked for."""
    secret: str = ""
    """A second factor that is being set up."""
    since: datetime | None = None


class FreshCode(NamedTuple):
    """A one-time code that was just made, for how many days it holds, and whose it is."""

    account: Account
    code: str
    days: int


class CookieCommand(NamedTuple):
    """What the browser is to do about its cookies, and until when it is told so."""

    data: CookieData
    until: datetime


class Correction(NamedTuple):
    """A group of questions that is answered again, and the screening for the new answer."""

    group: str
    screening: UUID


@dataclass
class VisitorCopy:
    """The copy of a visitor's record in their browser, and the order about it in force."""

    order: Order = Order.LOOK
    number: int = field(default_factory=lambda: secrets.randbelow(2**31))
    """Tells orders apart, those of another visit too, so that each is carried out once."""
    file: str = ""
    version: int | None = None
    """Of the record as `file` holds it."""
    damaged: str = ""
    """A copy that could not be opened."""
    refused: bool = False
    """Whether the browser's storage is full or forbidden."""

    def give(self, order: Order) -> None:
        """Put another order in force."""
        self.order, self.file, self.version = order, "", None
        self.number += 1

    def renew(self, file: str, version: int) -> None:
        """Have another copy kept."""
        self.file, self.version = file, version
        self.number += 1


class UndoableStep(NamedTuple):
    """What a clinician did last about an alert, and until when it can be undone."""

    person: UUID
    identity: UUID
    words: str
    until: datetime


class ShownWork(NamedTuple):
    """The work list on the page, and the state of the records that it was made in."""

    state: tuple[int, ...]
    tasks: tuple[Task, ...]
    asks: tuple[PendingAsk, ...]


@dataclass
class Tab:
    """What one browser tab holds between runs, beside its widgets."""

    store: Store | None = None
    person: UUID | None = None
    sign_in: UUID | None = None
    """The sign-in that was begun here; another tab shows the cookie that came of it."""
    was_signed_in: bool = False
    """Whether somebody was signed in here who has not signed out."""
    login: LoginState = field(default_factory=LoginState)
    cookie_command: CookieCommand | None = None
    invitations: int = 0
    """How many were made here: after each the form is a new one."""
    fresh_codes: tuple[FreshCode, ...] = ()
    """Codes of several people, as long as this page stays open."""
    fresh_code: FreshCode | None = None
    """A code that is still to be shown, once."""
    page_title: str = "kneeapp"
    page_part: str = ""
    """The part of the page where the person is, such as a question; empty at its beginning."""
    announcement: str = ""
    """What a screen reader is still to say."""
    asking: bool = False
    """Whether a question of a list was on the page last."""
    asked_again: str = ""
    """The group of questions the person went back to."""
    correction: Correction | None = None
    blank: str = ""
    """The group that is asked without the answer that was a wrong tap."""
    doubted: str = ""
    """The finding that the person says was a wrong tap, until they are sure."""
    deeper: bool = False
    """Whether the person wants the rest of the screening now."""
    request: "RequestContext | StoreError | None" = None
    """Who is here, or why nobody can tell, while app.py surrounds the page."""
    audiences: frozenset[PageAudience] = frozenset()
    """Whom the pages of the last run were for."""
    page: str = ""
    opening: UUID | None = None
    """Whose record this run opens, or tries to."""
    playing: Callable[..., object] | None = None
    """Mounts the player of `page` as it last was."""
    mounted: bool = False
    """Whether it is on the page in this run."""
    visitor_copy: VisitorCopy = field(default_factory=VisitorCopy)
    shared: str = ""
    """The token of the link that was opened in this tab."""
    begun: UUID | None = None
    """The session of a trial whose player was opened here after its arm was named."""
    just_saved: UUID | None = None
    """The session whose result is still on the routine page."""
    loads: dict[str, Load] = field(default_factory=dict)
    """Loads of exercises that the person chose instead of the proposed ones."""
    training: bool = False
    """Whether the person wants to train now, once the danger list is answered."""
    notes_written: int = 0
    """How often the note under way was begun anew here: the field is another one after each."""
    asked: bool = False
    """Whether it is still to be said that somebody was asked to show their record."""
    undoable: UndoableStep | None = None
    shown_work: ShownWork | None = None
    more_tasks: int = 0
    """How many tasks are on the page beyond those of the beginning."""
    viewing: str = ""
    """What of other people's records is open here, as the audit has it."""
    looked_before: datetime | None = None
    """When the clinician opened that record the time before; None for never."""
