"""Days as other apps write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.diary.days import DayOrder, day_of, possible_orders, told_apart_by

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
THIRD = date(2026, 3, 2)
TODAY = date(2026, 12, 31)
BOTH = tuple(DayOrder)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02",
        "2026/3/2",
        "2026.03.02 08:15",
        "20260302",
        "2026-03-02T23:59:00+01:00",
        "2026年3月2日",
        "2 March 2026",
        "March 2, 2026 at 8:30 PM",
        "Mon, 02 Mar 2026 08:00:00",
        "2. März 2026",
        "Montag, 2. Maerz 2026",
        "2 mars 2026",
        "lunes, 2 de marzo de 2026",
        "2 maart 2026",
        "2 de março de 2026",
        "Mon 2026-03-02",
    ],
)
def test_a_day_that_can_be_read_one_way_only_is_that_day(text):
    assert {day_of(text, order, BERLIN) for order in DayOrder} == {THIRD}


@pytest.mark.parametrize("text", ["02/03/2026", "2.3.26", "02-03-2026 07:00", "Mo. 02.03.2026"])
def test_numbers_with_the_year_last_are_read_in_the_order_of_the_file(text):
    assert day_of(text, DayOrder.DAY_FIRST, BERLIN) == THIRD
    assert day_of(text, DayOrder.MONTH_FIRST, BERLIN) == date(2026, 2, 3)


def test_a_time_in_utc_is_a_day_where_the_person_lives_and_one_with_its_offset_where_it_was():
    """Track & Graph and Bearable users who travel: a day is the day that the diary shows."""
    assert day_of("2026-03-02T23:30:00Z", DayOrder.DAY_FIRST, BERLIN) == date(2026, 3, 3)
    assert day_of("2026-03-02T03:30:00.000+00:00", DayOrder.DAY_FIRST, NEW_YORK) == date(2026, 3, 1)
    assert day_of("2026-03-02T23:30:00-05:00", DayOrder.DAY_FIRST, BERLIN) == THIRD
    seconds = int(datetime(2026, 3, 2, 23, 30, tzinfo=UTC).timestamp())
    assert day_of(f"{seconds}", DayOrder.DAY_FIRST, BERLIN) == date(2026, 3, 3)
    assert day_of(f"{seconds}123", DayOrder.DAY_FIRST, NEW_YORK) == THIRD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "7/10",
        "3:30",
        "31/31/2026",
        "2026-13-01",
        "March 2",
        "1 mar 2 apr 2026",
        "0001-01-01",
        "a long note that happens to begin with a day, 2026-03-02, and goes on",
    ],
)
def test_what_names_no_day_is_none(text):
    assert {day_of(text, order, UTC) for order in DayOrder} == {None}


@given(st.lists(days, min_size=1, max_size=40), st.sampled_from(DayOrder), st.sampled_from("/.-"))
def test_the_order_is_told_or_asked_but_never_wrong(written, order, between):
    form = ("%d{0}%m{0}%Y" if order is DayOrder.DAY_FIRST else "%m{0}%d{0}%Y").format(between)
    texts = [day.strftime(form) for day in written]
    possible = possible_orders(texts, date(2200, 1, 1))
    read = [[day_of(text, one, UTC) for text in texts] for one in possible]
    assert written in read
    if len(possible) == 2:
        assert read[0] != read[1]
        assert told_apart_by(texts)
    elif any(day.day > 12 for day in written):
        assert possible == (order,)


def test_days_that_are_still_to_come_tell_the_order():
    texts = ["01/12/2026", "02/12/2026"]
    assert possible_orders(texts, date(2026, 12, 31)) == BOTH
    assert possible_orders(texts, date(2026, 3, 1)) == (DayOrder.MONTH_FIRST,)


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_none(text):
    for zone in (UTC, NEW_YORK):
        day = day_of(text, DayOrder.DAY_FIRST, zone)
        assert day is None or date(1899, 12, 31) <= day <= date(2286, 12, 31)


@given(days, st.integers(0, 23), st.sampled_from([BERLIN, NEW_YORK, ZoneInfo("Pacific/Auckland")]))
def test_a_moment_in_utc_is_the_day_of_the_persons_clock(day, hour, zone):
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    text = at.isoformat().replace("+00:00", "Z")
    assert day_of(text, DayOrder.DAY_FIRST, zone) == at.astimezone(zone).date()
    assert abs(at.astimezone(zone).date() - day) <= timedelta(days=1)
