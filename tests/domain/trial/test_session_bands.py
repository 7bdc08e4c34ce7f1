from dataclasses import replace
from datetime import UTC, date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from kneeapp.domain.routine.sessions import TrialPlace
from kneeapp.domain.trial.session_bands import session_bands
from tests.store.builders import MONDAY, a_session

TRIAL = UUID(int=3)


def of_trial(day: float, pair: int, place: int, trial: UUID = TRIAL):
    session = a_session(started_at=MONDAY + timedelta(days=day))
    return replace(session, trial=TrialPlace(trial, pair, place))


def test_two_sessions_that_follow_one_another_are_one_band_without_their_arms():
    sessions = [of_trial(3, 1, 0), of_trial(0, 0, 0), of_trial(2, 0, 1), a_session()]
    first, second = session_bands(sessions, UTC)
    assert (first.name, first.first, first.last) == (
        "Trial, sessions 1 and 2",
        date(2026, 3, 2),
        date(2026, 3, 4),
    )
    assert (second.first, second.last) == (date(2026, 3, 5), date(2026, 3, 5))


def test_two_trials_are_not_mixed():
    sessions = [of_trial(0, 0, 0), of_trial(40, 0, 0, UUID(int=4))]
    assert len(session_bands(sessions, UTC)) == 2


def test_a_day_is_that_of_the_persons_zone():
    late = of_trial(0.65, 0, 0)  # 23:36 in UTC
    [band] = session_bands([late], ZoneInfo("Asia/Tokyo"))
    assert band.first == date(2026, 3, 3)
