"""The calendar file, read back by other libraries than the one that wrote it."""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from io import StringIO
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from kneeapp.domain.accounts.people import Preferences
from kneeapp.errors import BadInput
from kneeapp.reports.calendar import calendar_file

PERSON, SOMEBODY_ELSE = UUID(int=1), UUID(int=2)
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVENING = time(19)
ZONES = (
    *("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC", "Africa/Abidjan"),
    *("America/Santiago", "Australia/Lord_Howe", "Pacific/Auckland"),  # southern
    "Europe/Dublin",  # its winter is the odd half in the time zone database
    *("Africa/Casablanca", "Asia/Gaza"),  # by the moon, up to 2087
    *("Africa/Cairo", "America/Nuuk"),  # a change that can fall into another month or week
    "America/Havana",  # irregular for a while
)
weekdays = st.lists(st.integers(0, 6), unique=True, min_size=1)


def text(
    person=PERSON, days=(0, 2, 4), *, strengthening=(), at=EVENING, zone=BERLIN, now=MONDAY
) -> str:
    chosen = Preferences(routine_days=days, programme_days=strengthening, reminder_at=at)
    return calendar_file(person, chosen, zone=zone, now=now).decode()


def entries(file: str) -> dict[str, object]:
    return {one.summary: one for one in IcsCalendarStream.calendar_from_ics(file).events}


def moments(file: str, zone: ZoneInfo, count: int) -> list[datetime]:
    timeline = IcsCalendarStream.calendar_from_ics(file).timeline_tz(zone)
    return [one.start.astimezone(UTC) for one in islice(timeline, count)]


@given(
    days=weekdays,
    at=st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45))),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    now=st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes)),
)
def test_every_chosen_day_of_the_coming_weeks_is_there_and_no_other(days, at, zone, now):
    today = now.astimezone(zone).date()
    coming = (datetime.combine(today + timedelta(n), at, zone) for n in range(370))
    wanted = [each for each in coming if each.weekday() in days and each > now][:40]
    found = moments(text(days=days, at=at, zone=zone, now=now), zone, len(wanted))
    assert found == [each.astimezone(UTC) for each in wanted]


@pytest.mark.parametrize("name", ZONES)
def test_the_zone_in_the_file_is_the_persons_own_for_75_years(name):
    """Past 2038 (libical #256) and by the moon (Mailspring #2885)."""
    zone = ZoneInfo(name)
    told = tzical(StringIO(text(zone=zone))).get(name)
    for day in range(0, 75 * 365, 5):
        moment = datetime.combine(MONDAY + timedelta(days=day), EVENING)
        assert told.utcoffset(moment) == zone.utcoffset(moment), moment


@pytest.mark.parametrize("name", ZONES)
def test_fifteen_years_are_right_where_only_the_first_of_a_list_of_days_is_taken(name):
    """vobject 0.9.9 and ical.js 2.2.1 (kewisch/ical.js #59) take the first RDATE of a line.

    vobject also takes a zone that was on UTC from 2000 to 2020 for one that it looks up elsewhere.
    """
    zone = ZoneInfo(name)
    days = (MONDAY.date() + timedelta(days=n) for n in range(15 * 365))
    wanted = [datetime.combine(day, EVENING, zone) for day in days if day.weekday() == 6]
    series = vobject.readOne(text(days=(6,), zone=zone)).vevent.getrruleset()
    found = [each.astimezone(UTC) for each in islice(series, len(wanted))]
    assert found == [each.astimezone(UTC) for each in wanted]


@pytest.mark.parametrize("name", ZONES)
def test_each_observance_is_one_change_or_one_rule_without_end(name):
    """chroncal #130: without a rule; libical #157: a rule whose start is none of its days."""
    parts = re.findall(
        r"BEGIN:(?:STANDARD|DAYLIGHT)(.*?)END:", text(zone=ZoneInfo(name)), re.DOTALL
    )
    assert parts
    for part in parts:
        assert "RDATE" not in part
        [start] = re.findall(r"DTSTART:(\S+)", part)
        for rule in re.findall(r"RRULE:(\S+)", part):
            assert "UNTIL" not in rule
            first = datetime.fromisoformat(start)
            assert rrulestr(rule, dtstart=first)[0] == first


def test_a_machines_zone_without_an_iana_name_is_told_by_its_distance():
    """CET of a machine in winter is another zone than the CET that readers know."""
    file = text(zone=timezone(timedelta(hours=1), "CET"))
    assert "DTSTART;TZID=UTC+0100:20260302T190000" in file
    assert vobject.readOne(file).vevent.dtstart.value == datetime(2026, 3, 2, 18, tzinfo=UTC)


def test_without_days_it_is_said_where_to_choose_them():
    with pytest.raises(BadInput, match="Progress"):
        text(days=())


def test_the_hour_stays_the_persons_own_when_the_clocks_change():
    weeks = moments(text(days=(6,), now=MONDAY + timedelta(weeks=2)), BERLIN, 3)
    assert [each.astimezone(BERLIN).hour for each in weeks] == [19, 19, 19]
    assert [each.hour for each in weeks] == [18, 17, 17]


def test_a_later_file_replaces_the_entries_of_an_earlier_one():
    first = entries(text(days=(0,)))["kneeapp: routine"]
    later = entries(text(days=(1,), now=MONDAY + timedelta(minutes=2)))["kneeapp: routine"]
    assert later.uid == first.uid
    assert later.sequence > first.sequence
    assert later.dtstamp > first.dtstamp


def test_topics_and_people_have_entries_of_their_own():
    files = [text(strengthening=(1, 5)), text(SOMEBODY_ELSE, strengthening=(1, 5))]
    assert len({one.uid for file in files for one in entries(file).values()}) == 4


def test_a_topic_without_days_is_left_out():
    assert {*entries(text(strengthening=()))} == {"kneeapp: routine"}


def test_a_shared_calendar_shows_nothing_about_health():
    file = text(strengthening=(1,))
    for one in entries(file).values():
        assert one.description is None
        assert one.location is None
        assert one.classification == "PRIVATE"
    words = file.lower().replace("kneeapp", "")
    assert not any(word in words for word in ("knee", "pain", "hip", "exercise", str(PERSON)))


def test_each_entry_rings_at_its_start():
    for one in entries(text(strengthening=(1,))).values():
        [alarm] = one.alarm
        assert alarm.action == "DISPLAY"
        assert alarm.trigger == timedelta()


def test_a_day_whose_hour_has_passed_begins_next_week():
    late = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    [first] = moments(text(days=(0,), now=late), BERLIN, 1)
    assert first == datetime(2026, 3, 9, 19, tzinfo=BERLIN)
