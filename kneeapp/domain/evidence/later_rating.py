"""Later rating: when a missing second rating is asked for once more, later the same day."""

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo

from kneeapp.domain.evidence.eligibility import ExclusionReason, session_effects
from kneeapp.domain.measures import KNEE_LATER
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session

LATER_FROM = timedelta(hours=1)
"""How long after a session the missing rating is asked for (DESIGN: later than the time within
which somebody would still rate the session itself)."""


def asks_later_rating(
    sessions: Iterable[Session],
    ratings: Iterable[Rating],
    last: Session,
    now: datetime,
    zone: tzinfo,
) -> bool:
    """Whether the knee should be rated once more at `now` for the `last` of `sessions`.

    Only where the second rating is all that the session lacks, from LATER_FROM after it until
    the end of its day in `zone`, and not once it is among `ratings`. So never after a stop for
    pain, which counts without it, nor after a session of rest, which no verdict is about.
    """
    if not last.plan.areas or any(
        rating.measure == KNEE_LATER.name and rating.session == last.id for rating in ratings
    ):
        return False
    ended = last.ended_at or last.started_at
    later = timedelta() <= now - ended - LATER_FROM
    if not later or ended.astimezone(zone).date() != now.astimezone(zone).date():
        return False
    effect = session_effects(sessions, knee=last.knee).get(last.id)
    return effect is not None and effect.left_out is ExclusionReason.NO_RECHECK
