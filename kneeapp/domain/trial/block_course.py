"""Course of a trial in blocks: looks reached, arms dropped, the next session, and its end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kneeapp.domain.trial.block_scores import TrialOutcome, is_missing, outcomes, scored, worst_case
from kneeapp.domain.trial.block_trial import FEWEST_ARMS, BlockTrial, Look
from kneeapp.domain.trial.design import REST_BETWEEN, Attempt, DueArm, Slot
from kneeapp.domain.trial.randomisation import adjusted_p, two_arm_p

BEHIND = 0.10
"""An arm is dropped at a look where the leading one is ahead of it with at most this exact p
(DESIGN; that it breaks no error rate is shown in docs/benchmarks.md)."""

MISSING_IN_A_ROW = 3
"""A trial ends where this many sessions of one arm in turn are missing (DESIGN)."""

P = dict[int, float | None]


class TrialEnd(StrEnum):
    """Why no session of a trial is due any more."""

    ALL_DONE = "all done"
    SHOWN = "shown at a look"
    MISSING = "one arm kept missing"
    CLOSED = "closed"


@dataclass(frozen=True)
class LookTaken:
    """A look that was reached: p of each arm in question, as planned and at the worst."""

    look: Look
    p: P
    worst: P

    def shown(self, arm: int) -> bool:
        """Whether `arm` is ahead, whatever the missing sessions would have been."""
        return self.passed(arm) and _within(self.worst.get(arm), self.look.limit)

    def passed(self, arm: int) -> bool:
        """Whether `arm` is ahead in the planned analysis."""
        return _within(self.p.get(arm), self.look.limit)


@dataclass(frozen=True)
class Course:
    """Where a trial stands: the looks taken, the arms dropped, and the next slot or the end.

    `missing` is the arm that kept missing. `made` are the sessions whose arm was named.
    """

    made: tuple[TrialOutcome, ...]
    looks: tuple[LookTaken, ...]
    dropped: frozenset[int]
    following: int | None
    end: TrialEnd | None
    missing: int | None = None
    sessions: int = 0


def course(trial: BlockTrial, attempts: Sequence[Attempt]) -> Course:
    """The course of `trial` after `attempts`."""
    begun = max((attempt.number for attempt in attempts), default=-1) + 1
    dropped: frozenset[int] = frozenset()
    taken: list[LookTaken] = []
    for look in trial.looks:
        if _following(trial, begun, dropped) < look.sessions:
            break
        made = _made(trial, attempts, look.sessions, taken, dropped)
        taken.append(_look(trial, made, look))
        if any(taken[-1].shown(arm) for arm in range(trial.control)):
            break
        if look != trial.looks[-1]:
            dropped |= _behind(trial, made)
    missing = _keeps_missing(trial, attempts, dropped)
    following = _following(trial, begun, dropped)
    end = _end(trial, taken, missing, following)
    skipped = sum(arm in dropped for arm in trial.order[_drop_point(taken) :])
    return Course(
        made=_made(trial, attempts, begun, taken, dropped),
        looks=tuple(taken),
        dropped=dropped,
        following=following if end is None else None,
        end=end,
        missing=missing if end is TrialEnd.MISSING else None,
        sessions=len(trial.order) - (skipped if dropped else 0),
    )


def due(trial: BlockTrial, attempts: Sequence[Attempt], at: Course) -> DueArm | None:
    """The next session, however many days were missed; None once the trial has ended."""
    if at.following is None:
        return None
    last = max((attempt.effect.at for attempt in attempts), default=None)
    slot = Slot(*divmod(at.following, 2), trial.arms[trial.order[at.following]])
    return DueArm(slot, None if last is None else last + REST_BETWEEN)


def _following(trial: BlockTrial, begun: int, dropped: frozenset[int]) -> int:
    """The number of the next slot from `begun` on that is not of a dropped arm."""
    numbers = range(begun, len(trial.order))
    return next((n for n in numbers if trial.order[n] not in dropped), len(trial.order))


def _drop_point(taken: Sequence[LookTaken]) -> int:
    """The number of sessions after which dropped arms are left out: the first look."""
    return taken[0].look.sessions if taken else 0


def _made(
    trial: BlockTrial,
    attempts: Iterable[Attempt],
    upto: int,
    taken: Sequence[LookTaken],
    dropped: frozenset[int],
) -> tuple[TrialOutcome, ...]:
    """The outcomes before number `upto`, without the slots that were skipped."""
    point = _drop_point(taken)
    return tuple(
        outcome
        for outcome in outcomes(trial, attempts, upto)
        if outcome.number < point or outcome.arm not in dropped
    )


def _look(trial: BlockTrial, made: Sequence[TrialOutcome], look: Look) -> LookTaken:
    arms = range(trial.control)
    planned = adjusted_p(scored(made), arms, trial.control)
    if all(outcome.ratings for outcome in made):
        return LookTaken(look, planned, planned)
    # The worst case can only take away what the planned analysis shows.
    passed = any(_within(p, look.limit) for p in planned.values())
    worst = adjusted_p(worst_case(made, trial.control), arms, trial.control) if passed else {}
    return LookTaken(look, planned, worst)


def _behind(trial: BlockTrial, made: Sequence[TrialOutcome]) -> frozenset[int]:
    """The arms in question that are clearly behind the leading one; none with only one."""
    there = scored(made)
    means = {}
    for arm in range(trial.control):
        own = [session.tenths for session in there if session.arm == arm]
        if own:
            means[arm] = sum(own) / len(own)
    if len(trial.arms) == FEWEST_ARMS or not means:
        return frozenset()
    leader = max(means, key=means.__getitem__)
    return frozenset(
        arm for arm in means if arm != leader and _within(two_arm_p(there, leader, arm), BEHIND)
    )


def _keeps_missing(
    trial: BlockTrial, attempts: Sequence[Attempt], dropped: frozenset[int]
) -> int | None:
    """The arm whose newest MISSING_IN_A_ROW attempts are all missing, if any."""
    in_turn = sorted(attempts, key=lambda attempt: (attempt.effect.at, attempt.effect.session))
    for arm in range(len(trial.arms)):
        own = [attempt for attempt in in_turn if trial.order[attempt.number] == arm][
            -MISSING_IN_A_ROW:
        ]
        gone = len(own) == MISSING_IN_A_ROW and all(is_missing(attempt.effect) for attempt in own)
        if gone and arm not in dropped:
            return arm
    return None


def _end(
    trial: BlockTrial, taken: Sequence[LookTaken], missing: int | None, following: int
) -> TrialEnd | None:
    shown = bool(taken) and any(taken[-1].shown(arm) for arm in range(trial.control))
    reasons = {
        TrialEnd.SHOWN: shown,
        TrialEnd.ALL_DONE: following >= len(trial.order),
        TrialEnd.MISSING: missing is not None,
        TrialEnd.CLOSED: trial.closed_at is not None,
    }
    return next((end for end, holds in reasons.items() if holds), None)


def _within(p: float | None, limit: float) -> bool:
    return p is not None and p <= limit
