"""Phase state: the current phase, the changes that led to it, and the load of the next session.

The phase is never stored. It is calculated from the training log day by day, so that a corrected
or deleted session changes it as if it had been entered right in the first place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kneeapp.domain.evidence.trend import DAY
from kneeapp.domain.programme.phase_gates import (
    RAISED,
    GateCheck,
    SessionSeen,
    checks,
    days,
    morning_after,
    sessions_seen,
)
from kneeapp.domain.programme.referral import SeeWhy, reasons
from kneeapp.domain.programme.training_log import Break, Training, TrainingHistory
from kneeapp.domain.routine.pain_rules import Morning, is_red

COUNTS_FOR = timedelta(days=7)
"""A day counts for the gate if there was a session in the week up to it (DESIGN)."""

AWAY_FROM = timedelta(days=14)
"""Time since the last session after which the next one has half the sets (DESIGN)."""


class MoveWhy(StrEnum):
    GATE = "gate"
    PAIN = "pain"
    MORNING = "morning"


@dataclass(frozen=True)
class Move:
    """A change of phase; `value` is the rating 0-10 that caused a step back."""

    day: date
    before: str
    after: str
    why: MoveWhy
    value: int | None = None


class EaseWhy(StrEnum):
    """Why the next session has half the sets."""

    PAIN = "pain"
    STOPPED = "stopped"
    MORNING = "morning"
    AWAY = "away"


@dataclass(frozen=True)
class Ease:
    """Half the sets next time; `value` is the rating 0-10 or the days away that caused it."""

    why: EaseWhy
    value: int | None = None


@dataclass(frozen=True)
class PhaseState:
    """The phase of a person today, with the numbers behind it.

    `since` is None before the first session; `days` is the number of counted days in the phase;
    `checks` are empty in the last phase; `see` are the reasons for a referral.
    """

    phase: str
    since: date | None
    days: int
    sessions: tuple[SessionSeen, ...]
    checks: tuple[GateCheck, ...]
    moves: tuple[Move, ...]
    ease: Ease | None
    see: tuple[SeeWhy, ...]
    on_break: Break | None


@dataclass(frozen=True)
class _Place:
    """The state between two days: the index of the phase, since when, and its counted days."""

    index: int
    since: date
    days: int = 0
    moves: tuple[Move, ...] = ()


def standing(phases: Sequence[str], history: TrainingHistory, today: date) -> PhaseState:
    """The phase on `today`, calculated from the history; `phases` are all ids in order.

    Every day ends in exactly one phase: red goes back by one, a met gate goes up by one,
    otherwise the phase stays. Days of a break change nothing.
    """
    place = _Place(0, min(history.began, today))
    for day in days(place.since, today):
        if not history.broken(day):
            # In the order of a day: its morning may lead to another phase before it is trained.
            place = _after_morning(phases, history, place, day)
            place = _counted(_after_session(phases, history, place, day), history, day)
    phase = phases[place.index]
    seen = sessions_seen(history, phase, place.since, today, today)
    gate = checks(history, seen, place.days, today, today)
    return PhaseState(
        phase=phase,
        since=place.since if history.trainings else None,
        days=place.days,
        sessions=seen,
        checks=tuple(gate) if place.index + 1 < len(phases) else (),
        moves=place.moves,
        ease=_ease(history, today),
        see=tuple(reasons(history, set(_reached(phases, place.moves)), today)),
        on_break=history.broken(today),
    )


def _after_morning(
    phases: Sequence[str], history: TrainingHistory, place: _Place, day: date
) -> _Place:
    """`place` after the morning of `day`: back on a red one, up where the gate is met.

    A red session of the same day prevents the step up, also where it was saved before the
    morning was rated.
    """
    phase = phases[place.index]
    morning = history.morning(day)
    if morning.says is Morning.RED and _trained(history, phase, place.since, day):
        return _back(phases, place, day, MoveWhy.MORNING, morning.rating)
    if place.index + 1 == len(phases) or _red_session(history, phase, day):
        return place
    seen = sessions_seen(history, phase, place.since, day - DAY, day)
    if all(check.met for check in checks(history, seen, place.days, day - DAY, day)):
        return _into(
            place, place.index + 1, Move(day, phase, phases[place.index + 1], MoveWhy.GATE)
        )
    return place


def _after_session(
    phases: Sequence[str], history: TrainingHistory, place: _Place, day: date
) -> _Place:
    """`place` after the session of `day`: back where it was red."""
    red = _red_session(history, phases[place.index], day)
    return _back(phases, place, day, MoveWhy.PAIN, red.pain) if red else place


def _back(
    phases: Sequence[str], place: _Place, day: date, why: MoveWhy, value: int | None
) -> _Place:
    """One phase back; the first phase has none before it."""
    if place.index == 0:
        return place
    move = Move(day, phases[place.index], phases[place.index - 1], why, value)
    return _into(place, place.index - 1, move)


def _into(place: _Place, index: int, move: Move) -> _Place:
    return _Place(index, move.day, 0, (*place.moves, move))


def _trained(history: TrainingHistory, phase: str, since: date, day: date) -> bool:
    """Whether the phase was trained in the week before `day`.

    One flare often raises several mornings. It goes back only one phase: the phase it leads to
    has to be trained before a red morning counts against that one.
    """
    week = history.lately(day - DAY, COUNTS_FOR)
    return any(training.phase == phase and since <= training.day for training in week)


def _red_session(history: TrainingHistory, phase: str, day: date) -> Training | None:
    """The session of `phase` on `day` in which the knee hurt too much."""
    of_phase = (training for training in history.on(day) if training.phase == phase)
    return next((training for training in of_phase if is_red(training.pain)), None)


def _counted(place: _Place, history: TrainingHistory, day: date) -> _Place:
    """`place` with `day` counted if there was a session in the week up to it."""
    return replace(place, days=place.days + bool(history.lately(day, COUNTS_FOR)))


def _reached(phases: Sequence[str], moves: Sequence[Move]) -> Iterator[date]:
    """The days on which a phase was reached for the first time."""
    best = 0
    for move in moves:
        if phases.index(move.after) > best:
            best = phases.index(move.after)
            yield move.day


def _ease(history: TrainingHistory, today: date) -> Ease | None:
    """Why the next session has half the sets; None where it has all."""
    last = max(
        (training.day for training in history.trainings if training.day <= today), default=None
    )
    if last is None:
        return None
    pain = max(training.pain or 0 for training in history.on(last))
    if is_red(pain):
        return Ease(EaseWhy.PAIN, pain)
    if any(training.over_for_today for training in history.on(last)):
        return Ease(EaseWhy.STOPPED)
    morning = morning_after(history, last, today)
    if morning.says in RAISED and morning.rating is not None:
        return Ease(EaseWhy.MORNING, morning.rating)
    return Ease(EaseWhy.AWAY, (today - last).days) if today - last >= AWAY_FROM else None
