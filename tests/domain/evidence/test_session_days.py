"""Sessions that may have been begun on bad days only."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kneeapp.domain.evidence.analysis import Headline, SessionHistory
from kneeapp.domain.evidence.eligibility import SessionEffect, session_effects
from kneeapp.domain.evidence.regression_to_mean import LEAST_RATED
from kneeapp.domain.evidence.session_days import may_be_bad_days
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side
from tests.domain.rating_factory import BALL, START, a_session

SCATTERED = [0, 1, 2, 6, 7, 13, 14, 18]
FIRST = START.date()


def on(days: list[int], before: list[int] | None = None) -> list[Session]:
    first = before or [7] * len(days)
    return [a_session(b, b - 3, day=day) for day, b in zip(days, first, strict=True)]


def effects(sessions: list[Session]) -> tuple[SessionEffect, ...]:
    return tuple(session_effects(sessions, knee=Side.LEFT).values())


def mornings(values: list[int]) -> dict[date, int]:
    return {FIRST + timedelta(days=n): value for n, value in enumerate(values)}


def test_sessions_on_fixed_days_are_not_picked() -> None:
    for days in (
        [0, 2, 4, 6, 8, 10],
        [0, 2, 4, 7, 9, 11],
        [0, 1, 2, 3, 4, 5],
        [0, 2, 4, 6, 10, 12],
    ):
        assert not may_be_bad_days(effects(on(days)), {})
    assert not may_be_bad_days((), {})


def test_scattered_sessions_without_mornings_may_be_picked() -> None:
    assert may_be_bad_days(effects(on(SCATTERED)), {})
    few = dict(list(mornings([7, 6] * 10).items())[::2])
    assert may_be_bad_days(effects(on(SCATTERED)), few)


def test_mornings_as_high_as_the_first_ratings_show_that_days_were_not_picked() -> None:
    assert not may_be_bad_days(effects(on(SCATTERED)), mornings([7, 6, 7, 8] * 5))
    assert may_be_bad_days(effects(on(SCATTERED)), mornings([5, 4, 5, 6] * 5))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin"])
def test_days_are_those_of_the_person_also_late_in_the_evening(zone: str) -> None:
    where = ZoneInfo(zone)
    late = [
        replace(one, started_at=datetime(2026, 6, 1, 23, 30, tzinfo=where) + timedelta(days=day))
        for one, day in zip(on(SCATTERED), SCATTERED, strict=True)
    ]
    first = late[0].started_at.date()
    whole = max(SCATTERED) + 1
    least = ceil(LEAST_RATED * whole)
    # in Coordinated Universal Time an evening in New York belongs to the next day
    rated = {first + timedelta(days=n): 7 + n % 2 for n in range(least)}
    assert not may_be_bad_days(effects(late), rated, where)
    assert may_be_bad_days(effects(late), rated, UTC) is (zone == "America/New_York")


def test_mornings_of_other_weeks_say_nothing() -> None:
    later = {day + timedelta(days=60): value for day, value in mornings([7] * 20).items()}
    assert may_be_bad_days(effects(on(SCATTERED)), later)


def test_a_relief_on_scattered_days_is_not_called_help() -> None:
    sessions = tuple(on(SCATTERED))
    assert SessionHistory(sessions).headline == Headline(Outcome.BAD_DAYS, 8)
    judged = SessionHistory(sessions).judged(Side.LEFT, "release")
    assert judged is not None
    assert judged.verdict.outcome is Outcome.BAD_DAYS
    usual = mornings([7, 6, 7, 8] * 5)
    assert SessionHistory(sessions, mornings=usual).headline == Headline(Outcome.HELPS, 8)
    assert SessionHistory(tuple(on([2 * n for n in range(8)]))).headline == Headline(
        Outcome.HELPS, 8
    )


def test_an_area_on_scattered_days_is_not_called_help_either() -> None:
    alone = [
        replace(a_session(7, 4, day=day, areas=[BALL]), choice=Choice(areas=(BALL,)))
        for day in SCATTERED
    ]
    [ball] = SessionHistory((*alone, a_session(day=30))).areas([], Side.LEFT)
    assert ball.verdict.outcome is Outcome.BAD_DAYS


def test_ruled_out_and_worse_owe_nothing_to_bad_days() -> None:
    for after, outcome in ((7, Outcome.RULED_OUT), (10, Outcome.WORSE)):
        sessions = tuple(a_session(7, after, day=day) for day in SCATTERED)
        assert SessionHistory(sessions).headline == Headline(outcome, 8)


def test_few_people_without_relief_pass_who_start_on_bad_days() -> None:
    """Every day rated 6 or more, level 5 with SD 1.3, and a rating noise of 1.5."""
    rng = np.random.default_rng(2)
    passed = 0
    for _ in range(200):
        level = 5 + 1.3 * rng.standard_normal(60)
        rated = np.clip(np.rint(level + 1.5 * rng.standard_normal((3, 60))), 0, 10).astype(int)
        days = np.flatnonzero(rated[0] >= 6)[:10]
        sessions = [a_session(int(rated[0, day]), 3, day=int(day)) for day in days]
        passed += not may_be_bad_days(effects(sessions), mornings(rated[1].tolist()))
    assert passed < 20
