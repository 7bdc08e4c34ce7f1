"""Ball proposal: a harder or softer ball for the next session, by how the last ones went.

The order tennis ball, softball, hard ball is commonly taught [M]; when to change is ours (DESIGN).
A hard ball did less than a medium one in Cheatham 2020 J Hum Kinet 71:119 [V].
"""

from collections.abc import Sequence
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.formats import capitalized
from kneeapp.domain.routine.definitions import Ball
from kneeapp.domain.routine.session_limits import EASE_OFF_FROM
from kneeapp.domain.routine.sessions import Session, StepDone
from kneeapp.domain.routine.spots import LOW, LOW_FOR_MS

EASY_SESSIONS = 2
"""So many easy ones in a row until a harder ball is proposed (DESIGN)."""


class Change(StrEnum):
    """What the last sessions speak for."""

    NONE = "none"
    HARDER = "harder"
    SOFTER = "softer"


class BallProposal(NamedTuple):
    """The ball for the next session, and whether and why it is another than last time."""

    ball: Ball
    change: Change = Change.NONE
    before: Ball = Ball.TENNIS

    @property
    def words(self) -> str:
        """Why it is another one, and how sure that is; empty where it is the same."""
        ours = f"Change it above, if you like. When to change is {Certainty.DESIGN.label}."
        match self.change:
            case Change.HARDER:
                return (
                    f"{capitalized(self.ball.label)} proposed: your last {EASY_SESSIONS} sessions "
                    f"on a {self.before.label} were easy. Harder was no better where it was tried, "
                    f"so stay with the {self.before.label} if it is enough. {ours}"
                )
            case Change.SOFTER:
                return (
                    f"{capitalized(self.ball.label)} proposed: on a {self.before.label} a spot "
                    f"came to {EASE_OFF_FROM} or more. {ours}"
                )
            case _:
                return ""


def proposed_ball(sessions: Sequence[Session], routine: str) -> BallProposal:
    """The ball for the next session of `routine`, by its saved `sessions`, oldest first.

    Sessions of a trial are passed over: they keep to one ball.
    """
    pressed = [
        session
        for session in sessions
        if session.plan.routine == routine and session.trial is None and _ball_steps(session)
    ]
    if not pressed:
        return BallProposal(Ball.TENNIS)
    before = pressed[-1].choice.ball
    balls = list(Ball)
    at = balls.index(before)
    if at > 0 and any(map(_is_too_strong, _ball_steps(pressed[-1]))):
        return BallProposal(balls[at - 1], Change.SOFTER, before)
    newest = pressed[-EASY_SESSIONS:]
    easy = len(newest) == EASY_SESSIONS and all(
        session.choice.ball is before and _is_easy(session) for session in newest
    )
    if easy and at + 1 < len(balls):
        return BallProposal(balls[at + 1], Change.HARDER, before)
    return BallProposal(before, before=before)


def _ball_steps(session: Session) -> list[StepDone]:
    return [step for step in session.steps if step.tool == "ball"]


def _is_too_strong(step: StepDone) -> bool:
    return max((value for value in step.trace if value is not None), default=0) >= EASE_OFF_FROM


def _is_easy(session: Session) -> bool:
    """Whether it was done to its end and each place pressed with the ball was easy."""
    finished = session.complete and session.stop_reason is None
    return finished and all(map(_was_easy, _ball_steps(session)))


def _was_easy(step: StepDone) -> bool:
    """Whether its spots eased soon; by the clock, whether it was hardly tender from the start."""
    if _is_too_strong(step):
        return False
    spots = [spot for spot in step.spots if spot.eased or spot.left]
    if spots:
        soon = median(spot.worked_s for spot in spots) * 1000 <= LOW_FOR_MS
        return soon and all(spot.eased for spot in spots)
    return step.first_half_minute is not None and step.first_half_minute <= LOW
