"""A record as tables: what the dictionary says of a column holds for each of its cells."""

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from kneeapp import content
from kneeapp.cli import demo
from kneeapp.reports.files import Form, Wanted, made, write_everyone
from kneeapp.reports.record_file.day_filter import between
from kneeapp.reports.record_file.file import held
from kneeapp.reports.record_file.format import RecordFile, read
from kneeapp.reports.tables import TABLES
from kneeapp.reports.tables.columns import Column, ColumnKind, TableDefinition, TableOptions
from kneeapp.reports.tables.dictionary import dictionary
from kneeapp.settings import PROJECT
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import life_events, people, ratings
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import MONDAY, a_life_event, a_rating, a_record

BERLIN = ZoneInfo("Europe/Berlin")
ASKED = TableOptions(content.questionnaire(), BERLIN)
SAMPLE = (PROJECT / "tests" / "vectors" / "record-4.json").read_text("utf-8")
HOLDS = {
    ColumnKind.TEXT: (str, UUID),
    ColumnKind.WHOLE: (int,),
    ColumnKind.NUMBER: (float,),
    ColumnKind.YES_NO: (bool,),
    ColumnKind.MOMENT: (datetime,),
    ColumnKind.DAY: (date,),
}


@pytest.fixture(scope="module")
def lived() -> Iterator[Record]:
    """The made-up person's three weeks."""
    with closing(Store.open(None)) as store:
        yield demo.fill(store, MONDAY, weeks=3)


@pytest.fixture(scope="module")
def files(lived: Record) -> list[RecordFile]:
    """Between them they have something in every table."""
    return [held(snapshot(lived)), read(SAMPLE)]


