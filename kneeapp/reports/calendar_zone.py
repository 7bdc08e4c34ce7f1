"""A time zone as a calendar file holds it: the changes of its clocks (RFC 5545, 3.6.5)."""

from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import count, pairwise
from typing import Any

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_YEARS = 100
"""How far ahead changes are looked up: where they follow the moon, they are listed up to 2087."""

_CYCLE = 28
"""Years in which each date comes on each weekday: a rule is read off the last ones."""

_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001  on the clocks of any zone

_DAY = range(24 * 60 * 60)
"""The seconds of a day."""


@dataclass(frozen=True, order=True)
class _Change:
    """One change of the clocks: what they show before it, and their distance from UTC."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def places(self) -> tuple[int, int]:
        """Which of its weekday in the month it is, from the start (1) and from the end (-1)."""
        day = self.wall.day - 1
        return day // 7 + 1, (day - monthrange(self.wall.year, self.wall.month)[1]) // 7


@dataclass(frozen=True)
class _Rule:
    """Changes `like` this one, on the same weekday of the month in each year."""

    like: _Change
    place: int | None
    """2: on the second of these weekdays, -1: on the last."""
    days: list[int]
    """Without a place: on the weekday that falls on one of these days of the month."""

    def in_year(self, year: int) -> Iterator[_Change]:
        wall = self.like.wall
        for day in range(1, monthrange(year, wall.month)[1] + 1):
            change = replace(self.like, wall=wall.replace(year=year, day=day))
            fits = self.place in change.places if self.place else day in self.days
            if fits and change.wall.weekday() == wall.weekday():
                yield change

    @property
    def recurrence(self) -> dict[str, Any]:
        wall = self.like.wall
        days = {} if self.place else {"bymonthday": self.days}
        weekday = f"{self.place or ''}{WEEKDAYS[wall.weekday()]}"
        return {"freq": "yearly", "bymonth": wall.month, **days, "byday": weekday}


@lru_cache(maxsize=32)
def time_zone(zone: tzinfo, name: str, first: int) -> Timezone:
    """`zone` by that name, right for all time from the year `first` on.

    What comes each year is a rule, and any other change stands on its own: many readers take only
    the first of a list of days (RDATE). The first rule, or an offset without one, begins in 1970:
    readers take what was before the first change for UTC.
    """
    years = range(first, first + _YEARS)
    changes = _changes(zone, years)
    rules = _rules(sorted(change for year in years[-_CYCLE:] for change in changes[year]))
    planned = {year: {change for rule in rules for change in rule.in_year(year)} for year in years}
    odd = [year for year in years if changes[year] != planned[year]]
    settled = odd[-1] + 1 if odd else first
    component = Timezone()
    component.add("tzid", name)
    if settled > first or not rules:
        start = datetime(first, 1, 1, tzinfo=zone)
        _add(component, replace(_change(start, start), wall=_LONG_AGO))
    for year in range(first, settled):
        for change in sorted(changes[year]):
            _add(component, change)
    for rule in rules:
        since = settled if settled > first else _LONG_AGO.year
        once = next(change for year in count(since) for change in rule.in_year(year))
        _add(component, once, rrule=rule.recurrence)
    return component


def _changes(zone: tzinfo, years: range) -> dict[int, set[_Change]]:
    """The changes of each year."""
    changes = defaultdict[int, set[_Change]](set)
    start, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (years.start, years.stop))
    days = [(start + timedelta(n)).astimezone(zone) for n in range((end - start).days)]
    offsets = [day.utcoffset() for day in days]
    for day, (before, after) in zip(days, pairwise(offsets), strict=False):
        if before != after:
            change = _change(day, _first_after(day, zone))
            changes[change.wall.year].add(change)
    return changes


def _first_after(day: datetime, zone: tzinfo) -> datetime:
    """The first second within a day from `day` on that has another offset."""

    def moment(second: int) -> datetime:
        return (day.astimezone(UTC) + timedelta(seconds=second)).astimezone(zone)

    changed = bisect_left(_DAY, True, key=lambda n: moment(n).utcoffset() != day.utcoffset())
    return moment(changed)


def _change(before: datetime, after: datetime) -> _Change:
    """The change to the clocks of `after`, in its first second; `before` is some time earlier."""
    offset = before.utcoffset() or timedelta()
    wall = after.astimezone(UTC).replace(tzinfo=None) + offset
    return _Change(wall, offset, after.utcoffset() or timedelta(), after.tzname() or "")


def _rules(changes: Iterable[_Change]) -> list[_Rule]:
    """What makes the changes come, if they come by rule."""
    alike = defaultdict(list)
    for change in changes:
        on = (change.wall.month, change.wall.weekday(), change.wall.time())
        alike[on, change.before, change.after, change.name].append(change)
    return [_rule(group) for group in alike.values()]


def _rule(changes: list[_Change]) -> _Rule:
    days = sorted({change.wall.day for change in changes})
    shared = set.intersection(*({*change.places} for change in changes)) if len(days) > 6 else set()
    return _Rule(changes[0], next(iter(shared), None), days)


def _add(zone: Timezone, change: _Change, **more: object) -> None:
    later = change.after > change.before
    observance = TimezoneDaylight() if later else TimezoneStandard()
    observance.add("dtstart", change.wall)
    observance.add("tzoffsetfrom", change.before)
    observance.add("tzoffsetto", change.after)
    observance.add("tzname", change.name)
    for name, value in more.items():
        observance.add(name, value)
    zone.add_component(observance)
