"""Schedule of a trial: the sessions done for it so far, and the next one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kneeapp.domain.evidence.eligibility import (
    MUCH_WORSE,
    WORKS_ON_FOR,
    ExclusionReason,
    SessionEffect,
    session_effects,
)
from kneeapp.domain.routine.sessions import LEFT, Session
from kneeapp.domain.trial import block_course, block_trial, design
from kneeapp.domain.trial.block_course import TrialEnd
from kneeapp.domain.trial.block_scores import is_missing
from kneeapp.domain.trial.block_trial import AnyTrial, BlockTrial
from kneeapp.domain.trial.design import Attempt, DueArm, Place, Slot, effects_by_slot


@dataclass(frozen=True)
class TrialSchedule:
    """A trial with its attempts, the test move of the first one, and the next session.

    `done` of `sessions` slots are filled; in design 2 also by a session that is missing, and
    without the slots of arms that were dropped. `end` says why none is due.
    """

    trial: AnyTrial
    attempts: tuple[Attempt, ...]
    move: str | None
    due: DueArm | None
    sessions: int
    done: int
    end: TrialEnd | None = None

    def open(self, now: datetime) -> Slot | None:
        """The slot that a session started at `now` would fill; None before the earliest time."""
        if self.due is None or (self.due.not_before and now < self.due.not_before):
            return None
        return self.due.slot


def trial_schedule(trial: AnyTrial, sessions: Iterable[Session]) -> TrialSchedule:
    """The state of `trial` after `sessions`.

    Sessions outside the trial on the same knee delay the next one by the washout WORKS_ON_FOR.
    """
    all_sessions = tuple(sessions)
    made = attempts(trial, all_sessions)
    others = [session.started_at for session in all_sessions if session.knee is trial.knee]

    def waiting(following: DueArm | None) -> DueArm | None:
        if following is None or not others:
            return following
        waits = [max(others) + WORKS_ON_FOR, following.not_before or trial.drawn_at]
        return replace(following, not_before=max(waits))

    move = next((session.test_move for session in _made(trial, all_sessions)), None)
    if isinstance(trial, BlockTrial):
        at = block_course.course(trial, made)
        following = waiting(block_course.due(trial, made, at))
        return TrialSchedule(trial, made, move, following, at.sessions, len(at.made), at.end)
    following = waiting(design.due(trial, made))
    done = len(effects_by_slot(trial, made))
    closed = TrialEnd.CLOSED if trial.closed_at else TrialEnd.ALL_DONE
    end = None if following else closed
    return TrialSchedule(trial, made, move, following, 2 * trial.pairs, done, end)


def visible_slots(trial: AnyTrial, begun: Iterable[Place]) -> tuple[Slot, ...]:
    """The slots whose arm may be shown: up to the last one `begun` (see `design.visible_slots`)."""
    if isinstance(trial, BlockTrial):
        return block_trial.begun_slots(trial, begun)
    return design.visible_slots(trial, begun)


def attempts(trial: AnyTrial, sessions: Iterable[Session]) -> tuple[Attempt, ...]:
    """The attempts among `sessions`: those that were done for a slot of `trial`.

    A session that was left after its arm was named is one, without a second rating.
    """
    all_sessions = tuple(sessions)
    reliefs = session_effects(all_sessions, knee=trial.knee)
    return tuple(
        Attempt(place.pair, place.place, _of_attempt(session, reliefs[session.id]))
        for session in _made(trial, all_sessions)
        if (place := session.trial)
    )


def counts(trial: AnyTrial, attempt: Attempt) -> bool:
    """Whether an attempt counts by the rules of the design that `trial` was drawn by."""
    if isinstance(trial, BlockTrial):
        return not is_missing(attempt.effect)
    return attempt.effect.left_out is None


def _made(trial: AnyTrial, sessions: Iterable[Session]) -> list[Session]:
    """The sessions that were done for `trial`."""
    return [
        session
        for session in sessions
        if session.trial and session.trial.trial == trial.id and session.knee is trial.knee
    ]


def _of_attempt(session: Session, relief: SessionEffect) -> SessionEffect:
    """`relief`, excluded as LEFT where the session was left, and as SHORT where it was a rest
    that was skipped without pain.
    """
    if session.stop_reason == LEFT:
        return replace(relief, left_out=ExclusionReason.LEFT)
    skipped = not session.plan.areas and not session.complete
    harm = relief.harmed or (relief.points or 0) <= MUCH_WORSE
    if skipped and relief.left_out is None and not harm:
        return replace(relief, left_out=ExclusionReason.SHORT)
    return relief
