"""What content files may say is closed, and what one closure covers of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kneeapp.domain.areas import Area
from kneeapp.domain.safety.closures import (
    EVERYTHING,
    GROUPS,
    Closure,
    Closures,
    Family,
    Part,
    closure_texts,
    parse_closures,
)
from kneeapp.domain.sides import Side

CLOSURES = TypeAdapter(Closures)

whole = st.sampled_from(sorted(set(Part) - {Part.AREA, Part.ROUTINE})).map(Closure)
areas = st.builds(
    Closure, st.just(Part.AREA), st.sampled_from(Area), st.none() | st.sampled_from(Side)
)
families = st.sampled_from(Family).map(lambda name: Closure(Part.EXERCISE, name))
routines = st.from_regex(r"[a-z_]{1,12}", fullmatch=True).map(
    lambda name: Closure(Part.ROUTINE, name)
)
closures = whole | areas | families | routines


@pytest.mark.parametrize(
    ("text", "closure"),
    [
        ("ball", Closure(Part.BALL)),
        ("area:calf", Closure(Part.AREA, "calf")),
        ("area:calf:left", Closure(Part.AREA, "calf", Side.LEFT)),
        ("routine:release", Closure(Part.ROUTINE, "release")),
        ("exercise", Closure(Part.EXERCISE)),
        ("exercise:one_leg", Closure(Part.EXERCISE, "one_leg")),
    ],
)
def test_a_text_is_parsed_as_one_closure(text, closure):
    assert parse_closures(text) == (closure,)


@pytest.mark.parametrize("name", GROUPS)
def test_a_short_name_stands_for_several_closures(name):
    assert len(parse_closures(name)) > 1
    assert set(parse_closures(name)) <= set(EVERYTHING)


def test_everything_closes_each_part_that_needs_no_name():
    apart = {Part.AREA, Part.FLOOR, Part.ROUTINE}
    assert {closure.part for closure in EVERYTHING} == set(Part) - apart


@pytest.mark.parametrize(
    "text",
    [
        "",
        "balls",
        "Ball",
        " ball",
        "ball:",
        "ball:left",
        "area",
        "area:elbow",
        "area:calf:middle",
        "area:calf:left:left",
        "area::left",
        "routine",
        "routine:release:left",
        "exercise:flying",
        "exercise:one_leg:left",
        "exercise::left",
        "everything:now",
    ],
)
def test_a_text_that_closes_nothing_known_is_refused_and_named(text):
    with pytest.raises(ValueError, match=r"closed|name|side|written") as refused:
        parse_closures(text)
    assert repr(text) in str(refused.value)


def test_a_content_file_with_an_unknown_closure_is_refused():
    with pytest.raises(ValidationError, match="'boll' cannot be closed"):
        CLOSURES.validate_python(["ball", "boll"])
    with pytest.raises(ValidationError):
        CLOSURES.validate_python("ball")
    with pytest.raises(ValidationError):
        CLOSURES.validate_python([1])


def test_a_closure_named_twice_is_kept_once():
    assert CLOSURES.validate_python(["pressing", "ball"]) == parse_closures("pressing")


@pytest.mark.parametrize(
    ("closing", "other", "covers"),
    [
        ("exercise", "exercise:one_leg", True),
        ("exercise:one_leg", "exercise", False),
        ("exercise:one_leg", "exercise:standing", False),
        ("area:calf", "area:calf:left", True),
        ("area:calf:left", "area:calf:right", False),
        ("area:calf:left", "area:calf", False),
        ("ball", "roller", False),
        ("routine:release", "routine:ankle", False),
    ],
)
def test_a_closure_covers_what_it_contains_and_no_more(closing, other, covers):
    (one,), (two,) = parse_closures(closing), parse_closures(other)
    assert one.covers(two) is covers


@given(closures, closures)
def test_two_closures_that_cover_each_other_are_the_same(one, two):
    assert one.covers(one)
    assert (one.covers(two) and two.covers(one)) is (one == two)


@given(st.lists(closures, unique=True))
def test_closures_are_read_again_as_they_were_written(several):
    assert CLOSURES.validate_python(closure_texts(several)) == tuple(several)
    assert CLOSURES.validate_json(CLOSURES.dump_json(tuple(several))) == tuple(several)
