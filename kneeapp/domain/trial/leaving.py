"""Leaving: what is kept of a session of a trial that is given up once its arm was named.

Whoever could leave unseen what they do not like would decide by that which sessions are compared.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from kneeapp.domain.routine.sessions import LEFT, Session, SessionStatus

BEGIN_WITHIN = timedelta(hours=1)
"""How long the first rating holds for the routine that follows it (DESIGN); after that the session
of a trial can only be left."""


def left(session: Session) -> Session:
    """`session` as it stays when it is left or deleted: that it was begun, and its first rating."""
    return replace(
        session,
        status=SessionStatus.SAVED,
        ended_at=None,
        after=None,
        after_at=None,
        late=False,
        stress_off=None,
        stop_reason=LEFT,
        note="",
        steps=(),
    )


def too_late_to_begin(session: Session, now: datetime) -> bool:
    """Whether the first rating of `session` is older than BEGIN_WITHIN at `now`."""
    return now - session.started_at > BEGIN_WITHIN
