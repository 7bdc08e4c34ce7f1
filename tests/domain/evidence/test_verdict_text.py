"""Every sentence says what was found and no more."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.analysis import Headline, Unrated
from kneeapp.domain.evidence.eligibility import ExclusionReason, SessionEffect, session_effects
from kneeapp.domain.evidence.regression_to_mean import CannotTell, ExpectedFall, expected_fall
from kneeapp.domain.evidence.trend import Level, trend
from kneeapp.domain.evidence.trend_text import MORNINGS, fall_words, trend_words
from kneeapp.domain.evidence.verdict_text import (
    NEXT,
    VerdictText,
    area_words,
    certainty_words,
    headline_words,
    in_hundred,
    left_out_words,
    likely,
    points,
    routine_words,
    unrated_words,
)
from kneeapp.domain.evidence.verdicts import (
    Figures,
    Outcome,
    Verdict,
    area_verdict,
    routine_outcome,
    routine_verdict,
)
from kneeapp.domain.routine.pain_rules import Morning
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import Arm, Trial, TrialKind
from kneeapp.domain.trial.results import Difference, TrialFinding, TrialPair, TrialResult
from kneeapp.domain.trial.text import arm_words, method_words, result_words
from tests.domain.rating_factory import a_session, unhurried

TOO_MUCH = re.compile(
    r"you are fine|healthy|cured?\b|prove|because of the|causes?\b|heals?\b", re.IGNORECASE
)
NO_NUMBER = re.compile(r"\bnan\b|\binf\b|\bNone\b|-0\.0")
"""What Python writes where there is no number; "from none to 1.5 less" is English."""

SERIES = [[], [3], [2, 2], [0] * 8, [10] * 8, [1] * 14, [-2] * 8, [2, 0, 3, 1, 2, 1, 4], [-10] * 6]

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def honest(text: str) -> bool:
    whole = bool(text) and text[-1] in ".?" and text[0].isupper()
    return whole and not TOO_MUCH.search(text) and not NO_NUMBER.search(text)


def said(words: VerdictText) -> str:
    return f"{words.headline} {words.detail} {words.following}"


@pytest.mark.parametrize("relief", SERIES)
def test_every_series_gets_a_sensible_sentence(relief: list[int]) -> None:
    for words in (
        routine_words(routine_verdict(relief)),
        area_words(area_verdict(relief), Area.GLUTEUS_MEDIUS),
    ):
        assert all(honest(text) for text in (words.headline, words.detail, words.following))


@unhurried
@given(st.lists(st.integers(-10, 10), max_size=20))
def test_no_sentence_claims_too_much(relief: list[int]) -> None:
    assert honest(said(routine_words(routine_verdict(relief))))
    assert honest(said(area_words(area_verdict(relief), Area.GLUTEUS_MEDIUS)))


def test_an_interval_that_begins_at_zero_is_written_with_none() -> None:
    words = said(routine_words(routine_verdict([0, 1, 1, 1, 1])))
    assert "(likely from none to 1.5 less)" in words
    assert honest(words)


def test_a_helping_routine_says_that_nothing_was_compared() -> None:
    words = routine_words(routine_verdict([3] * 8))
    assert words.headline == "Your knee feels better after the routine."
    assert "Nothing was compared" in words.following
    assert "3.0 points on average over 6 sessions" in words.detail


def test_sessions_after_a_verdict_are_described_beside_it() -> None:
    detail = routine_words(routine_verdict([3] * 6 + [1] * 8)).detail
    assert "3.0 points on average over 6 sessions" in detail
    assert "Since then knee pain fell by 1.0 point on average over 8 sessions" in detail
    weaker = routine_words(routine_verdict([3] * 6 + [1, 0] * 4)).detail
    assert "That is less, and may be chance" in weaker


def a_verdict(outcome: Outcome, mean: float, low: float, high: float) -> Verdict:
    return Verdict(outcome, 14, Figures(14, mean, low, high, probability=0.02))


@pytest.mark.parametrize(
    ("mean", "low", "high", "says"),
    [
        (0.2, -0.4, 0.8, "Your knee rates less than 1 point better after"),
        (0.6, 0.2, 0.96, "Most likely your knee rates less than 1 point better after"),
        (-0.3, -1.0, 0.4, "Your knee does not rate better after"),
        (-1.0, -1.7, -0.3, "Your knee rates worse after"),
    ],
)
def test_a_small_relief_is_called_what_its_figures_say(
    mean: float, low: float, high: float, says: str
) -> None:
    routine = routine_words(a_verdict(Outcome.RULED_OUT, mean, low, high))
    area = area_words(a_verdict(Outcome.LITTLE_ALONE, mean, low, high), Area.GLUTEUS_MEDIUS)
    assert routine.headline.startswith(f"{says} the routine.")
    assert area.headline.startswith(f"{says} the outer hip alone.")
    assert ("Leave it out for now." in routine.following) == (high < 0)
    assert ("Leave it out for now" in area.following) == (mean < 0)


def test_what_surely_hurts_more_is_not_gone_on_with() -> None:
    since = Figures(8, -1.2, -2.0, -0.4, probability=0.01)
    for outcome in (Outcome.RULED_OUT, Outcome.SMALL_OR_UNCERTAIN):
        later = replace(a_verdict(outcome, 0.2, -0.4, 0.8), later=since)
        assert routine_words(later).headline == "Lately your knee rates worse after the routine."
        assert "Leave it out for now." in routine_words(later).following
    rising = area_words(a_verdict(Outcome.LITTLE_ALONE, -0.3, -1.0, 0.4), Area.GLUTEUS_MEDIUS)
    assert rising.following == "Leave it out for now: nothing here speaks for it."
    faded = routine_words(a_verdict(Outcome.FADED, -1.0, -1.7, -0.3))
    assert faded.headline.endswith("Lately it rates worse.")
    so_far = routine_words(routine_verdict([-2, -1, -2, -2]))
    assert so_far.headline == "Not known yet."
    assert "Leave it out for now." in faded.following
    assert "Leave it out for now." in so_far.following


def test_ruled_out_has_one_fixed_text_and_a_next_step() -> None:
    words = routine_words(routine_verdict([0] * 8))
    assert words.headline == (
        "Your knee rates less than 1 point better after the routine. "
        "Whether muscles are weak was not tested."
    )
    assert "next place" in words.following


def test_a_verdict_that_newer_sessions_turned_says_one_thing() -> None:
    words = said(routine_words(routine_verdict([2] * 8 + [-1] * 14)))
    assert words.startswith("At first your knee felt better after the routine. Lately it rates")
    assert "Lately knee pain rose by 1.0 point" in words
    assert "Keep it." not in words
    words = said(routine_words(routine_verdict([0] * 8 + [3] * 14)))
    assert words.startswith("Your knee feels better after the routine. Lately knee pain fell by")
    assert "next place" not in words


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.HELPS}))
def test_a_verdict_that_hangs_on_missing_ratings_says_so(outcome: Outcome) -> None:
    assert unrated_words(None) == ""
    one, three = unrated_words(Unrated(1, outcome)), unrated_words(Unrated(3, outcome))
    assert honest(one)
    assert "not rated after 1 session." in one
    assert "not rated after 3 sessions. Had it been no better then," in three
    some, every = (unrated_words(Unrated(3, outcome, rated)) for rated in (1, 3))
    assert "With what you rated later that day, and no better where you did not, the" in some
    assert "With what you rated later that day, the answer would be" in every


def test_every_outcome_has_a_headline() -> None:
    for outcome in Outcome:
        assert honest(headline_words(Headline(outcome, 8)))


def test_a_worse_verdict_says_to_stop_and_see_a_clinician() -> None:
    following = routine_words(routine_verdict([-3] * 8)).following
    assert "Stop" in following
    assert "looked at" in following


def test_an_area_that_gives_little_alone_is_not_ruled_out() -> None:
    words = area_words(area_verdict([0] * 8), Area.GLUTEUS_MEDIUS)
    assert words.headline.startswith(
        "Your knee rates less than 1 point better after the outer hip alone."
    )
    assert "not what eases" not in said(words)


def test_the_certainty_is_given_for_the_outcome_reached() -> None:
    sure = {
        (3,): "How sure that it is 1 point or more better: 99 in 100.",
        (0,): "How sure that it is less than 1 point better: 99 in 100.",
        (-3,): "",
    }
    assert {one: certainty_words(routine_verdict([*one] * 8)) for one in sure} == sure


def test_no_certainty_is_given_for_a_few_sessions() -> None:
    assert certainty_words(routine_verdict([3] * 3)) == ""
    assert certainty_words(routine_verdict([3] * 4)).endswith("99 in 100.")


@pytest.mark.parametrize(
    ("relief", "line"),
    [
        ([], "Not known yet: no sessions count so far, of at least 6."),
        ([3], "Not known yet: 1 session counts so far, of at least 6."),
        ([2, 0] * 4, "Not known yet: 8 sessions count so far."),
        ([3] * 8, "Your knee feels better after the routine."),
        ([-3] * 8, "Your knee hurts more after the routine."),
    ],
)
def test_the_headline_gives_the_verdict_so_far_in_one_line(relief: list[int], line: str) -> None:
    assert headline_words(Headline(routine_outcome(relief), len(relief))) == line


def test_no_sentence_names_a_page_that_may_not_be_there() -> None:
    for relief in SERIES:
        words = routine_words(routine_verdict(relief))
        assert not re.search("rogramme", said(words))


def test_few_sessions_say_how_many_are_still_needed() -> None:
    words = routine_words(routine_verdict([4]))
    assert words.detail == (
        "So far 1 session counts. A verdict takes at least 6 that count: 5 more. "
        "One session is often wrong."
    )


def test_the_text_counts_sessions_stopped_for_pain() -> None:
    sessions = [a_session(5, None, day=n, stop_reason="sharp") for n in range(2)]
    effects = session_effects([*sessions, a_session(day=9, late=True)], knee=Side.LEFT).values()
    text = left_out_words(effects)
    assert text[0] == "2 sessions stopped for pain: counted as 2 points worse."
    assert "1 session not counted" in text[1]


def test_the_method_text_says_how_a_stop_for_pain_counts() -> None:
    trial = Trial(
        UUID(int=1), Side.LEFT, Arm(TrialKind.BALL), Arm(TrialKind.REST), NOW, "1", (True,) * 5
    )
    text = method_words(trial, asked="ball only", other="rest")
    assert "stopped for pain counts as not better" in text


def test_fourteen_undecided_leave_the_choice_to_the_person() -> None:
    words = routine_words(routine_verdict([1] * 14))
    assert "small or uncertain" in words.headline
    assert "your choice" in words.following


def test_every_outcome_has_a_text() -> None:
    assert set(NEXT) == set(Outcome)


def test_exclusion_reasons_are_listed_commonest_first() -> None:
    reasons = [ExclusionReason.LATE, ExclusionReason.SHORT, ExclusionReason.LATE, None]
    values = left_out_words(
        SessionEffect(UUID(int=n), NOW, 5, 2, why) for n, why in enumerate(reasons)
    )
    assert [line[:24] for line in values] == [
        "2 sessions not counted: ",
        "1 session not counted: a",
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.04, "1.0 point"), (0.96, "1.0 point"), (-0.01, "0.0 points"), (2.25, "2.2 points")],
)
def test_points_are_shown_to_one_decimal(value: float, shown: str) -> None:
    assert points(value) == shown


def test_a_probability_is_never_all_nor_none() -> None:
    assert (in_hundred(0.9999), in_hundred(0.0)) == ("99 in 100", "1 in 100")


def test_a_half_is_no_number_in_a_hundred() -> None:
    assert [in_hundred(half) for half in (0.495, 0.5, 0.505)] == ["as likely as not"] * 3
    assert in_hundred(0.49) == "49 in 100"


def test_an_interval_names_both_directions_only_where_it_crosses_zero() -> None:
    assert likely(0.8, 2.84, "up", "down") == "likely 0.8 to 2.8"
    assert likely(-2.84, -0.8, "up", "down") == "likely 0.8 to 2.8"
    assert likely(-0.5, 1.2, "up", "down") == "likely from 0.5 up to 1.2 down"
    assert likely(-0.5, 0.04, "up", "down") == "likely from 0.5 up to none"


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        ([7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2], "The mornings went down by 5.3 points over 3"),
        ([2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7], "The mornings went up by 5.3 points over 3"),
        ([5] * 12, "The mornings stayed the same over 3 weeks."),
        (
            [3, 6, 4, 5, 3, 6, 5, 4, 3, 6],
            "No clear trend in the mornings over 2.5 weeks: they may",
        ),
        ([4, 4], "No trend yet. It takes 6 ratings over two weeks."),
    ],
)
def test_the_trend_text_says_where_ratings_are_heading(values: list[int], begins: str) -> None:
    found = trend([Level(NOW + timedelta(days=2 * n), value) for n, value in enumerate(values)])
    words = trend_words(found, "the mornings")
    assert words.startswith(begins)
    assert honest(words)


def test_the_text_gives_the_expected_fall_or_why_it_is_unknown() -> None:
    values = [4, 6, 3, 5, 2, 6, 4, 3, 7, 4, 5, 2, 3, 6, 4, 5, 3, 4, 6, 2]
    ratings = {date(2026, 3, 1) + timedelta(days=n): float(value) for n, value in enumerate(values)}
    bad = {day for day, value in ratings.items() if value >= 5}
    words = fall_words(expected_fall(ratings, bad))
    assert words.startswith("Bad days get better by themselves. That alone may be about 1.")
    assert "by the next day" in words
    assert "only a trial can tell" in words
    assert fall_words(expected_fall(ratings, ratings.keys())).startswith(
        "You do not seem to choose bad days"
    )
    unsure = ExpectedFall(0.3, -0.1, 0.7, excess=0.5)
    assert fall_words(unsure).startswith("Whether you choose bad days for sessions is not clear")
    assert "by up to 0.7 points" in fall_words(unsure)
    small = ExpectedFall(0.1, -0.2, 0.4, excess=0.1)
    assert fall_words(small).startswith("You do not seem to choose bad days")
    assert all(honest(fall_words(why)) for why in CannotTell)


@pytest.mark.parametrize("says", [one for one in Morning if one is not Morning.NOT_RATED])
def test_every_result_of_a_morning_check_has_a_text(says: Morning) -> None:
    assert honest(MORNINGS[says])


def a_result(finding: TrialFinding, p: float | None, mean: float, whole: int = 8) -> TrialResult:
    pairs = tuple(TrialPair(n + 1, 2, 1 if n < whole else None) for n in range(8))
    low, high = mean - 1.2, mean + 1.2
    return TrialResult(finding, pairs, p, Difference(mean, low, high, 0.96, 0.6), (0, 0))


def test_a_trial_that_shows_a_difference_says_how_sure_it_is() -> None:
    words = result_words(
        a_result(TrialFinding.EASES_MORE, 0.031, 1.3), asked="ball only", other="ten minutes' rest"
    )
    assert (
        words.headline == "Your knee pain fell more after ball only than after ten minutes' rest."
    )
    assert "by 1.3 points more after ball only" in words.detail
    assert "in about 3 of 100 trials (p = 0.031)" in words.detail
    assert "96 in 100; by a point or more: 60 in 100" in words.detail
    assert honest(said(words))


def test_a_trial_without_a_shown_difference_does_not_claim_equality() -> None:
    words = result_words(
        a_result(TrialFinding.NOT_SHOWN, 0.4, -0.3), asked="ball only", other="rest"
    )
    assert "more after rest than after ball only" in words.detail
    assert "likely from 1.5 for rest to 0.9 for ball only" in words.detail
    assert "does not show that the two are the same" in words.following


def test_a_trial_cut_short_says_so() -> None:
    short = a_result(TrialFinding.EASES_MORE, 0.02, 1.3, whole=6)
    assert "6 of 8 pairs are complete" in result_words(short, asked="a", other="b").detail
    assert "look better than they are" in result_words(short, asked="a", other="b").detail
    few = a_result(TrialFinding.TOO_FEW, 0.1, 1.3, whole=3)
    assert "p =" not in result_words(few, asked="a", other="b").detail


def test_a_rare_chance_is_fewer_than_one_in_a_hundred() -> None:
    rare = a_result(TrialFinding.EASES_MORE, 1 / 1024, 3.0)
    assert "fewer than 1 of 100" in result_words(rare, asked="a", other="b").detail


def test_a_trial_that_the_other_arm_wins_says_so() -> None:
    lost = replace(
        a_result(TrialFinding.NOT_SHOWN, 0.9999, -2.0),
        difference=Difference(-2.0, -2.8, -1.2, more=0.001, a_point_more=0.0),
    )
    words = result_words(lost, asked="ball only", other="rest")
    assert words.headline == "Your knee pain fell less after ball only than after rest."
    assert "So ball only was not ahead (p > 0.999)." in (words.detail)
    assert words.following == "Keep rest: nothing here speaks for ball only."


def test_no_difference_is_not_written_as_one_and_no_p_as_nothing() -> None:
    even = result_words(a_result(TrialFinding.NOT_SHOWN, 0.6, 0.0), asked="a", other="b").detail
    assert "knee pain fell about as much after a as after b" in even
    rare = a_result(TrialFinding.EASES_MORE, 1 / 65536, 3.0)
    assert "(p < 0.001)" in result_words(rare, asked="a", other="b").detail
    one = a_result(TrialFinding.TOO_FEW, None, 0.0, whole=1)
    assert "1 of 8 pairs is complete." in result_words(one, asked="a", other="b").detail


def test_many_more_sessions_left_out_of_one_arm_are_mentioned() -> None:
    uneven = TrialResult(TrialFinding.NOT_SHOWN, (), 0.5, Difference(0, -1, 1, 0.5, 0.1), (5, 0))
    assert "compare with care" in result_words(uneven, asked="a", other="b").detail


def test_the_method_names_what_was_compared_when_and_how() -> None:
    arms = Arm(TrialKind.BALL), Arm(TrialKind.REST)
    trial = Trial(UUID(int=1), Side.LEFT, *arms, NOW, "1", (True,) * 6)
    text = method_words(trial, asked="ball only", other="rest")
    for part in ("ball only with rest in 6 pairs", "02 March 2026", "one-sided", "expected"):
        assert part in text


def test_a_verdict_beside_a_trial_points_to_its_result_and_no_longer_to_keep_it() -> None:
    helps = routine_verdict([3] * 8)
    assert "Nothing was compared" in routine_words(helps).following
    assert routine_words(helps, compared=True).following.startswith("Keep it, unless the result")
    worse = routine_verdict([-3] * 8)
    assert routine_words(worse, compared=True) == routine_words(worse)


def test_arms_are_named_in_the_middle_of_a_sentence() -> None:
    assert {arm_words(Arm(kind), {}) for kind in TrialKind if kind is not TrialKind.ROUTINE} == {
        "ball only",
        "roller only",
        "ball and roller",
        "ten minutes' rest",
    }
    assert (
        arm_words(Arm(TrialKind.ROUTINE, "ankle"), {"ankle": "Ankle mobility"}) == "ankle mobility"
    )
    assert arm_words(Arm(TrialKind.ROUTINE, "it"), {"it": "IT band"}) == "IT band"
