"""What each kind of question takes for an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questions import LONGEST_NAME, MOST_ITEMS, ItemsGroup
from kneeapp.errors import BadInput, KneeAppError
from tests.domain.answer_factory import QUESTIONS


def check(group, value):
    return QUESTIONS.group(group).check(value)


@pytest.mark.parametrize(
    ("group", "value", "kept"),
    [
        ("place", ["outer", "kneecap"], ["kneecap", "outer"]),
        ("place", ("back",), ["back"]),
        ("average_pain", 4, 4),
        ("average_pain", 4.0, 4),
        ("sitting_hours", 7.5, 7.5),
        ("knee_to_wall", {"left": 9.5, "right": 11}, {"left": 9.5, "right": 11}),
        ("knee_to_wall", {"right": 11}, {"right": 11}),
        ("chair_stand", 0, 0),
        ("pelvic_drop", {"left": 1, "right": 0}, {"left": 1, "right": 0}),
        ("activities", [], []),
        ("knee_to_wall", SKIPPED, SKIPPED),
    ],
)
def test_a_valid_answer_is_kept_as_given(group, value, kept):
    assert check(group, value) == kept


@pytest.mark.parametrize(
    ("group", "value"),
    [
        ("place", []),
        ("place", ["elbow"]),
        ("average_pain", 11),
        ("average_pain", 4.5),
        ("average_pain", "4"),
        ("sitting_hours", 7.3),
        ("sitting_hours", 21),
        ("sitting_hours", float("inf")),
        ("knee_to_wall", {}),
        ("knee_to_wall", 9),
        ("knee_to_wall", {"middle": 9}),
        ("knee_to_wall", {"left": 31}),
        ("knee_to_wall", {"left": "9"}),
        ("knee_to_wall", {"left": True}),
        ("chair_stand", {"left": 9}),
        ("chair_stand", -1),
        ("pelvic_drop", {"left": 0.5}),
        ("activities", "walking"),
        ("activities", [{"name": "walking"}]),
        ("activities", [{"name": " ", "score": 4}]),
        ("activities", [{"name": "walking", "score": 11}]),
        ("activities", [{"name": "x" * 10_000, "score": 4}]),
        ("activities", [{"name": "walking", "score": 4}] * 6),
    ],
)
def test_an_answer_outside_its_question_is_refused_with_a_message(group, value):
    with pytest.raises(KneeAppError) as refused:
        check(group, value)
    assert str(refused.value).endswith(".")


def test_a_safety_question_cannot_be_skipped():
    with pytest.raises(BadInput):
        check("emergency", SKIPPED)


@pytest.mark.parametrize(
    "name", ["<b>stairs</b>", "סיבוב עם הכלב", "👨‍👩‍👧 walking", "'; drop table person; --"]
)
def test_an_activity_is_kept_as_typed(name):
    assert check("activities", [{"name": name, "score": 3}]) == [{"name": name, "score": 3}]


@given(st.text(min_size=1, max_size=LONGEST_NAME))
def test_control_characters_are_removed_from_an_activity(name):
    try:
        (stored,) = check("activities", [{"name": name, "score": 3}])
    except BadInput:
        assert not "".join(filter(str.isprintable, name)).strip()
        return
    assert "\x00" not in stored["name"]
    stored["name"].encode("utf-8")


@pytest.mark.parametrize("count", [0, MOST_ITEMS + 1])
def test_a_question_asks_one_to_five_items(count):
    group = next(one for one in QUESTIONS.groups if isinstance(one, ItemsGroup) and one.items)
    declared = group.model_dump(by_alias=True)
    item = {**declared["items"][0], "retired": count == 0}
    declared["items"] = [item | {"id": f"item_{n}"} for n in range(max(count, 1))]
    with pytest.raises(ValidationError, match="between 1 and 5 items"):
        ItemsGroup.model_validate(declared)
