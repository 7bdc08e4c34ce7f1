"""The player: drawn and timed in the browser, it reports what happened as events."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

import streamlit as st
from pydantic import ValidationError
from streamlit.components.v2.types import ComponentRenderer

from kneeapp.domain.measures import KNEE_BETWEEN, MEASURES
from kneeapp.domain.routine.definitions import Step
from kneeapp.domain.routine.session_limits import (
    CLEAR_CHANGE,
    EASE_OFF_FROM,
    LIGHT_ABOVE,
    WARN_FROM,
    WORK_FROM,
)
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Anchor, Event
from kneeapp.ui.shell.request_context import widget

_log = logging.getLogger(__name__)

MOST_EVENTS = 5000
"""More than a browser can gather in a day of sessions; the rest waits for the next report."""

LIMITS = {
    "work": WORK_FROM,
    "warn": WARN_FROM,
    "ease_off": EASE_OFF_FROM,
    "worse_by": CLEAR_CHANGE,
    "exercise": LIGHT_ABOVE,
}
"""Tenderness (0-10) from which advice changes, points of knee pain that end a routine,
and the knee pain (0-10) that exercises may go up to (Thomee 1997 [M])."""


@dataclass(frozen=True)
class Play:
    """What the player reported. `muted` is None until the person has touched the switch.

    `finished` and `stopped` say that the browser reached the end of the plan, or that
    the person chose to end the session; the events say so too. `asking` says that a reason to
    stop for good was told, which is an event at once, while the player still shows what to do
    and lets the person take the reason back.
    """

    events: tuple[Event, ...] = ()
    finished: bool = False
    stopped: bool = False
    asking: bool = False
    muted: bool | None = None
    holds: str = field(default="", repr=False)
    sent_ms: int | None = field(default=None, repr=False)


def reported(state: object, *, session: UUID) -> Play:
    """The player's own state (None before it is mounted) read as a Play.

    A report about another session counts as none; a malformed event is left out.
    """
    report = _mapping(_mapping(state).get("report"))
    if report.get("session") != str(session):
        return Play()
    sent, muted = report.get("sent_ms"), report.get("muted")
    return Play(
        events=_events(report.get("events")),
        finished=report.get("ending") == "finished",
        stopped=report.get("ending") == "stopped",
        asking=report.get("asking") is True,
        muted=muted if isinstance(muted, bool) else None,
        holds=str(report.get("holds", "")),
        sent_ms=sent if isinstance(sent, int) and not isinstance(sent, bool) else None,
    )


def play(  # noqa: PLR0913  one keyword for each thing the browser must know
    *,
    session: Session,
    anchor: Anchor,
    acknowledged: Mapping[str, int],
    figures: Mapping[str, str],
    phrases: Mapping[str, str],
    muted: bool,
    brief: bool,
    now: datetime,
    key: str = "player",
    emergency: str | None = None,
    medical_line: str | None = None,
    beacon: str | None = None,
    delayed: bool = False,
    retain: bool = False,
) -> Play:
    """Mount the player outside any fragment and read what it reports.

    `anchor` is the fold of the stored events, `acknowledged` the last stored number
    of each client; older ones do no harm, as the browser knows of what came after.
    `figures` are the drawings (SVG) of the poses, `emergency` is the number to call at
    a danger sign and `medical_line` the one for what is urgent and no emergency, `beacon` is
    where unsaved events are posted. `delayed` says that the record cannot be reached, `retain`
    that the browser holds on to what is stored, because the record goes with the page.
    """
    numbers = {"emergency": emergency, "medical_line": medical_line}
    score = _score(session, figures, phrases, numbers, brief=brief)
    before = reported(widget(key), session=session.id)
    result = _component()(
        key=key,
        data={
            "session": str(session.id),
            "holds": score["id"],
            "score": None if before.holds == score["id"] else score,
            "anchor": anchor.model_dump(),
            "acked": dict(acknowledged),
            "now_ms": round(now.timestamp() * 1000),
            "heard_ms": before.sent_ms,
            "muted": muted,
            "beacon": beacon,
            "delayed": delayed,
            "retain": retain,
        },
        on_report_change=_heard,
    )
    return reported(result, session=session.id)


@cache
def _component() -> ComponentRenderer:
    """Made at first use: its files are found only once a Streamlit server runs."""
    return st.components.v2.component("kneeapp.player", js="player.js", css="player.css")


def _heard() -> None:
    """The report is read from the state; nothing else hangs on it."""


def _score(
    session: Session,
    figures: Mapping[str, str],
    phrases: Mapping[str, str],
    numbers: Mapping[str, str | None],
    *,
    brief: bool,
) -> dict[str, Any]:
    """All that stays the same through a session, under an id made of its content."""
    score = {
        "steps": [_shown(step) for step in session.plan.steps],
        "figures": {
            step.pose: figures[step.pose] for step in session.plan.steps if step.pose in figures
        },
        "phrases": dict(phrases),
        "before": session.before,
        "brief": brief,
        **numbers,
        "limits": LIMITS,
    }
    text = json.dumps(score, sort_keys=True)
    return {"id": blake2b(text.encode(), digest_size=6).hexdigest(), **score}


def _shown(step: Step) -> dict[str, Any]:
    """A step as the browser draws it; one that rates tells what both ends of the scale mean."""
    measure = MEASURES[step.measure or KNEE_BETWEEN.name]
    ends = {"ends": [measure.low, measure.high]} if step.kind == "rate" else {}
    return step.model_dump(mode="json", exclude_none=True) | ends


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _events(given: object) -> tuple[Event, ...]:
    entries = given[:MOST_EVENTS] if isinstance(given, list) else []
    return tuple(event for entry in entries if (event := _event(entry)) is not None)


def _event(entry: object) -> Event | None:
    try:
        return Event.model_validate(entry)
    except ValidationError as error:
        _log.warning("The player sent an event that cannot be read: %d faults", error.error_count())
        return None
