"""Result of a trial in blocks: which arm eased more, how sure that is, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.sequential_looks import LEAST_CERTAINTY, MIN_CHANGE
from kneeapp.domain.trial.arm_posteriors import FEWEST_FOR_FIGURES, MeanDraws, mean_draws
from kneeapp.domain.trial.block_course import Course, LookTaken, TrialEnd, course
from kneeapp.domain.trial.block_scores import scored
from kneeapp.domain.trial.block_trial import BlockTrial
from kneeapp.domain.trial.design import Arm, Attempt
from kneeapp.domain.trial.randomisation import two_arm_p
from kneeapp.domain.trial.results import Difference


class BlockFinding(StrEnum):
    """What a trial in blocks can find."""

    EASES_MORE = "eases_more"
    HANGS_ON_MISSING = "hangs_on_missing"
    CONTROL_EASES_MORE = "control_eases_more"
    NOT_SHOWN = "not_shown"
    KEPT_MISSING = "kept_missing"
    STOPPED_EARLY = "stopped_early"


@dataclass(frozen=True)
class ArmResult:
    """One arm: its sessions with both ratings, those missing, and what they show.

    `relief` are the points of each session, `mean` their mean. `ahead` is the difference to the
    control, None for the control and below FEWEST_FOR_FIGURES. `p` is adjusted for all arms,
    `worst` the same with what is missing at its worst; None where no look was taken. `best` is
    the probability that no other arm eases more. `harmed`: its mean relief is at most
    -MIN_CHANGE with LEAST_CERTAINTY.
    """

    arm: Arm
    relief: tuple[int, ...]
    missing: int
    ahead: Difference | None
    p: float | None
    worst: float | None
    best: float | None
    shown: bool
    dropped: bool
    harmed: bool

    @property
    def mean(self) -> float | None:
        return fmean(self.relief) if self.relief else None


@dataclass(frozen=True)
class BlockResult:
    """The result; `arms` in the order of the trial, the control last.

    `complete` are the ratings before and after of the sessions that have both.
    """

    finding: BlockFinding
    arms: tuple[ArmResult, ...]
    look: LookTaken | None
    end: TrialEnd
    missing: Arm | None
    complete: tuple[tuple[int, int], ...]

    @property
    def winners(self) -> tuple[ArmResult, ...]:
        """The arms that were shown to beat the control, the furthest ahead first."""
        shown = [arm for arm in self.arms if arm.shown]
        return tuple(sorted(shown, key=lambda arm: -(arm.ahead.mean if arm.ahead else 0)))


def block_result(trial: BlockTrial, attempts: Sequence[Attempt]) -> BlockResult:
    """The result of a trial that has ended; only planned looks that were reached count.

    A person who stops when it looks good gains nothing: what was not shown at a look is not
    shown by the sessions after it.
    """
    at = course(trial, attempts)
    look = at.looks[-1] if at.looks else None
    draws = mean_draws(scored(at.made), len(trial.arms))
    return BlockResult(
        finding=_finding(trial, at),
        arms=tuple(_arm(trial, at, draws, number) for number in range(len(trial.arms))),
        look=look,
        end=at.end or TrialEnd.CLOSED,
        missing=None if at.missing is None else trial.arms[at.missing],
        complete=tuple(outcome.ratings for outcome in at.made if outcome.ratings),
    )


def _finding(trial: BlockTrial, at: Course) -> BlockFinding:
    arms = range(trial.control)
    look = at.looks[-1] if at.looks else None
    if look and any(look.shown(arm) for arm in arms):
        return BlockFinding.EASES_MORE
    if at.end is TrialEnd.MISSING:
        return BlockFinding.KEPT_MISSING
    if look is None or look.look != trial.looks[-1]:
        return BlockFinding.STOPPED_EARLY
    if any(look.passed(arm) for arm in arms):
        return BlockFinding.HANGS_ON_MISSING
    there, limit = scored(at.made), look.look.limit
    behind = [two_arm_p(there, trial.control, arm) for arm in arms]
    if all(p is not None and p <= limit for p in behind):
        return BlockFinding.CONTROL_EASES_MORE
    return BlockFinding.NOT_SHOWN


def _arm(trial: BlockTrial, at: Course, draws: MeanDraws | None, number: int) -> ArmResult:
    look = at.looks[-1] if at.looks else None
    own = [outcome for outcome in at.made if outcome.arm == number]
    relief = tuple(outcome.relief for outcome in own if outcome.relief is not None)
    asked = number != trial.control
    return ArmResult(
        arm=trial.arms[number],
        relief=relief,
        missing=len(own) - len(relief),
        ahead=draws.ahead(number, trial.control) if asked and draws else None,
        p=look.p.get(number) if look else None,
        worst=look.worst.get(number) if look else None,
        best=draws.best(number) if draws else None,
        shown=bool(look and look.shown(number)),
        dropped=number in at.dropped,
        harmed=_harmed(relief),
    )


def _harmed(relief: Sequence[int]) -> bool:
    if len(relief) < FEWEST_FOR_FIGURES:
        return False
    return float(posterior(relief).at_least(-MIN_CHANGE)) <= 1 - LEAST_CERTAINTY
