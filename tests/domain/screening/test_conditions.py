"""When a condition on answers holds."""

import pytest
from pydantic import ValidationError

from kneeapp.domain.screening.conditions import SKIPPED, Condition, hold


def condition(**keys):
    return Condition.model_validate({"group": "g", **keys})


@pytest.mark.parametrize(
    ("keys", "value", "met"),
    [
        ({"has": "a"}, ["a", "b"], True),
        ({"has": "a"}, [], False),
        ({"is": "a"}, "a", True),
        ({"is": "a"}, "ab", False),
        ({"any_of": ["a", "b"]}, ["b"], True),
        ({"any_of": ["a", "b"]}, "b", True),
        ({"any_of": ["a", "b"]}, "c", False),
        ({"at_least": 3}, 3, True),
        ({"at_least": 3}, 2.9, False),
        ({"at_most": 3}, 3, True),
        ({"at_most": 3}, 3.1, False),
        ({"at_least": 1, "at_most": 3}, 4, False),
        ({"at_most": 3}, SKIPPED, False),
        ({"is": SKIPPED}, SKIPPED, False),
    ],
)
def test_a_condition_is_met_by_its_answer_only(keys, value, met):
    assert condition(**keys).met({"g": value}) is met


def test_an_unanswered_group_meets_no_condition():
    assert not condition(at_most=3).met({})
    assert not hold([condition(has="a")], {})


@pytest.mark.parametrize("keys", [{}, {"has": "a", "is": "b"}, {"has": "a", "at_most": 3}])
def test_a_condition_tests_exactly_one_thing(keys):
    with pytest.raises(ValidationError, match="exactly one"):
        condition(**keys)


def test_an_exclusion_has_to_be_answered_and_not_met():
    when, unless = [condition(has="a")], [Condition(group="other", has="x")]
    assert not hold(when, {"g": ["a"]}, unless=unless)
    assert not hold(when, {"g": ["a"], "other": ["x"]}, unless=unless)
    assert hold(when, {"g": ["a"], "other": []}, unless=unless)


@pytest.mark.parametrize("value", [["a"], "a"])
def test_no_bound_is_met_by_what_is_no_number(value):
    assert not hold([condition(at_least=0)], {"g": value})
