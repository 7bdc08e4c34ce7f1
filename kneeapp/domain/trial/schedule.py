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
from kneeapp.domain.trial.design import Attempt, DueArm, Slot, Trial, due, effects_by_slot


@dataclass(frozen=True)
class TrialSchedule:
    """A trial with its attempts, the test move of the first one, and the next session."""

    trial: Trial
    attempts: tuple[Attempt, ...]
    move: str | None
    due: DueArm | None

    @property
    def sessions(self) -> int:
        """The number of sessions of the whole trial."""
        return 2 * self.trial.pairs

    @property
    def done(self) -> int:
        """The number of slots that are filled."""
        return len(effects_by_slot(self.trial, self.attempts))

    def open(self, now: datetime) -> Slot | None:
        """The slot that a session started at `now` would fill; None before the earliest time."""
        if self.due is None or (self.due.not_before and now < self.due.not_before):
            return None
        return self.due.slot


def trial_schedule(trial: Trial, sessions: Iterable[Session]) -> TrialSchedule:
    """The state of `trial` after `sessions`.

    Sessions outside the trial on the same knee delay the next one by the washout WORKS_ON_FOR.
    """
    all_sessions = tuple(sessions)
    made = attempts(trial, all_sessions)
    next_due = due(trial, made)
    others = [session.started_at for session in all_sessions if session.knee is trial.knee]
    if next_due and others:
        waits = [max(others) + WORKS_ON_FOR, next_due.not_before or trial.drawn_at]
        next_due = replace(next_due, not_before=max(waits))
    return TrialSchedule(
        trial,
        made,
        next((session.test_move for session in _made(trial, all_sessions)), None),
        next_due,
    )


def attempts(trial: Trial, sessions: Iterable[Session]) -> tuple[Attempt, ...]:
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


def _made(trial: Trial, sessions: Iterable[Session]) -> list[Session]:
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
