"""The player: drawn and timed in the browser, it reports what happened as events."""

from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from kneeapp.domain.measures import KNEE_BETWEEN, MEASURES
from kneeapp.domain.routine.definitions import Plan, Step
from kneeapp.domain.routine.pain_rules import STOP_REASONS, STOP_REASONS_OF_TRAINING
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

KEY = "player"


def play(
    plan: PlayerPlan, data: PlayerData, *, now: datetime, delayed: bool = False
) -> PlayerReport:
    """Mount the player outside any fragment and read what it reports.

    `data` is what holds in this run beside the plan and the time; `delayed` says that the record
    cannot be reached.
    """
    before = last_report(data.session)
    # named after its content, so that the browser can say whether it holds this one
    version = blake2b(plan.model_dump_json().encode(), digest_size=6).hexdigest()
    sent = data.model_copy(
        update={
            "plan_version": version,
            "plan": None if before.plan_version == version else plan,
            "server_ms": round(now.timestamp() * 1000),
            "echoed_ms": before.sent_ms,
            "delayed": delayed,
        }
    )
    player = component("player", js="player.js", css="player.css")
    result = player(key=KEY, data=payload(sent), on_report_change=no_op)
    return reported(result, session=data.session)


def last_report(session: UUID) -> PlayerReport:
    """What the browser has sent of `session` with this run, before the player is drawn in it."""
    return reported(widget(KEY), session=session)


def player_steps(plan: Plan) -> tuple[PlayerStep, ...]:
    """The steps of a session as the browser draws them."""
    return tuple(map(_player_step, plan.steps))


def stop_options(plan: Plan) -> tuple[StopOption, ...]:
    """The reasons to stop that are offered in a session of a routine or of the programme."""
    training = any(step.kind == "exercise" for step in plan.steps)
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
