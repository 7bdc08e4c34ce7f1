"""Ball form: which ball a session presses with, proposed from the last ones."""

from datetime import timedelta

from kneeapp.domain.formats import capitalized
from kneeapp.domain.routine.ball_proposal import BallProposal, proposed_ball
from kneeapp.domain.routine.definitions import Ball, Choice, Routine
from kneeapp.store.record import sessions
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar

LOOKED_AT = timedelta(weeks=8)
"""After a longer break a routine begins with the softest ball again (DESIGN)."""


def ball_input(context: RecordContext, routine: Routine, *, light: bool) -> Ball:
    """The ball that is chosen, at first the proposed one; a `light` session has the softest."""
    if light or not _presses_with_a_ball(routine):
        return Ball.TENNIS
    proposed = _proposal(context, routine).ball
    # the default depends on both, and Streamlit keeps the value of a widget by its key
    key = f"ball-{routine.id}-{proposed}"
    return choice_bar("Ball", list(Ball), proposed, lambda ball: capitalized(ball.label), key=key)


def render_proposal(context: RecordContext, routine: Routine, choice: Choice) -> None:
    """Why another ball than last time is proposed, where it is the chosen one."""
    if not _presses_with_a_ball(routine):
        return
    proposal = _proposal(context, routine)
    if proposal.words and choice.ball is proposal.ball:
        small(proposal.words)


def _presses_with_a_ball(routine: Routine) -> bool:
    return any(part.tool == "ball" for part in routine.areas)


def _proposal(context: RecordContext, routine: Routine) -> BallProposal:
    def look() -> BallProposal:
        since = context.now - LOOKED_AT
        return proposed_ball(sessions.sessions(context.record, since), routine.id)

    return context.record.derive("proposed ball", (routine.id, context.today), look)
