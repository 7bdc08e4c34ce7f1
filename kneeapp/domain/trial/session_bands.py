"""Session bands: the days of a trial two by two, without what was done on them."""

from collections.abc import Iterable
from datetime import tzinfo
from itertools import groupby

from kneeapp.domain.evidence.bands import Band, BandKind
from kneeapp.domain.routine.sessions import Session


def session_bands(sessions: Iterable[Session], zone: tzinfo) -> tuple[Band, ...]:
    """A band over the days of each two sessions of a trial that follow one another in its order.

    No arm is told, so that it may be shown of a trial under way. Days are those of `zone`.
    """
    placed = sorted(
        (session.trial.trial, session.trial.pair, session.started_at.astimezone(zone).date())
        for session in sessions
        if session.trial is not None
    )
    return tuple(
        Band(
            BandKind.TRIAL, f"Trial, sessions {2 * pair + 1} and {2 * pair + 2}", days[0], days[-1]
        )
        for (_, pair), group in groupby(placed, lambda place: place[:2])
        if (days := [day for *_, day in group])
    )
