"""Messages between the server and the player: its plan, its data in each run, its report.

`python -m tools.payload_types` makes TypeScript types of these models.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import StrictBool, StrictInt, ValidationError, WrapValidator

from kneeapp.domain.model import Model
from kneeapp.domain.routine import session_limits
from kneeapp.domain.routine.definitions import Step
from kneeapp.domain.routine.timeline import Anchor, Ending, Event
from kneeapp.ui.shell.component_payloads import PLAYER_STORAGE, WAITING_EVENTS

_log = logging.getLogger(__name__)

MOST_EVENTS = 5000
"""More than a browser can gather in a day of sessions; the rest waits for the next report."""


class Limits(Model):
    """Ratings 0-10 from which something is said or done.

    `work`, `warn` and `ease_off` are of tenderness, `exercise` is the knee pain that exercises may
    go up to (Thomee 1997 [M]); `worse_by` is points of knee pain that end a routine.
    """

    work: int = session_limits.WORK_FROM
    warn: int = session_limits.WARN_FROM
    ease_off: int = session_limits.EASE_OFF_FROM
    worse_by: int = session_limits.CLEAR_CHANGE
    exercise: int = session_limits.LIGHT_ABOVE


class PlayerStep(Step):
    """A step as the browser draws it; one that rates has the words at both ends of the scale."""

    ends: tuple[str, str] | None = None


class StopOption(Model):
    """A reason to stop that is offered; `for_good` says that nothing goes on after it."""

    name: str
    label: str
    for_good: bool


class StorageNames(Model):
    """What the names of stored things begin with: `all`, and after that those of `events`."""

    all: str = PLAYER_STORAGE
    events: str = WAITING_EVENTS


class PlayerPlan(Model):
    """All that stays the same through a session.

    `figures` are drawings (SVG) by pose, `before` is the knee rating 0-10 at the start, `emergency`
    the number to call at a danger sign, `medical_line` the one for what is urgent and no emergency.
    """

    steps: tuple[PlayerStep, ...]
    figures: dict[str, str]
    phrases: dict[str, str]
    before: int
    brief: bool
    emergency: str | None = None
    medical_line: str | None = None
    limits: Limits = Limits()
    stop_reasons: tuple[StopOption, ...]
    storage: StorageNames = StorageNames()


class PlayerData(Model):
    """What the player is given in each run of the page.

    `plan` is left out where the browser has said that it holds the one of this version. `anchor` is
    the fold of the stored events. `acked` is the last stored number of each client; older ones do
    no harm, as the browser knows of what came after. `server_ms` is the server's time (epoch
    milliseconds), `echoed_ms` the browser's own in its last report. `beacon` is where events are
    posted. `delayed` says that the record cannot be reached, `retain` that the browser holds on to
    what is stored, because the record goes with the page.
    """

    session: UUID
    plan_version: str = ""
    plan: PlayerPlan | None = None
    anchor: Anchor
    acked: dict[str, int]
    server_ms: int = 0
    echoed_ms: int | None = None
    muted: bool
    beacon: str | None = None
    delayed: bool = False
    retain: bool = False


class ReportAnswer(Model):
    """What a report that was posted is answered with; its fields are as in PlayerData."""

    acked: dict[str, int]
    server_ms: int
    echoed_ms: int | None = None


def _or_default(default: object) -> WrapValidator:
    """Reads a malformed value as `default`: no report whatever may fail a page."""

    def read(value: object, handler: Callable[[object], object]) -> object:
        try:
            return handler(value)
        except ValidationError:
            return default

    return WrapValidator(read)


def _readable(given: object, _handler: Callable[[object], object]) -> tuple[Event, ...]:
    """The events that can be read; a malformed one is left out and counted in the log."""
    entries = given[:MOST_EVENTS] if isinstance(given, list | tuple) else ()
    return tuple(event for entry in entries if (event := _event(entry)) is not None)


def _event(entry: object) -> Event | None:
    try:
        return Event.model_validate(entry)
    except ValidationError as error:
        _log.warning("The player sent an event that cannot be read: %d faults", error.error_count())
        return None


class PlayerReport(Model):
    """What the player reports. `muted` is None until the person has touched the switch.

    `ending` says that the browser reached the end of the plan, or that the person chose to end the
    session; the events say so too. `asking` says that a reason to stop for good was told, which is
    an event at once, while the player still shows what to do and lets the person take it back.
    `plan_version` is of the plan that the browser holds, `sent_ms` its own time (epoch ms).
    """

    session: Annotated[UUID | None, _or_default(None)] = None
    plan_version: Annotated[str, _or_default("")] = ""
    sent_ms: Annotated[StrictInt | None, _or_default(None)] = None
    muted: Annotated[StrictBool | None, _or_default(None)] = None
    ending: Annotated[Ending | None, _or_default(None)] = None
    asking: Annotated[StrictBool, _or_default(False)] = False
    events: Annotated[tuple[Event, ...], WrapValidator(_readable)] = ()


def reported(state: object, *, session: UUID) -> PlayerReport:
    """The player's own state (None before it is mounted) read as its report.

    A report about another session counts as none.
    """
    given = _mapping(_mapping(state).get("report"))
    if given.get("session") != str(session):
        return PlayerReport()
    return PlayerReport.model_validate(dict(given))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
