"""The days of routine and strengthening as a calendar file (RFC 5545)."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from kneeapp.domain.accounts.time_zones import zone_at

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ENTRY = timedelta(minutes=30)
"""How long an entry is in the calendar; it marks a moment and takes no time off."""


class Topic(StrEnum):
    """What a day is for; its name in the calendar says nothing about health."""

    ROUTINE = "routine"
    STRENGTHENING = "strengthening"

    @property
    def summary(self) -> str:
        return f"kneeapp: {self}"


def calendar_file(
    person: UUID, days: Mapping[Topic, Collection[int]], *, at: time, zone: tzinfo, now: datetime
) -> bytes:
    """A weekly entry with an alarm for each topic that has days (Monday is 0), at `at` in `zone`.

    A later file of the same person replaces the entries of an earlier one.
    """
    zone = zone_at(zone, now)
    calendar = Calendar()
    calendar.add("prodid", "-//kneeapp//days//EN")
    calendar.add("version", "2.0")
    for topic, weekdays in days.items():
        if weekdays:
            start = _next(weekdays, at, zone, now)
            calendar.add_component(_entry(person, topic, weekdays, start, now))
    calendar.add_missing_timezones(first_date=date(now.year - 1, 1, 1))
    return bytes(calendar.to_ical())


def _next(weekdays: Collection[int], at: time, zone: tzinfo, now: datetime) -> datetime:
    """The first moment of the series that is still to come."""
    today = now.astimezone(zone).date()
    week = (datetime.combine(today + timedelta(days=n), at, zone) for n in range(8))
    return next(moment for moment in week if moment.weekday() in weekdays and moment > now)


def _entry(
    person: UUID, topic: Topic, weekdays: Collection[int], start: datetime, now: datetime
) -> Event:
    entry = Event()
    entry.add("uid", f"{uuid5(person, topic)}@kneeapp")
    entry.add("dtstamp", now.astimezone(UTC))
    # grows with every file, as a calendar asks of what is to replace an entry; fits 32 bits
    entry.add("sequence", int(now.timestamp()) // 60)
    entry.add("summary", topic.summary)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    entry.add("dtstart", start)
    entry.add("duration", ENTRY)
    entry.add("rrule", {"freq": "weekly", "byday": [WEEKDAYS[day] for day in sorted(weekdays)]})
    entry.add_component(_alarm(topic))
    return entry


def _alarm(topic: Topic) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", topic.summary)
    alarm.add("trigger", timedelta())
    return alarm
