"""Time zones of a person: which one was in force when, so that a day stays the day it was."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from kneeapp.errors import BadInput


@dataclass(frozen=True)
class ZoneChange:
    """From `since` on the person lives in `zone`, an IANA name such as Europe/Berlin."""

    since: datetime
    zone: str


def zone_named(name: str) -> ZoneInfo:
    """The zone of an IANA name; raises BadInput where there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:  # no file, a folder, or no path at all
        raise BadInput(f"{name!r} is no time zone. Try Europe/Berlin.") from error


def zone_of(changes: Sequence[ZoneChange], otherwise: tzinfo) -> tzinfo:
    """The zone of a person with these changes, oldest first; `otherwise` without any.

    What was before the first change is assumed to have been in the same zone.
    """
    names = {change.zone for change in changes}
    if len(names) > 1:
        return ZoneHistory(tuple(changes))
    return zone_named(names.pop()) if names else otherwise


def zone_at(zone: tzinfo, moment: datetime) -> tzinfo:
    """The single zone in force at `moment`, also where `zone` is a history."""
    return zone.at(moment) if isinstance(zone, ZoneHistory) else zone


def with_zone(changes: Sequence[ZoneChange], name: str, now: datetime) -> tuple[ZoneChange, ...]:
    """`changes`, oldest first, with the zone of that name in force from `now` on.

    A change after `now` was noted while the clock ran ahead, and is dropped.
    """
    until_now = tuple(change for change in changes if change.since <= now)
    if until_now and until_now[-1].zone == name:
        return until_now
    return (*until_now, ZoneChange(now, name))


def merged(*histories: Sequence[ZoneChange]) -> tuple[ZoneChange, ...]:
    """All changes of `histories`, oldest first; of one moment's the first that is given."""
    by_moment = {change.since: change for history in reversed(histories) for change in history}
    return tuple(sorted(by_moment.values(), key=lambda change: change.since))


@dataclass(frozen=True)
class ZoneHistory(tzinfo):
    """The zones that one person lived in, one after another, as a single time zone.

    A wall time that was there twice, by a flight west or a clock set back, is told apart by
    `fold` as in ZoneInfo. One that was never there, by a flight east, has the offset of before.
    """

    changes: tuple[ZoneChange, ...]
    """Oldest first."""

    @cached_property
    def _zones(self) -> tuple[ZoneInfo, ...]:
        return tuple(zone_named(change.zone) for change in self.changes)

    @cached_property
    def _ends(self) -> tuple[datetime, ...]:
        """When each zone ended, in UTC; the last goes on."""
        return tuple(change.since.astimezone(UTC) for change in self.changes[1:])

    def at(self, moment: datetime) -> ZoneInfo:
        """The zone in force at `moment`."""
        return self._zones[bisect_right(self._ends, moment)]

    def fromutc(self, dt: datetime) -> datetime:
        moment = dt.replace(tzinfo=UTC)
        local = moment.astimezone(self.at(moment)).replace(tzinfo=self, fold=0)
        return local.replace(fold=int(self._moments(local)[0] < moment))

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        if dt is None:  # a time without its day
            return None
        moments = self._moments(dt)
        moment = moments[min(dt.fold, len(moments) - 1)]
        return dt.replace(tzinfo=UTC) - moment

    def dst(self, dt: datetime | None) -> None:
        """Not known apart from utcoffset."""

    def tzname(self, dt: datetime | None) -> str | None:
        if dt is None:
            return None
        zone = self.at(dt.astimezone(UTC))
        return dt.astimezone(zone).tzname()

    def _moments(self, wall: datetime) -> list[datetime]:
        """The moments, in UTC and oldest first, at which the clock showed `wall`; at least one."""
        moments, latest = set(), datetime.min.replace(tzinfo=UTC)
        begin = latest
        for zone, end in zip(self._zones, (*self._ends, None), strict=True):
            for fold in (0, 1):
                moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
                if begin <= moment:
                    latest = moment
                    if end is None or moment < end:
                        moments.add(moment)
            begin = end or begin
        return sorted(moments) or [latest]
