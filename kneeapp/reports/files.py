"""A record as a file in each format that it can be taken along in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import IO
from uuid import UUID

from kneeapp import content
from kneeapp.domain.accounts.time_zones import zone_of
from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, Window
from kneeapp.reports.calendar import calendar_file
from kneeapp.reports.clinician_report.options import ReportOptions
from kneeapp.reports.fhir import Extent, bundle
from kneeapp.reports.record_file.day_filter import between
from kneeapp.reports.record_file.file import as_json, held
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.tables.columns import TableOptions
from kneeapp.reports.tables.writing import Csv, Parquet, Writer, write
from kneeapp.store.transfer.snapshot import RecordSnapshot


class Form(StrEnum):
    """What a record can be taken along as."""

    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"
    FHIR = "fhir"
    PDF = "pdf"
    CALENDAR = "calendar"

    @property
    def mime(self) -> str:
        return _KINDS[self][0]

    def named(self, day: date) -> str:
        """What a file of it that was made on `day` is called."""
        return f"kneeapp-{day:%Y-%m-%d}{_KINDS[self][1]}"


_KINDS = {
    Form.JSON: ("application/json", ".json"),
    Form.CSV: ("application/zip", "-csv.zip"),
    Form.PARQUET: ("application/zip", "-parquet.zip"),
    Form.FHIR: ("application/fhir+json", "-fhir.json"),
    Form.PDF: ("application/pdf", ".pdf"),
    Form.CALENDAR: ("text/calendar", ".ics"),
}
"""The media type of each form, and how the name of its file ends."""

_WRITERS: dict[Form, Writer] = {Form.CSV: Csv, Form.PARQUET: Parquet}

WHOLE = (Form.JSON, Form.CALENDAR)
"""What is never cut to some days."""

OF_EVERYONE = tuple(_WRITERS)
"""What the records of several people fit into together."""


@dataclass(frozen=True)
class Wanted:
    """The form of a file and its days, from `since` to `until`, both included.

    Days are those of the person's own zone, and in `zone` where none is known. `folder` holds the
    operator's own content files.
    """

    form: Form
    now: datetime
    zone: tzinfo
    since: date | None = None
    until: date | None = None
    folder: Path | None = None

    @property
    def window(self) -> Window:
        """The days of a report; without `since` the last weeks."""
        last = self.until or self.now.astimezone(self.zone).date()
        return Window(self.since or last - timedelta(weeks=DEFAULT_WEEKS, days=-1), last)


def made(record: RecordSnapshot, wanted: Wanted) -> bytes:
    """The file that holds `record`, or the days chosen in it for a calendar.

    One of the forms in WHOLE takes no notice of the days asked for.
    """
    wanted = replace(wanted, zone=zone_of(record.person.zones, wanted.zone))
    match wanted.form:
        case Form.JSON:
            return as_json(record).encode()
        case Form.FHIR:
            extent = Extent(wanted.now, wanted.zone, since=wanted.since, until=wanted.until)
            return bundle(record, extent, wanted.folder).encode()
        case Form.CALENDAR:
            person = record.person
            return calendar_file(person.id, person.preferences, zone=wanted.zone, now=wanted.now)
        case Form.PDF:
            from kneeapp.reports.clinician_report.pdf import report  # noqa: PLC0415  loads a typesetter

            days = ReportOptions(wanted.window, wanted.now, wanted.zone, content=wanted.folder)
            return report(record, days)
        case _:
            out = BytesIO()
            _write_tables(out, [(record.person.id, _cut(record, wanted))], wanted)
            return out.getvalue()


def write_everyone(out: IO[bytes], records: Iterable[RecordSnapshot], wanted: Wanted) -> None:
    """Write the tables of all these `records`, with one of them in memory at a time."""
    people = ((record.person.id, _cut(record, wanted)) for record in records)
    _write_tables(out, people, wanted, named=True)


def _cut(record: RecordSnapshot, wanted: Wanted) -> RecordFile:
    zone = zone_of(record.person.zones, wanted.zone)
    return between(held(record), wanted.since, wanted.until, zone)


def _write_tables(
    out: IO[bytes],
    people: Iterable[tuple[UUID, RecordFile]],
    wanted: Wanted,
    *,
    named: bool = False,
) -> None:
    asked = TableOptions(content.questionnaire(wanted.folder), wanted.zone)
    write(out, _WRITERS[wanted.form], people, asked, named=named)
