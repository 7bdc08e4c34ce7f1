"""The days of routine and strengthening as a calendar file (RFC 5545)."""

from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.accounts.time_zones import zone_at
from kneeapp.errors import BadInput
from kneeapp.reports.calendar_zone import WEEKDAYS, time_zone

ENTRY = timedelta(minutes=30)
"""How long an entry is in the calendar; it marks a moment and takes no time off."""


class Topic(StrEnum):
    """What a day is for; its name in the calendar says nothing about health."""

    ROUTINE = "routine"
    STRENGTHENING = "strengthening"

    @property
    def summary(self) -> str:
        return f"kneeapp: {self}"


def calendar_file(person: UUID, preferences: Preferences, *, zone: tzinfo, now: datetime) -> bytes:
    """A weekly entry with an alarm for each topic that has days, at the hour of the reminder.

    A later file of the same person replaces the entries of an earlier one. Raises BadInput where
    no days are chosen.
    """
    days = {
        Topic.ROUTINE: preferences.routine_days,
        Topic.STRENGTHENING: preferences.programme_days,
    }
    if not any(days.values()):
        raise BadInput(
            "No days are chosen yet. Choose them on Progress, below Per week, and try again."
        )
    zone = zone_at(zone, now)
    zone_id = _identity(zone, now)
    calendar = Calendar()
    calendar.add("prodid", "-//kneeapp//days//EN")
    calendar.add("version", "2.0")
    calendar.add_component(time_zone(zone, zone_id, now.year - 1))
    for topic, weekdays in days.items():
        if weekdays:
            start = _next(weekdays, preferences.reminder_at, zone, now).replace(tzinfo=None)
            entry = _entry(person, topic, weekdays, now)
            entry.add("dtstart", start, {"TZID": zone_id})
            calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _identity(zone: tzinfo, now: datetime) -> str:
    """The IANA name, by which many readers know the zone; without one, its distance from UTC.

    A short name such as CET is none: a reader could know a zone with other rules by it.
    """
    return zone.key if isinstance(zone, ZoneInfo) else f"UTC{now.astimezone(zone):%z}"


def _next(weekdays: Collection[int], at: time, zone: tzinfo, now: datetime) -> datetime:
    """The first moment of the series that is still to come."""
    today = now.astimezone(zone).date()
    week = (datetime.combine(today + timedelta(days=n), at, zone) for n in range(8))
    return next(moment for moment in week if moment.weekday() in weekdays and moment > now)


def _entry(person: UUID, topic: Topic, weekdays: Collection[int], now: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{uuid5(person, topic)}@kneeapp")
    entry.add("dtstamp", now.astimezone(UTC))
    # grows with every file, as a calendar asks of what is to replace an entry; fits 32 bits
    entry.add("sequence", int(now.timestamp()) // 60)
    entry.add("summary", topic.summary)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
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
