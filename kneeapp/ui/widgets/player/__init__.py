"""The player: drawn and timed in the browser, it reports what happened as events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from kneeapp.domain.measures import KNEE_BETWEEN, MEASURES
from kneeapp.domain.routine.definitions import Step
from kneeapp.domain.routine.pain_rules import STOP_REASONS, STOP_REASONS_OF_TRAINING
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Anchor
from kneeapp.ui.shell.component_payloads import component, no_op, payload
from kneeapp.ui.shell.request_context import widget
from kneeapp.ui.widgets.player.messages import (
    PlayerData,
    PlayerPlan,
    PlayerReport,
    PlayerStep,
    StopOption,
    reported,
)

__all__ = ["PlayedSession", "PlayerReport", "play", "reported"]


@dataclass(frozen=True, kw_only=True)
class PlayedSession:
    """All that the player must know of a session under way, beside the time.

    `anchor` is the fold of the stored events, `acknowledged` the last stored number of each
    client; older ones do no harm, as the browser knows of what came after. `brief` shortens the
    spoken cues. The rest is as in PlayerPlan and PlayerData.
    """

    session: Session
    anchor: Anchor
    acknowledged: Mapping[str, int]
    figures: Mapping[str, str]
    phrases: Mapping[str, str]
    muted: bool
    brief: bool
    emergency: str | None = None
    medical_line: str | None = None
    beacon: str | None = None
    retain: bool = False


def play(
    played: PlayedSession, *, now: datetime, key: str = "player", delayed: bool = False
) -> PlayerReport:
    """Mount the player outside any fragment and read what it reports.

    `delayed` says that the record cannot be reached.
    """
    plan = _plan(played)
    version = _version(plan)
    session = played.session.id
    before = reported(widget(key), session=session)
    data = PlayerData(
        session=session,
        plan_version=version,
        plan=None if before.plan_version == version else plan,
        anchor=played.anchor,
        acked=dict(played.acknowledged),
        server_ms=round(now.timestamp() * 1000),
        echoed_ms=before.sent_ms,
        muted=played.muted,
        beacon=played.beacon,
        delayed=delayed,
        retain=played.retain,
    )
    player = component("player", js="player.js", css="player.css")
    result = player(key=key, data=payload(data), on_report_change=no_op)
    return reported(result, session=session)


def _plan(played: PlayedSession) -> PlayerPlan:
    steps = played.session.plan.steps
    return PlayerPlan(
        steps=tuple(_player_step(step) for step in steps),
        figures={
            step.pose: played.figures[step.pose] for step in steps if step.pose in played.figures
        },
        phrases=dict(played.phrases),
        before=played.session.before,
        brief=played.brief,
        emergency=played.emergency,
        medical_line=played.medical_line,
        stop_reasons=_stop_options(training=any(step.kind == "exercise" for step in steps)),
    )


def _stop_options(*, training: bool) -> tuple[StopOption, ...]:
    reasons = STOP_REASONS_OF_TRAINING if training else STOP_REASONS
    return tuple(
        StopOption(name=reason.name, label=reason.label, for_good=bool(reason.in_sentence))
        for reason in reasons
    )


def _player_step(step: Step) -> PlayerStep:
    ends = None
    if step.kind == "rate":
        measure = MEASURES[step.measure or KNEE_BETWEEN.name]
        ends = (measure.low, measure.high)
    # not checked once more: a plan has many steps, and each run of the page comes through here
    return PlayerStep.model_construct(**dict(step), ends=ends)


def _version(plan: PlayerPlan) -> str:
    """A name made of the plan's content, so that a browser knows whether it holds this one."""
    return blake2b(plan.model_dump_json().encode(), digest_size=6).hexdigest()
