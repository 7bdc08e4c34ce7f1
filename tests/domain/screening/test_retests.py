"""The home tests repeated: when they are due, and which change is more than chance."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from kneeapp import content
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.retest_text import change_words, due_words
from kneeapp.domain.screening.retests import (
    ACTIVITIES,
    RETESTED,
    RetestDue,
    RetestResult,
    changes,
    due,
    references,
    results,
    results_of_screenings,
)

QUESTIONS = content.questionnaire()
FIRST = date(2026, 1, 5)


def group_of(test: str) -> str:
    """The screening's group that asks for a self-test."""
    return next(
        group.id
        for group in QUESTIONS.groups
        if group.kind == "self_test" and group.test.id == test
    )


def result(value: float, *, days: int = 0, test: str = "knee_to_wall", of: str = "left"):
    return RetestResult(test, FIRST + timedelta(days=days), value, of)


def test_results_are_read_from_the_answers() -> None:
    answers = {
        group_of("knee_to_wall"): {"left": 7.5, "right": 10},
        group_of("chair_stand"): 12,
        group_of("single_leg_stance"): "skipped",
        group_of("pelvic_drop"): {"left": 1},
        "activities": [{"name": "stairs", "score": 4}],
        "age": 40,
    }
    assert set(results(QUESTIONS, answers, FIRST)) == {
        result(7.5),
        result(10, of="right"),
        result(12, test="chair_stand", of=""),
        result(4, test=ACTIVITIES, of="stairs"),
    }


@pytest.mark.parametrize(
    ("days", "says"),
    [(0, RetestDue.NOT_YET), (13, RetestDue.NOT_YET), (14, RetestDue.OPEN), (28, RetestDue.DUE)],
)
def test_a_test_is_worth_repeating_after_two_weeks_and_due_after_four(days, says) -> None:
    assert due("knee_to_wall", [result(8)], FIRST + timedelta(days=days)) is says


def test_a_test_never_done_says_so() -> None:
    assert due("chair_stand", [result(8)], FIRST) is RetestDue.NEVER_DONE


def test_the_newest_result_is_compared_with_the_first_of_its_side() -> None:
    done = [result(11, days=30), result(8), result(9, days=14), result(8, days=30, of="right")]
    (change,) = changes("knee_to_wall", done)
    assert (change.first.value, change.last.value, change.by, change.real) == (8, 11, 3, True)


@pytest.mark.parametrize(
    ("test", "by", "real"),
    [
        ("knee_to_wall", 1.5, False),
        ("knee_to_wall", -2, True),
        ("chair_stand", 1, False),
        ("chair_stand", 2, True),
        (ACTIVITIES, 2, False),
        ("single_leg_stance", 30, None),
    ],
)
def test_only_a_change_beyond_chance_is_called_real(test, by, real) -> None:
    done = [result(10, test=test), result(10 + by, days=20, test=test)]
    assert changes(test, done)[0].real is real


def test_references_are_given_only_where_something_is_published() -> None:
    assert [reference.value for reference in references("chair_stand", 66)] == [11, 12]
    assert references("chair_stand", 40) == ()
    assert [reference.value for reference in references("single_leg_stance", 45)] == [42]
    assert references("single_leg_stance", None) == ()
    assert references(ACTIVITIES, 40) == ()
    assert all(reference.source for test in RETESTED for reference in references(test, 70))


def a_screening(n: int, answers: dict[str, object], kind=ScreeningKind.FULL) -> Screening:
    at = datetime.combine(FIRST + timedelta(days=n), time(12), UTC)
    return Screening(UUID(int=n), at, kind, "1", answers)


def test_a_lasting_answer_counts_on_the_day_it_was_given_and_again_once_it_differs() -> None:
    chair = group_of("chair_stand")
    screenings = [a_screening(n, {chair: count}) for n, count in ((0, 10), (20, 10), (40, 13))]
    results_found = list(results_of_screenings(QUESTIONS, reversed(screenings), UTC))
    assert [(result.day - FIRST, result.value) for result in results_found] == [
        (timedelta(), 10),
        (timedelta(days=40), 13),
    ]


def test_activities_count_each_time_they_are_asked() -> None:
    same = {"activities": [{"name": "Stairs", "score": 4}]}
    results_found = list(
        results_of_screenings(QUESTIONS, [a_screening(0, same), a_screening(20, same)], UTC)
    )
    assert [result.day - FIRST for result in results_found] == [timedelta(), timedelta(days=20)]


def test_a_short_list_gives_no_test_result() -> None:
    carried = a_screening(3, {group_of("chair_stand"): 10}, ScreeningKind.SHORT)
    assert not list(results_of_screenings(QUESTIONS, [carried], UTC))


@pytest.mark.parametrize(
    ("test", "after", "words"),
    [
        ("knee_to_wall", 9.0, "Left: 8 → 9 cm. That may be chance: it takes 2 or more."),
        ("knee_to_wall", 10.0, "Left: 8 → 10 cm. Better, by more than chance."),
        ("knee_to_wall", 6.0, "Left: 8 → 6 cm. Worse, by more than chance."),
        (
            "single_leg_stance",
            20.0,
            "Left: 8 → 20 s. How much is chance is not known for this test.",
        ),
    ],
)
def test_the_text_of_a_change_says_whether_it_may_be_chance(test, after, words) -> None:
    done = [result(8, test=test), result(after, days=30, test=test)]
    [change] = changes(test, done)
    assert change_words(QUESTIONS.self_tests, change) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(3, "done lately, last this week"), (14, "worth repeating, last 2 weeks ago")],
)
def test_the_text_of_a_due_test_says_when_it_was_last_done(days, words) -> None:
    today = FIRST + timedelta(days=days)
    text = due_words(
        QUESTIONS.self_tests,
        "chair_stand",
        due("chair_stand", [result(9, test="chair_stand")], today),
        FIRST,
        today,
    )
    assert text == f"Chair stand, 30 seconds: {words}"


def test_a_test_never_done_has_no_day() -> None:
    assert (
        due_words(QUESTIONS.self_tests, ACTIVITIES, RetestDue.NEVER_DONE, None, FIRST)
        == "Your activities: not done yet"
    )


def test_the_results_of_another_test_change_nothing() -> None:
    assert changes("chair_stand", [result(8), result(11, days=30)]) == ()
