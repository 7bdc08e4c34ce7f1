"""Loads of days as other apps write them: columns, units, doubles, and what cannot be."""

from datetime import UTC, date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.diary.days import DayOrder
from kneeapp.domain.diary.loads import (
    Doubled,
    LoadChoice,
    LoadLeftOut,
    TimeUnit,
    doubled_days,
    load_columns,
    read_loads,
)
from kneeapp.domain.diary.table import table_of
from kneeapp.domain.load.day_load import DayLoad, LoadKind

TODAY = date(2026, 3, 10)


def read(text, doubled=Doubled.SUM):
    table = table_of(text.encode())
    columns = load_columns(table)
    return read_loads(table, LoadChoice(columns, DayOrder.DAY_FIRST, doubled), TODAY, UTC)


def test_steps_and_minutes_are_found_by_their_headers():
    text = "Date,Steps,Distance (km),Sitting (h),Exercise (min)\n2026-03-01,8123,5.7,6.5,30\n"
    columns = load_columns(table_of(text.encode()))
    assert columns.kinds == {LoadKind.STEPS: 1, LoadKind.SITTING: 3, LoadKind.SPORT: 4}
    assert columns.units == {LoadKind.SITTING: TimeUnit.HOURS, LoadKind.SPORT: TimeUnit.MINUTES}
    assert read(text).loads == (
        DayLoad(date(2026, 3, 1), steps=8123, sitting_min=390, sport_min=30),
    )


def test_a_column_of_distances_is_never_taken_for_steps():
    assert load_columns(table_of(b"Date,Steps distance km\n2026-03-01,5.7\n")) is None


def test_an_impossible_count_is_left_out_and_told_and_the_rest_stays():
    content = read("Date,Steps\n2026-03-01,300000\n2026-03-02,7000\n2026-03-30,5000\n?,4\n")
    assert [load.steps for load in content.loads] == [7000]
    assert [(row, why) for row, _, why in content.left_out] == [
        (2, LoadLeftOut.IMPOSSIBLE),
        (4, LoadLeftOut.AHEAD),
        (5, LoadLeftOut.NO_DAY),
    ]


def test_a_day_twice_is_added_up_or_the_largest_counts_as_the_person_says():
    text = "Date,Steps\n2026-03-01,3000\n2026-03-01,4000\n2026-03-02,100\n"
    table = table_of(text.encode())
    assert doubled_days(table, load_columns(table), DayOrder.DAY_FIRST, UTC) == 1
    assert [load.steps for load in read(text).loads] == [7000, 100]
    assert [load.steps for load in read(text, Doubled.LARGEST).loads] == [4000, 100]


def test_rows_that_add_up_to_more_than_a_day_are_left_out():
    content = read("Date,Steps\n2026-03-01,60000\n2026-03-01,60000\n")
    assert content.loads == ()
    assert content.left_out[0][2] is LoadLeftOut.IMPOSSIBLE


@pytest.mark.parametrize(
    ("text", "steps"), [('"8,123"', 8123), ("8.123", 8123), ("8 123", 8123), ("8123.0", 8123)]
)
def test_thousands_are_read_with_comma_point_or_blank(text, steps):
    assert [load.steps for load in read(f"Date,Steps\n2026-03-01,{text}\n").loads] == [steps]


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9000)), min_size=1, max_size=20))
def test_of_any_rows_nothing_is_lost_and_each_day_comes_once(rows):
    text = "Date,Steps\n" + "".join(f"2026-03-0{day},{steps}\n" for day, steps in rows)
    loads = read(text).loads
    assert sum(load.steps for load in loads) == sum(steps for _, steps in rows)
    assert len({load.day for load in loads}) == len(loads)
