"""Phase state: the current phase, what changed it, and the load."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kneeapp.domain.programme.phase_gates import (
    DAY,
    RAISED,
    GateCheck,
    SessionSeen,
    checks,
    days,
    morning_after,
    sessions_seen,
)
from kneeapp.domain.programme.referral import SeeWhy, reasons, red_lately
from kneeapp.domain.programme.training_log import Break, Training, TrainingHistory
from kneeapp.domain.routine.pain_rules import Morning, Zone, zone

COUNTS_FOR = timedelta(days=7)
"""A day counts in a phase if there was a session in the week up to it (DESIGN)."""

AWAY_FROM = timedelta(days=14)
"""Days since the last session from which the next begins with half the sets (DESIGN)."""


class MoveWhy(StrEnum):
    GATE = "gate"
    PAIN = "pain"
    MORNING = "morning"


@dataclass(frozen=True)
class Move:
    """A change of phase; `value` is the rating 0-10 that forced it back."""

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
    """Half the sets next time, and the rating 0-10 or the days away behind it, if any."""

    why: EaseWhy
    value: int | None = None


@dataclass(frozen=True)
class PhaseState:
    """Where a person stands today, with the numbers behind it.

    `since` is None before the first session; `days` are those that count in the phase;
    `checks` are empty in the last phase; `see` says why to see somebody.
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
    """The fold's own state: the phase by its number, since when, and the days counted."""

    index: int
    since: date
    days: int = 0
    moves: tuple[Move, ...] = ()


def standing(phases: Sequence[str], history: TrainingHistory, today: date) -> PhaseState:
    """Fold what was done into the phase that holds on `today`; `phases` are ids in order.

    Every day ends in exactly one phase: red goes back one, a met gate goes up one,
    all else stays. A break moves nothing.
    """
    began = min((one.day for one in history.trainings), default=None)
    place = _Place(0, began or today)
    for day in days(place.since, today):
        if not history.broken(day):
            place = _after_morning(phases, history, place, day)
            place = _counted(_after_session(phases, history, place, day), history, day)
    phase = phases[place.index]
    seen = sessions_seen(history, phase, place.since, today, today)
    return PhaseState(
        phase=phase,
        since=place.since if began else None,
        days=place.days,
        sessions=seen,
        checks=checks(seen, place.days) if place.index + 1 < len(phases) else (),
        moves=place.moves,
        ease=_ease(history, today),
        see=tuple(reasons(history, set(_reached(phases, place.moves)), today)),
        on_break=history.broken(today),
    )


def _after_morning(
    phases: Sequence[str], history: TrainingHistory, place: _Place, day: date
) -> _Place:
    """`place` once the morning of `day` is rated: back on red, up where the gate is met."""
    phase = phases[place.index]
    morning = history.morning(day)
    if morning.says is Morning.RED and _trained(history, phase, place.since, day):
        return _back(phases, place, day, MoveWhy.MORNING, morning.rating)
    if place.index + 1 == len(phases) or _red_session(history, phase, day):
        return place
    seen = sessions_seen(history, phase, place.since, day - DAY, day)
    if all(check.met for check in checks(seen, place.days)) and not red_lately(history, day):
        return _into(
            place, place.index + 1, Move(day, phase, phases[place.index + 1], MoveWhy.GATE)
        )
    return place


def _after_session(
    phases: Sequence[str], history: TrainingHistory, place: _Place, day: date
) -> _Place:
    """`place` once the session of `day` is done: back where it was red."""
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

    One flare goes back once: the phase it leads to has to be trained before it can turn red.
    """
    week = history.lately(day - DAY, COUNTS_FOR)
    return any(one.phase == phase and since <= one.day for one in week)


def _red_session(history: TrainingHistory, phase: str, day: date) -> Training | None:
    """The session of `phase` on `day` in which the knee hurt too much."""
    red = (one for one in history.on(day) if one.phase == phase and _red(one.pain))
    return next(red, None)


def _red(pain: int | None) -> bool:
    return pain is not None and zone(pain) is Zone.RED


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
    """Why the session after the last one is half as long; None where it is whole."""
    last = max((one.day for one in history.trainings if one.day <= today), default=None)
    if last is None:
        return None
    pain = max(one.pain or 0 for one in history.on(last))
    if _red(pain):
        return Ease(EaseWhy.PAIN, pain)
    if any(one.over_for_today for one in history.on(last)):
        return Ease(EaseWhy.STOPPED)
    morning = morning_after(history, last, today)
    if morning.says in RAISED and morning.rating is not None:
        return Ease(EaseWhy.MORNING, morning.rating)
    return Ease(EaseWhy.AWAY, (today - last).days) if today - last >= AWAY_FROM else None
