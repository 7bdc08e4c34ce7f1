"""A record as tables: what the dictionary says of a column holds for each of its cells."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
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
from kneeapp.reports.tables.columns import (
    Column,
    ColumnKind,
    TableDefinition,
    TableOptions,
    number,
    with_local_columns,
)
from kneeapp.reports.tables.dictionary import dictionary
from kneeapp.reports.tables.programme import PROGRAMME
from kneeapp.reports.tables.writing import Csv, Parquet
from kneeapp.settings import PROJECT
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import life_events, people, ratings
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import MONDAY, a_life_event, a_rating, a_record

BERLIN = ZoneInfo("Europe/Berlin")
ASKED = TableOptions(content.questionnaire(), BERLIN)
SAMPLE = (PROJECT / "tests" / "vectors" / "record-8.json").read_text("utf-8")
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


def test_the_programme_table_names_the_load_of_each_side(files: list[RecordFile]) -> None:
    names = [column.name for column in PROGRAMME.columns]
    rows = [dict(zip(names, row, strict=True)) for row in PROGRAMME.rows(files[0], ASKED)]
    loaded = [row for row in rows if row["exercise"] == "clam" and row["sets_done"]]
    assert {row["load_left"] for row in loaded} <= {"plain", "light_band", "strong_band"}
    together = [row for row in rows if row["sides"] == "" and row["load_left"]]
    assert all(row["kilos_left"] == row["kilos_right"] for row in together)
    assert any(row["kilos_right"] for row in rows)


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


def test_a_moment_has_its_day_and_time_beside_it_for_spreadsheets_that_read_no_offset() -> None:
    """Podcastindex-org/helipad #119, Intevation/intelmq-fody #57, Futsch1/medTimer #405."""
    with closing(Store.open(None)) as store:
        record = a_record(store)
        for moment in (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), MONDAY + timedelta(weeks=30)):
            ratings.save(record, a_rating(taken_at=moment))
        people.note_zone(record, "Asia/Tokyo", MONDAY)
        people.note_zone(record, "Europe/Berlin", MONDAY + timedelta(weeks=4))
        rows = rows_of(unpacked(Form.CSV, record)["readings.csv"])
    assert [(row["at"], row["at_day"], row["at_time"]) for row in rows] == [
        ("2026-03-03T08:30:00+09:00", "2026-03-03", "08:30:00"),
        ("2026-09-28T10:00:00+02:00", "2026-09-28", "10:00:00"),
    ]


BARE = {
    ColumnKind.TEXT: r'"([^"]|"")*"',
    ColumnKind.WHOLE: r"-?\d+",
    ColumnKind.NUMBER: r"-?\d+\.\d+",
    ColumnKind.YES_NO: "true|false",
    ColumnKind.MOMENT: r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d",
    ColumnKind.DAY: r"\d{4}-\d\d-\d\d",
    ColumnKind.TIME: r"\d\d:\d\d:\d\d",
}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_only_texts_are_in_quotes_so_that_a_spreadsheet_can_tell_them_from_the_rest(
    files: list[RecordFile], table: TableDefinition
) -> None:
    columns = with_local_columns(table.columns)
    row = ",".join(f"({BARE[column.kind]})?" for column in columns)
    header = ",".join(f'"{column.name}"' for column in columns)
    out = io.BytesIO()
    written = Csv(out, table.columns)
    written.add((row for file in files for row in table.rows(file, ASKED)), BERLIN)
    written.finish()
    assert re.fullmatch(f"{header}\r\n(?:{row}\r\n)+", out.getvalue().decode("utf-8-sig"))


def in_csv(notes: Iterable[str]) -> dict[str, str]:
    """Each note, and what stands for it in the table of a record that holds them all."""
    with closing(Store.open(None)) as store:
        record = a_record(store)
        days = {}
        for n, note in enumerate(notes):
            event = a_life_event(note=note, on=MONDAY.date() + timedelta(days=n))
            days[str(event.on)] = note
            life_events.save(record, event)
        rows = rows_of(unpacked(Form.CSV, record)["life_events.csv"])
    return {days[row["day"]]: row["note"] for row in rows}


BEFORE = ("", " ", "\u00a0", "\u200b", '"', "'", " \u3000“", "\x7f")
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "−")
DROPPED = ("\t", "\r", "\n")
"""Signs that some spreadsheets drop (OWASP/www-community #401 and #1115)."""


def test_no_text_starts_a_formula() -> None:
    """Full-width forms and what is cut off before them: OWASP, CSV Injection."""
    notes = [f"{before}{sign}1+1" for before in BEFORE for sign in SIGNS]
    notes += [f"{sign}1+1" for sign in DROPPED]
    assert in_csv(notes) == {note: f"'{note}" for note in notes}


def test_no_formula_starts_where_another_separator_begins_a_cell() -> None:
    """OWASP, CSV Injection: a separator or quote in a text may start a new cell."""
    separators = (",", ";", "|", "\t", "\n", "\r\n", "\u2028")
    safe = {f'a{mark} "=1+1': f"a{mark}' \"=1+1" for mark in separators}
    assert in_csv(safe) == safe


def test_a_text_that_is_no_formula_anywhere_stays_as_it_is() -> None:
    notes = ("a-b = c", "5+5, or 3 - 1", "me@home", "so-so; better: 2=2")
    assert in_csv(notes) == {note: note for note in notes}


def test_nought_never_has_a_sign(files: list[RecordFile]) -> None:
    [screening, *others] = files[1].screenings
    answers = screening.answers | {"minus": -0.0, "sides": {"left": -0.0}}
    odd = screening.model_copy(update={"answers": answers})
    file = files[1].model_copy(update={"screenings": (odd, *others)})
    [table] = [table for table in TABLES if table.name == "answers"]
    assert {row[3] for row in table.rows(file, ASKED) if row[1] in {"minus", "sides"}} == {"0"}
    for writer in (Csv, Parquet):
        out = io.BytesIO()
        written = writer(out, [number("value", "a number")])
        written.add([(-0.0,)], BERLIN)
        written.finish()
        read = pq.read_table(out)["value"].to_pylist() if writer is Parquet else [out.getvalue()]
        assert "-" not in str(read[0])


def test_a_number_below_nought_stays_a_number(files: list[RecordFile]) -> None:
    worse = files[1].sessions[0].model_copy(update={"pain_before": 1, "pain_after": 4})
    table = next(table for table in TABLES if table.name == "sessions")
    [row] = table.rows(files[1].model_copy(update={"sessions": (worse,)}), ASKED)
    assert -3 in row


def test_parquet_holds_the_same_with_types(lived: Record) -> None:
    parquet, plain = unpacked(Form.PARQUET, lived), unpacked(Form.CSV, lived)
    for table in TABLES:
        typed = pq.read_table(io.BytesIO(parquet[f"{table.name}.parquet"]))
        rows = rows_of(plain[f"{table.name}.csv"])
        assert typed.num_rows == len(rows)
        assert not rows or typed.column_names == [*rows[0]]
    sessions = pq.read_table(io.BytesIO(parquet["sessions.parquet"]))
    assert sessions["started_at"].to_pylist() == [
        one.started_at for one in held(snapshot(lived)).sessions
    ]
    assert sessions["pain_before"].to_pylist() == [
        one.pain_before for one in held(snapshot(lived)).sessions
    ]
    began = [one.started_at.astimezone(BERLIN) for one in held(snapshot(lived)).sessions]
    assert sessions["started_at_day"].to_pylist() == [one.date() for one in began]
    assert sessions["started_at_time"].to_pylist() == [
        one.time().replace(microsecond=0) for one in began
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
