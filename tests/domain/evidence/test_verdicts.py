"""Verdicts: when they are given, how often they are wrong, and what is still needed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from kneeapp.domain.evidence.ar1_posterior import posterior
from kneeapp.domain.evidence.eligibility import eligible, routine_effects
from kneeapp.domain.evidence.sequential_looks import (
    CHANGED_CERTAINTY,
    FEWEST,
    HARM,
    MONITORED,
    MOST,
    decided_at,
    decision_threshold,
    harm_alarms,
    harm_evidence,
    harm_since,
    sure_above,
    sure_below,
    sure_of_change,
    turns,
)
from kneeapp.domain.evidence.verdicts import (
    INTERVAL,
    Outcome,
    area_verdict,
    figures,
    forecast,
    routine_outcome,
    routine_verdict,
)
from kneeapp.domain.sides import Side
from tests.domain.rating_factory import BOTH, START, a_session, unhurried

relief = st.lists(st.integers(-10, 10), max_size=30)


def people(
    effect: float | np.ndarray,
    sd: float,
    correlation: float,
    count: int = 3000,
    length: int = MOST,
) -> np.ndarray:
    """Whole points of relief, AR(1) about `effect`, shape (count, length)."""
    rng = np.random.default_rng(5)
    noise = rng.standard_normal((count, length))
    for session in range(1, length):
        noise[:, session] *= np.sqrt(1 - correlation**2)
        noise[:, session] += correlation * noise[:, session - 1]
    return np.rint(effect + sd * noise)


def upper(wrong: np.ndarray) -> float:
    """The upper end of the exact 95 % Monte-Carlo interval of a share."""
    hits = int(wrong.sum())
    return float(beta.ppf(0.975, hits + 1, len(wrong) - hits))


@pytest.mark.parametrize(
    ("points", "outcome", "sessions"),
    [
        ([], Outcome.NOT_KNOWN_YET, 0),
        ([9], Outcome.NOT_KNOWN_YET, 0),
        ([10] * 5, Outcome.NOT_KNOWN_YET, 5),
        ([2] * 8, Outcome.HELPS, 8),
        ([10] * 6, Outcome.HELPS, 6),
        ([0] * 8, Outcome.RULED_OUT, 8),
        ([0] * 3000, Outcome.RULED_OUT, 8),
        ([-2] * 6, Outcome.WORSE, 6),
        ([1] * 13, Outcome.NOT_KNOWN_YET, 13),
        ([1] * 14, Outcome.SMALL_OR_UNCERTAIN, 14),
        ([1] * 14 + [9] * 20, Outcome.HELPS, 20),
        ([2] * 8 + [-1] * 14, Outcome.FADED, 14),
        ([0] * 8 + [3] * 14, Outcome.HELPS, 14),
    ],
)
def test_series_of_relief_give_their_expected_outcomes(
    points: list[int], outcome: Outcome, sessions: int
) -> None:
    """`sessions` are those the verdict was reached by; one session has no figures."""
    verdict = routine_verdict(points)
    reached = verdict.figures.sessions if verdict.figures else 0
    assert (verdict.outcome, reached, verdict.counted) == (outcome, sessions, len(points))


@unhurried
@given(relief)
def test_there_is_no_verdict_before_six_sessions_nor_a_search_after_fourteen(
    points: list[int],
) -> None:
    verdict = routine_verdict(points)
    open_yet = verdict.outcome is Outcome.NOT_KNOWN_YET
    assert open_yet == (verdict.remaining is not None)
    if len(points) < FEWEST:
        assert open_yet
    if len(points) >= MOST:
        assert not open_yet
    assert verdict.figures is None or verdict.figures.sessions <= MONITORED


@unhurried
@given(relief)
def test_a_headline_has_the_outcome_of_the_verdict(points: list[int]) -> None:
    assert routine_outcome(points) is routine_verdict(points).outcome


@unhurried
@given(relief)
def test_a_verdict_stays_as_it_was_until_later_sessions_turn_it(points: list[int]) -> None:
    early, late = routine_verdict(points), routine_verdict([*points, 1, 1, 1])
    given = early.outcome in {Outcome.HELPS, Outcome.RULED_OUT}
    if given and not late.turned and late.outcome is not Outcome.WORSE:
        assert (late.outcome, late.figures) == (early.outcome, early.figures)


def test_sessions_after_a_verdict_are_told_apart_from_those_that_reached_it() -> None:
    assert routine_verdict([2] * 8 + [1] * 5).later is None
    verdict = routine_verdict([2] * 8 + [9] * 4 + [1, 2] * 5)
    assert verdict.figures is not None
    assert verdict.later is not None
    assert (verdict.figures.sessions, verdict.figures.mean) == (8, 2)
    assert (verdict.later.sessions, verdict.later.mean) == (14, 51 / 14)


def test_a_routine_that_hurts_later_is_judged_worse_though_it_once_helped() -> None:
    assert routine_verdict([2] * 8).outcome is Outcome.HELPS
    assert routine_verdict([2] * 8 + [-3] * 14).outcome is Outcome.WORSE


def test_the_decision_threshold_falls_from_the_first_look_to_the_last() -> None:
    asked = [decision_threshold(session) for session in range(FEWEST, MOST + 1)]
    assert (asked[0], asked[-1]) == (pytest.approx(0.998), pytest.approx(0.90))
    assert asked == sorted(asked, reverse=True)


@pytest.mark.parametrize("sd", [1.0, 1.5, 2.0])
def test_wrong_verdicts_stay_under_two_per_cent_where_sessions_are_independent(sd: float) -> None:
    assert upper(decided_at(people(0.0, sd, 0.0)) > 0) < 0.02
    assert upper(decided_at(people(2.0, sd, 0.0)) < 0) < 0.02


def test_correlated_sessions_give_less_than_half_the_false_verdicts_of_a_plain_rule() -> None:
    """The plain rule is wrong in 12 % at SD 1.5 and correlation .7."""
    for effect, side in ((0.0, 1), (2.0, -1)):
        assert (decided_at(people(effect, 1.5, 0.7)) * side > 0).mean() < 0.06


def test_a_clear_effect_is_found_in_most_people() -> None:
    assert (decided_at(people(2.0, 1.0, 0.0)) > 0).mean() > 0.9
    assert (decided_at(people(2.0, 1.5, 0.0)) > 0).mean() > 0.7


def test_decided_at_looks_once_after_each_session_and_keeps_the_first_decision() -> None:
    for row, found in zip(
        people(1.5, 1.5, 0.3, 40), decided_at(people(1.5, 1.5, 0.3, 40)), strict=True
    ):
        looks = [
            (n, float(sure_of_change(row[:n])), decision_threshold(n))
            for n in range(FEWEST, MOST + 1)
        ]
        hits = [n if p >= asked else -n for n, p, asked in looks if not 1 - asked < p < asked]
        assert int(found) == next(iter(hits), 0)


def test_two_areas_with_half_the_relief_each_are_not_ruled_out() -> None:
    for points in people(0.75, 1.0, 0.5, 200).astype(int).tolist():
        assert area_verdict(points).outcome is not Outcome.RULED_OUT


def test_an_area_without_effect_is_little_alone() -> None:
    assert area_verdict([0] * 8).outcome is Outcome.LITTLE_ALONE
    assert area_verdict([3] * 8).outcome is Outcome.HELPS


def test_figures_hold_the_average_and_its_interval() -> None:
    found = figures([2, 1, 3, 2, 2, 1])
    assert found is not None
    assert found.mean == pytest.approx(11 / 6)
    assert found.low < 11 / 6 < found.high
    assert figures([3]) is None


def test_a_forecast_is_the_same_for_the_same_sessions_and_grows_with_doubt() -> None:
    clear, doubtful = forecast([3, 2, 3, 2, 3]), forecast([1, 2, 0, 2, 1, 1])
    assert clear == forecast([3, 2, 3, 2, 3])
    assert clear.chance is not None
    assert doubtful.chance is not None
    assert clear.chance > 0.9
    assert clear.likely is not None
    assert clear.likely[0] <= 2
    assert doubtful.chance < 0.5


def test_a_forecast_holds_for_about_as_many_as_it_says() -> None:
    rows = people(2.0, 1.5, 0.3, 300)
    ends = decided_at(rows)
    still = np.flatnonzero((ends == 0) | (np.abs(ends) > FEWEST))[:120]
    forecasts = [forecast(rows[row, :FEWEST].astype(int).tolist()) for row in still]
    said = np.mean([one.chance for one in forecasts])
    assert said == pytest.approx((ends[still] != 0).mean(), abs=0.15)


@unhurried
@given(st.lists(st.integers(-10, 10), max_size=4))
def test_too_few_sessions_give_only_the_least_number_still_needed(points: list[int]) -> None:
    assert forecast(points).least == FEWEST - len(points)
    if len(points) < 4:
        assert forecast(points).likely is None


def test_harm_needs_six_sessions_and_is_found_in_the_newest() -> None:
    assert routine_outcome([-5] * 5) is Outcome.NOT_KNOWN_YET
    assert routine_outcome([-5] * 6) is Outcome.WORSE
    assert routine_outcome([4] * 20 + [-4] * 14) is Outcome.WORSE


def test_at_most_five_in_a_hundred_unharmed_people_are_told_of_harm_in_a_year() -> None:
    alarms = harm_alarms(people(0.0, 2.0, 0.7, 2000, 150)).any(-1)
    assert alarms.mean() < 0.06
    assert harm_alarms(people(0.0, 1.5, 0.5, 800, 150)).any(-1).mean() < 0.02


def test_single_bad_evenings_are_not_taken_for_harm() -> None:
    rng = np.random.default_rng(5)
    heavy = np.rint(1.5 * rng.standard_t(3, (500, 150)) / np.sqrt(3))
    assert harm_alarms(heavy).any(-1).mean() < 0.01


@pytest.mark.parametrize(("sd", "correlation", "share"), [(1.0, 0.3, 0.98), (1.5, 0.5, 0.7)])
def test_true_harm_of_two_points_is_found_in_most_people_within_fifty_sessions(
    sd: float, correlation: float, share: float
) -> None:
    assert harm_alarms(people(-2.0, sd, correlation, 300, 50)).any(-1).mean() > share


def test_a_true_harm_of_one_point_is_found_in_most_people_within_a_year() -> None:
    assert harm_alarms(people(-1.0, 1.0, 0.3, 300, 150)).any(-1).mean() > 0.8


def test_harm_that_begins_late_is_found_too() -> None:
    late = np.concatenate([np.zeros(60), np.full(50, -2.0)])
    assert harm_alarms(people(late, 1.0, 0.3, 300, 110)).any(-1).mean() > 0.9


@unhurried
@given(st.lists(st.integers(-10, 10), min_size=3, max_size=60))
def test_the_sum_of_evidence_is_the_same_reckoned_session_by_session(points: list[int]) -> None:
    total, told = 0.0, harm_evidence(np.array(points, dtype=float))
    for n, point in enumerate(points):
        if n >= 2:
            newest = points[max(0, n - MONITORED) : n]
            pairs = zip(points[max(0, n - MONITORED) - 1 : n - 1], newest, strict=False)
            products = (
                sum(a * b for a, b in pairs)
                if n > MONITORED
                else sum(a * b for a, b in pairwise(newest))
            )
            size, mean = len(newest), np.mean(newest)
            variance = max(np.mean(np.square(newest)) - mean**2, 0.25) * size / max(size - 1, 1)
            seen = np.clip((products / size - mean**2) / variance, -0.5, 0.95)
            usual = (seen * size + 0.95 / 3 * 8) / (size + 8) + 1.5 / max(size, 6)
            rho = np.clip(usual, 0, 0.95)
            fresh, shift = point - rho * points[n - 1], -1.5 * (1 - rho)
            likelier = (fresh - shift / 2) * shift / (max(variance, 1) * (1 - rho**2))
            total = max(0.0, total + min(likelier, 2.0))
        assert told[n] == pytest.approx(total, abs=1e-6)


def test_an_alarm_for_harm_stands_until_later_sessions_speak_against_it() -> None:
    assert routine_outcome([-2] * 8 + [-1] * 8) is Outcome.WORSE
    assert routine_outcome([-2] * 8 + [1] * 5) is Outcome.WORSE
    assert harm_since([-2] * 8 + [1] * 5) == (True, 0)
    assert harm_since([-2] * 8 + [1] * 14) == (False, 6)
    assert routine_outcome([-2] * 6 + [3] * 8) is Outcome.HELPS


def test_a_verdict_asks_for_what_its_number_of_sessions_needs() -> None:
    assert routine_verdict([2] * 6).asked == decision_threshold(6)
    assert routine_verdict([]).asked == decision_threshold(6)
    assert routine_verdict([1] * 14).asked == pytest.approx(0.90)


def test_a_verdict_turns_and_turns_back_with_the_newest_sessions() -> None:
    faded = [2] * 8 + [0, 1, 0, -1] * 5
    assert turns(faded, 8, helps=True) == [False]
    assert routine_outcome(faded) is Outcome.FADED
    assert routine_verdict(faded).asked == CHANGED_CERTAINTY
    assert routine_outcome([*faded, *[3] * 20]) is Outcome.HELPS
    assert turns([2] * 40, 8, helps=True) == []
    assert area_verdict([0] * 8 + [3] * 14 + [0] * 40).outcome is Outcome.FADED


def test_a_steady_relief_of_two_points_keeps_its_verdict_for_a_year() -> None:
    kept = [
        turns(row, after, helps=True) == []
        for row in people(2.0, 2.0, 0.7, 250, 150).astype(int).tolist()
        if (after := int(decided_at(row))) > 0
    ]
    assert np.mean(kept) > 0.94


@pytest.mark.parametrize(("sd", "share"), [(1.0, 0.85), (1.5, 0.6)])
def test_relief_that_has_faded_is_named_within_28_sessions(sd: float, share: float) -> None:
    fading = np.concatenate([np.full(14, 2.0), np.linspace(2, 0, 15)[1:], np.zeros(28)])
    helped = [
        routine_outcome(row.astype(int).tolist()) is Outcome.FADED
        for row in people(fading, sd, 0.3, 250, len(fading))
        if int(decided_at(row)) > 0
    ]
    assert np.mean(helped) > share


def test_how_sure_the_newest_sessions_are_is_that_of_their_posterior() -> None:
    row = people(-1.0, 1.0, 0.3, 1, 40)[0]
    below = sure_below(row, HARM, MONITORED)
    for look in (FEWEST, MOST, MONITORED, 40):
        newest = row[:look][-MONITORED:]
        own = 1 - float(posterior(newest).at_least(HARM)) if newest.mean() < HARM else 0
        assert below[look - 1] == pytest.approx(own)
    assert sure_above(-row, -HARM, MONITORED) == pytest.approx(below)
    assert not below[: FEWEST - 1].any()


def test_thousands_of_sessions_are_judged_like_a_few() -> None:
    sessions = [
        a_session(
            6, 6 - n % 4, at=START.replace(year=2000 + n // 400, month=1 + n % 12), number=n + 1
        )
        for n in range(4000)
    ]
    points = eligible(
        routine_effects(sessions, knee=Side.LEFT, routine="release", areas=frozenset(BOTH))
    )
    assert routine_verdict(points).outcome in set(Outcome)


def test_figures_are_worth_showing_from_four_sessions_on() -> None:
    assert figures([3]) is None
    told = [one.telling for one in map(figures, ([3, 2], [3, 2, 3], [3, 2, 3, 2])) if one]
    assert told == [False, False, True]


def test_the_interval_shown_holds_nine_of_ten() -> None:
    assert INTERVAL == 0.9
