"""Tables as CSV or Parquet files in one zip, written person by person."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, time, tzinfo
from functools import lru_cache
from io import TextIOWrapper
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from kneeapp.domain.accounts.time_zones import zone_of
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.tables import TABLES
from kneeapp.reports.tables.columns import (
    PERSON,
    Column,
    ColumnKind,
    Row,
    TableOptions,
    with_local_columns,
    with_local_times,
)
from kneeapp.reports.tables.dictionary import dictionary

_IN_MEMORY = 2**20
"""Bytes of one table held in memory before it goes to a file of its own."""

_ROWS = 20_000
"""Rows of one group in a Parquet file, and held at once."""

_CELLS = ",;|\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
"""What may begin a new cell, set to another separator or without regard to quotes."""

_SIGNS = "=+@＝＋＠﹦﹢﹫－﹣\u2212-"
"""What begins a formula, also in full width (OWASP, CSV Injection) and as small forms."""

_FORMULA = re.compile(rf"^(?=[\x00-\x1f])|(?:^|(?<=[{_CELLS}]))(?=[^\w{_CELLS}]*[{_SIGNS}])")
"""Before what a spreadsheet may take for a formula, though spaces or quotes come first."""


class Csv:
    """A CSV file that no spreadsheet takes for formulas; texts are in quotes, and nothing else."""

    ending = "csv"

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._text = TextIOWrapper(file, "utf-8-sig", newline="")
        self._columns = columns
        self._write([[column.name for column in with_local_columns(columns)]])

    def add(self, rows: Iterable[Row], zone: tzinfo) -> None:
        self._write(with_local_times(rows, self._columns, zone))

    def finish(self) -> None:
        # to close it would close the file, which is still to be packed
        self._text.detach()

    def _write(self, rows: Iterable[Iterable[object]]) -> None:
        self._text.writelines(f"{','.join(map(_cell, row))}\r\n" for row in rows)


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() | UUID():
            return _quoted(str(value))
        case datetime() | time():
            return value.isoformat(timespec="seconds")
        case float():
            return str(_plain(value))
        case _:
            return str(value)


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    safe = _FORMULA.sub("'", text).replace('"', '""')
    return f'"{safe}"'


class Parquet:
    """A Parquet file whose columns say what they mean."""

    ending = "parquet"

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        import pyarrow as pa  # noqa: PLC0415  takes a quarter of a second
        from pyarrow import parquet  # noqa: PLC0415

        types = {
            ColumnKind.TEXT: pa.string(),
            ColumnKind.WHOLE: pa.int64(),
            ColumnKind.NUMBER: pa.float64(),
            ColumnKind.YES_NO: pa.bool_(),
            ColumnKind.MOMENT: pa.timestamp("us", tz="UTC"),
            ColumnKind.DAY: pa.date32(),
            ColumnKind.TIME: pa.time32("s"),
        }
        self._columns = columns
        self._schema = pa.schema(
            pa.field(
                column.name,
                types[column.kind],
                metadata={"meaning": column.says, "unit": column.unit},
            )
            for column in with_local_columns(columns)
        )
        self._array, self._batch = pa.array, pa.record_batch
        self._file = parquet.ParquetWriter(file, self._schema)
        self._rows: list[Row] = []

    def add(self, rows: Iterable[Row], zone: tzinfo) -> None:
        for row in with_local_times(rows, self._columns, zone):
            self._rows.append(row)
            if len(self._rows) == _ROWS:
                self._flush()

    def finish(self) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [
                self._array(map(_typed, values), field.type)
                for values, field in zip(columns, self._schema, strict=True)
            ]
            self._file.write_batch(self._batch(arrays, schema=self._schema))
        self._rows = []


Writer = type[Csv] | type[Parquet]
"""What writes the rows of one table; `ending` is that of its files."""


def write(
    out: IO[bytes],
    writer: Writer,
    people: Iterable[tuple[UUID, RecordFile]],
    asked: TableOptions,
    *,
    named: bool = False,
) -> None:
    """Write a zip of all tables to `out`; where `named`, each row says whose it is.

    One person's record is in memory at a time.
    """
    with ExitStack() as stack:
        files: list[Any] = [stack.enter_context(SpooledTemporaryFile(_IN_MEMORY)) for _ in TABLES]
        lead = (PERSON,) if named else ()
        writers = [
            writer(file, (*lead, *table.columns)) for file, table in zip(files, TABLES, strict=True)
        ]
        for person, record in people:
            whose = (str(person),) if named else ()
            own = replace(asked, zone=zone_of(record.person.zone_changes, asked.zone))
            for of_table, table in zip(writers, TABLES, strict=True):
                rows = ((*whose, *row) for row in table.rows(record, own))
                of_table.add(rows, own.zone)
        for of_table in writers:
            of_table.finish()
        names = [f"{table.name}.{writer.ending}" for table in TABLES]
        _zip(out, dict(zip(names, files, strict=True)))


def _typed(value: object) -> object:
    match value:
        case UUID():
            return str(value)
        case float():
            return _plain(value)
        case _:
            return value


def _plain(number: float) -> float:
    """The number, and 0.0 for -0.0."""
    return number + 0.0


def _zip(out: IO[bytes], files: dict[str, Any]) -> None:
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_entry("data-dictionary.md"), dictionary())
        for name, file in files.items():
            file.seek(0)
            with archive.open(_entry(name), "w") as target:
                copyfileobj(file, target)


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the time, so that the same record gives the same file."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
