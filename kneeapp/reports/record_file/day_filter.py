"""Day filter: a record file limited to some days."""

from datetime import date, datetime, tzinfo
from typing import Any

from kneeapp.reports.record_file.format import RecordFile

_WHEN = {
    "screenings": "started_at",
    "replies": "replied_at",
    "sessions": "started_at",
    "ratings": "taken_at",
    "trials": "drawn_at",
    "life_events": "happened_on",
    "trainings": "trained_on",
    "breaks": "first_day",
    "seen": "seen_on",
    "test_results": "tested_on",
    "day_loads": "day",
    "activities": "day",
}
"""What tells the day of an entry."""


def between(file: RecordFile, since: date | None, until: date | None, zone: tzinfo) -> RecordFile:
    """What of `file` fell on the days from `since` to `until` in `zone`, both within."""
    if since is None and until is None:
        return file

    def holds(when: Any) -> bool:
        day = when.astimezone(zone).date() if isinstance(when, datetime) else when
        return (since is None or since <= day) and (until is None or day <= until)

    parts = {
        part: tuple(entry for entry in getattr(file, part) if holds(getattr(entry, key)))
        for part, key in _WHEN.items()
    }
    return file.model_copy(update=parts)
