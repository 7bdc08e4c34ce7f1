"""Where a trial stands after the sessions a person has saved."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kneeapp.domain.evidence.eligibility import (
    MUCH_WORSE,
    WORKS_ON_FOR,
    ExclusionReason,
    SessionEffect,
    session_reliefs,
)
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.trial.design import Attempt, DueArm, Slot, Trial, due, filled


@dataclass(frozen=True)
class TrialSchedule:
    """A trial with the sessions made for it, the test move of the first, and what comes next."""

    trial: Trial
    attempts: tuple[Attempt, ...]
    move: str | None
    due: DueArm | None

    @property
    def sessions(self) -> int:
        """How many sessions the whole of it takes."""
        return 2 * self.trial.pairs

    @property
    def done(self) -> int:
        """How many of them are there and count."""
        return len(filled(self.trial, self.attempts))

    def open(self, now: datetime) -> Slot | None:
        """The place that a session started at `now` fills; None where there is none yet."""
        if self.due is None or (self.due.not_before and now < self.due.not_before):
            return None
        return self.due.slot


def course(trial: Trial, sessions: Iterable[Session]) -> TrialSchedule:
    """Where `trial` stands after `sessions`: those made for it, and others it has to wait for."""
    kept = tuple(sessions)
    made = attempts(trial, kept)
    following = due(trial, made)
    others = [one.started_at for one in kept if one.knee is trial.knee]
    if following and others:
        waits = [max(others) + WORKS_ON_FOR, following.not_before or trial.drawn_at]
        following = replace(following, not_before=max(waits))
    return TrialSchedule(
        trial, made, next((one.test_move for one in _made(trial, kept)), None), following
    )


def attempts(trial: Trial, sessions: Iterable[Session]) -> tuple[Attempt, ...]:
    """The saved sessions that were made for a place of `trial`."""
    kept = tuple(sessions)
    reliefs = session_reliefs(kept, knee=trial.knee)
    return tuple(
        Attempt(place.pair, place.place, _unless_rest_cut_short(session, reliefs[session.id]))
        for session in _made(trial, kept)
        if (place := session.trial)
    )


def _made(trial: Trial, sessions: Iterable[Session]) -> list[Session]:
    """The sessions among these that were made for `trial`."""
    return [
        session
        for session in sessions
        if session.trial and session.trial.trial == trial.id and session.knee is trial.knee
    ]


def _unless_rest_cut_short(session: Session, relief: SessionEffect) -> SessionEffect:
    """`relief`, left out where the session was a rest that was skipped, and not for pain."""
    skipped = not session.plan.areas and not session.complete
    harm = relief.harmed or (relief.points or 0) <= MUCH_WORSE
    if skipped and relief.left_out is None and not harm:
        return replace(relief, left_out=ExclusionReason.SHORT)
    return relief
