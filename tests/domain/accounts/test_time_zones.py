"""A person's time zones: a day stays the day it was, wherever it is looked at."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.accounts.time_zones import (
    ZoneChange,
    ZoneHistory,
    merged,
    with_zone,
    zone_at,
    zone_named,
    zone_of,
)
from kneeapp.errors import BadInput

BERLIN, NEW_YORK, AUCKLAND, SAMOA = (
    "Europe/Berlin",
    "America/New_York",
    "Pacific/Auckland",
    "Pacific/Apia",
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moved(*changes: tuple[str, str]) -> ZoneHistory:
    return ZoneHistory(tuple(ZoneChange(at(since), zone) for since, zone in changes))


TO_NEW_YORK = moved(("2026-10-01T00:00", BERLIN), ("2026-11-05T20:00", NEW_YORK))

zones = st.sampled_from([BERLIN, NEW_YORK, AUCKLAND, SAMOA, "Asia/Kolkata", "UTC"])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  bounds are naive by contract
histories = st.lists(
    st.builds(ZoneChange, moments, zones), min_size=1, max_size=5, unique_by=lambda one: one.since
).map(lambda changes: ZoneHistory(merged(changes)))


def test_two_mornings_in_berlin_stay_two_days_after_a_flight_to_new_york():
    mornings = [at("2026-11-03T05:30"), at("2026-11-04T04:30")]  # 06:30 and 05:30 in Berlin
    assert [one.astimezone(TO_NEW_YORK).date() for one in mornings] == [
        date(2026, 11, 3),
        date(2026, 11, 4),
    ]
    assert len({one.astimezone(ZoneInfo(NEW_YORK)).date() for one in mornings}) == 1


def test_a_morning_after_the_flight_has_the_day_of_the_new_place():
    assert at("2026-11-06T03:00").astimezone(TO_NEW_YORK).date() == date(2026, 11, 5)


def test_what_was_before_the_first_change_is_assumed_to_be_in_its_zone():
    assert at("2026-01-05T23:30").astimezone(TO_NEW_YORK).date() == date(2026, 1, 6)


def test_a_flight_over_the_date_line_leaves_out_a_day_or_has_it_twice():
    west_to_east = moved(("2026-01-01T00:00", AUCKLAND), ("2026-06-10T10:00", "Pacific/Honolulu"))
    before, after = at("2026-06-10T09:59"), at("2026-06-10T10:00")
    assert before.astimezone(west_to_east).date() == date(2026, 6, 10)
    assert after.astimezone(west_to_east).date() == date(2026, 6, 10)  # the evening is there again
    back = moved(("2026-01-01T00:00", "Pacific/Honolulu"), ("2026-06-10T10:00", AUCKLAND))
    assert before.astimezone(back).date() == date(2026, 6, 9)
    assert after.astimezone(back).date() == date(2026, 6, 10)


def test_days_of_23_and_of_25_hours_begin_and_end_at_midnight():
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        midnight = datetime(day.year, day.month, day.day, tzinfo=TO_NEW_YORK)
        following = datetime.combine(day + timedelta(days=1), midnight.timetz())
        assert following.astimezone(UTC) - midnight.astimezone(UTC) == timedelta(hours=hours)


def test_an_hour_that_a_flight_west_gave_twice_is_told_apart_by_its_fold():
    wall = datetime(2026, 11, 5, 15, 30, tzinfo=TO_NEW_YORK)
    assert wall.astimezone(UTC) == at("2026-11-05T14:30")  # still in Berlin
    assert wall.replace(fold=1).astimezone(UTC) == at("2026-11-05T20:30")  # again, in New York
    assert at("2026-11-05T20:30").astimezone(TO_NEW_YORK).fold == 1


def test_an_hour_that_a_flight_east_skipped_counts_from_the_place_before():
    east = moved(("2026-01-01T00:00", NEW_YORK), ("2026-11-05T20:00", BERLIN))
    skipped = datetime(2026, 11, 5, 18, 0, tzinfo=east)
    assert skipped.utcoffset() == timedelta(hours=-5)


def test_the_abbreviation_is_that_of_the_zone_in_force():
    assert at("2026-11-03T05:30").astimezone(TO_NEW_YORK).tzname() == "CET"
    assert at("2026-11-06T05:30").astimezone(TO_NEW_YORK).tzname() == "EST"


def test_a_time_without_its_day_has_no_offset_and_no_name():
    noon = time(12, tzinfo=TO_NEW_YORK)
    assert (noon.utcoffset(), noon.tzname(), noon.dst()) == (None, None, None)


@given(histories, moments)
def test_every_moment_comes_back_from_its_wall_time(history, moment):
    local = moment.astimezone(history)
    assert local.astimezone(UTC) == moment
    assert local.replace(tzinfo=None) == moment.astimezone(history.at(moment)).replace(tzinfo=None)


@given(histories, moments)
def test_a_history_of_one_zone_is_that_zone(history, moment):
    [change, *_] = history.changes
    alone = zone_of([change], ZoneInfo("UTC"))
    assert alone == ZoneInfo(change.zone)
    assert moment.astimezone(ZoneHistory((change,))).isoformat() == (
        moment.astimezone(alone).isoformat()
    )


@given(histories, st.lists(st.tuples(moments, zones), max_size=4))
def test_what_was_noted_is_in_force_from_then_on(history, notes):
    changes = history.changes
    for now, name in sorted(notes):
        changes = with_zone(changes, name, now)
        assert zone_at(zone_of(changes, UTC), now) == ZoneInfo(name)
        assert with_zone(changes, name, now) == changes


def test_a_zone_noted_while_the_clock_ran_ahead_is_dropped():
    ahead = with_zone(
        (ZoneChange(at("2026-01-01T00:00"), BERLIN),), NEW_YORK, at("2031-01-01T00:00")
    )
    assert with_zone(ahead, BERLIN, at("2026-02-01T00:00")) == ahead[:1]


def test_two_histories_merge_and_the_first_wins_for_one_moment():
    here = [ZoneChange(at("2026-02-01T00:00"), BERLIN)]
    there = [ZoneChange(at("2026-02-01T00:00"), SAMOA), ZoneChange(at("2026-01-01T00:00"), SAMOA)]
    assert merged(here, there) == (there[1], here[0])


def test_without_a_change_the_zone_of_whoever_looks_counts():
    assert zone_of((), ZoneInfo(SAMOA)) == ZoneInfo(SAMOA)


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../Berlin", "/etc/passwd", "Europe", "\0"])
def test_a_name_that_is_no_zone_is_refused(name):
    with pytest.raises(BadInput, match="is no time zone"):
        zone_named(name)