def unpacked(form: Form, record: Record) -> dict[str, bytes]:
    with zipfile.ZipFile(
        io.BytesIO(made(snapshot(record), Wanted(form, MONDAY, BERLIN)))
    ) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(text: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_the_dictionary_in_the_docs_is_that_of_the_tables() -> None:
    assert (PROJECT / "docs" / "data-dictionary.md").read_text("utf-8") == dictionary(), (
        "write it anew as docs/record.md says"
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_cell_keeps_to_what_the_dictionary_says(
    files: list[RecordFile], table: TableDefinition
) -> None:
    rows = [row for file in files for row in table.rows(file, ASKED)]
    assert rows
    for row in rows:
        for column, value in zip(table.columns, row, strict=True):
            assert value is None or keeps(column, value), (column, value)


def keeps(column: Column, value: object) -> bool:
    if type(value) is bool or not isinstance(value, int | float):
        said = not column.words or value in column.words
        return said and isinstance(value, HOLDS[column.kind])
    low = column.least is None or value >= column.least
    high = column.most is None or value <= column.most
    return low and high and isinstance(value, HOLDS[column.kind])


def test_every_number_has_a_bound_and_every_column_a_meaning() -> None:
    for table in TABLES:
        for column in table.columns:
            assert column.says
            assert column.least is not None or column.kind not in {
                ColumnKind.WHOLE,
                ColumnKind.NUMBER,
            }


def test_the_csv_says_what_was_saved_in_the_persons_zone(lived: Record) -> None:
    tables = unpacked(Form.CSV, lived)
    rows = rows_of(tables["sessions.csv"])
    saved = held(snapshot(lived)).sessions
    assert [row["session_id"] for row in rows] == [str(one.id) for one in saved]
    began = [datetime.fromisoformat(row["started_at"]) for row in rows]
    assert began == [one.started_at.replace(microsecond=0) for one in saved]
    assert {moment.utcoffset() for moment in began} == {timedelta(hours=1)}
    assert [int(row["relief"]) for row in rows] == [one.relief for one in saved]
    assert {row["late"] for row in rows} <= {"true", "false"}
    assert tables["data-dictionary.md"].decode() == dictionary()
    assert len(rows_of(tables["tenderness.csv"])) == sum(
        value is not None for one in saved for step in one.steps for value in step.trace
    )


@pytest.mark.parametrize("form", [Form.CSV, Form.FHIR])
def test_a_day_stays_the_day_it_was_for_whoever_makes_the_file_elsewhere(form: Form) -> None:
    """Ratings of 3 Nov 06:30 and 4 Nov 05:30 in Berlin became one day in New York."""
    elsewhere = ZoneInfo("America/New_York")
    with closing(Store.open(None)) as store:
        record = a_record(store)
        for day, hour in ((3, 5), (4, 4)):
            morning = datetime(2026, 11, day, hour, 30, tzinfo=UTC)
            ratings.save(record, a_rating(taken_at=morning))
        people.note_zone(record, "Europe/Berlin", MONDAY)
        people.note_zone(record, elsewhere.key, datetime(2026, 11, 5, tzinfo=UTC))
        file = made(snapshot(record), Wanted(form, datetime(2026, 11, 6, tzinfo=UTC), elsewhere))
    if form is Form.CSV:
        file = zipfile.ZipFile(io.BytesIO(file)).read("readings.csv")
    for moment in (b"2026-11-03T06:30:00+01:00", b"2026-11-04T05:30:00+01:00"):
        assert moment in file


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_starts_a_formula(sign: str) -> None:
    with closing(Store.open(None)) as store:
        record = a_record(store)
        life_events.save(record, a_life_event(note=f"{sign}1+1"))
        [row] = rows_of(unpacked(Form.CSV, record)["life_events.csv"])
    assert row["note"] == f"'{sign}1+1"


def test_a_number_below_nought_stays_a_number(files: list[RecordFile]) -> None:
    worse = files[1].sessions[0].model_copy(update={"pain_before": 1, "pain_after": 4})
    table = next(table for table in TABLES if table.name == "sessions")
    [row] = table.rows(files[1].model_copy(update={"sessions": (worse,)}), ASKED)
    assert -3 in row


def test_parquet_holds_the_same_with_types(lived: Record) -> None:
    parquet, plain = unpacked(Form.PARQUET, lived), unpacked(Form.CSV, lived)
    for table in TABLES:
        typed = pq.read_table(io.BytesIO(parquet[f"{table.name}.parquet"]))
        assert typed.column_names == [column.name for column in table.columns]
        assert typed.num_rows == len(rows_of(plain[f"{table.name}.csv"]))
    sessions = pq.read_table(io.BytesIO(parquet["sessions.parquet"]))
    assert sessions["started_at"].to_pylist() == [
        one.started_at for one in held(snapshot(lived)).sessions
    ]
    assert sessions["pain_before"].to_pylist() == [
        one.pain_before for one in held(snapshot(lived)).sessions
    ]
    assert sessions.schema.field("worked_s").metadata[b"unit"] == b"s"


def test_the_same_record_gives_the_same_file(lived: Record) -> None:
    wanted = Wanted(Form.CSV, MONDAY, BERLIN)
    assert made(snapshot(lived), wanted) == made(snapshot(lived), wanted)


def test_only_the_days_asked_for_are_in_it(files: list[RecordFile]) -> None:
    day = files[0].sessions[2].started_at.astimezone(BERLIN).date()
    cut = between(files[0], day, day, BERLIN)
    assert {one.started_at.astimezone(BERLIN).date() for one in cut.sessions} == {day}
    assert cut.screenings == ()
    assert between(files[0], None, None, BERLIN) is files[0]


def test_a_day_is_counted_in_the_persons_zone(files: list[RecordFile]) -> None:
    late = (
        files[1]
        .sessions[0]
        .model_copy(update={"started_at": datetime(2026, 3, 2, 23, 30, tzinfo=UTC)})
    )
    file = files[1].model_copy(update={"sessions": (late,)})
    assert between(file, date(2026, 3, 3), None, BERLIN).sessions == (late,)
    assert between(file, None, date(2026, 3, 2), BERLIN).sessions == ()


@pytest.mark.parametrize("form", [Form.CSV, Form.PARQUET])
def test_the_tables_of_everyone_say_whose_each_row_is(form: Form) -> None:
    out = io.BytesIO()
    with closing(Store.open(None)) as store:
        people = [a_record(store) for _ in range(2)]
        for n, record in enumerate(people):
            life_events.save(record, a_life_event(note=str(n)))
        write_everyone(out, map(snapshot, people), Wanted(form, MONDAY, BERLIN))
    with zipfile.ZipFile(out) as archive:
        content = archive.read(f"life_events.{form}")
    rows = rows_of(content) if form is Form.CSV else pq.read_table(io.BytesIO(content)).to_pylist()
    assert [(row["person"], row["note"]) for row in rows] == [
        (str(record.person), str(n)) for n, record in enumerate(people)
    ]
