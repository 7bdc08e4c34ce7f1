"""The tables as LibreOffice opens them: types, not looks. Skipped where there is no LibreOffice."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, time
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from kneeapp import content
from kneeapp.cli import demo
from kneeapp.reports.audit_file import audit_csv
from kneeapp.reports.record_file.file import held
from kneeapp.reports.record_file.format import read
from kneeapp.reports.tables import TABLES
from kneeapp.reports.tables.columns import (
    Column,
    ColumnKind,
    Row,
    TableOptions,
    text,
    with_local_columns,
    with_local_times,
)
from kneeapp.reports.tables.writing import Csv
from kneeapp.settings import PROJECT
from kneeapp.store.access.audit import AuditEntry
from kneeapp.store.engine.database import Store
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import MONDAY

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="no LibreOffice (libreoffice-calc)")

BERLIN = ZoneInfo("Europe/Berlin")
SAMPLE = (PROJECT / "tests" / "vectors" / "record-8.json").read_text("utf-8")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE_NS = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"

Cell = tuple[str | None, str, str | None]
"""Type, value and formula of a cell."""


def opened(folder: Path, *, separator: str = ",", quoted_is_text: bool = True) -> None:
    """Let LibreOffice open each CSV file of `folder` and save it as an OpenDocument file.

    As the dictionary says: UTF-8 (76), English (USA) (1033), special numbers are detected.
    """
    assert OFFICE
    options = f"{ord(separator)},34,76,1,,1033,{str(quoted_is_text).lower()},true"
    subprocess.run(
        [
            *(OFFICE, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
            *(f"--infilter=CSV:{options}", "--convert-to", "fods", "--outdir", folder),
            *sorted(folder.glob("*.csv")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def cells(path: Path) -> Iterator[list[Cell]]:
    """The cells of each row that is not empty."""
    for row in ET.parse(path).iter(f"{TABLE}table-row"):
        found: list[Cell] = []
        for cell in row.iter(f"{TABLE}table-cell"):
            kind = cell.get(f"{OFFICE_NS}value-type")
            name = {"float": "value"}.get(kind or "", f"{kind}-value")
            shown = "\n".join("".join(line.itertext()) for line in cell.iter(TEXT))
            value = cell.get(f"{OFFICE_NS}{name}", shown)
            times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
            found += [(kind, value, cell.get(f"{TABLE}formula"))] * min(times, 100)
        if any(kind for kind, _, _ in found):
            yield from [found] * int(row.get(f"{TABLE}number-rows-repeated", "1"))


def written(path: Path, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    with path.open("wb") as file:
        table = Csv(file, columns)
        table.add(rows, BERLIN)
        table.finish()


KINDS = {
    ColumnKind.TEXT: "string",
    ColumnKind.WHOLE: "float",
    ColumnKind.NUMBER: "float",
    ColumnKind.YES_NO: "boolean",
    ColumnKind.MOMENT: "string",
    ColumnKind.DAY: "date",
    ColumnKind.TIME: "time",
}


def in_spreadsheet(column: Column, value: object) -> Cell:
    """The cell that holds this value of this column; a spreadsheet keeps 15 digits."""
    kind = None if value in {None, ""} else KINDS[column.kind]
    match value:
        case None:
            return kind, "", None
        case bool():
            return kind, str(value).lower(), None
        case int() | float():
            return kind, f"{value:.15g}", None
        case datetime():
            return kind, value.isoformat(timespec="seconds"), None
        case time():
            return kind, f"{value:PT%HH%MM%SS}", None
    return kind, f"'{value}" if str(value).startswith("=") else str(value), None


def test_each_column_opens_with_its_type_and_value(tmp_path: Path) -> None:
    """Helipad #119: LibreOffice takes 2025-04-25T15:21:15+00:00 for a text."""
    with closing(Store.open(None)) as store:
        files = [held(snapshot(demo.fill(store, MONDAY, weeks=3))), read(SAMPLE)]
    asked = TableOptions(content.questionnaire(), BERLIN)
    rows = {
        table.name: [row for file in files for row in table.rows(file, asked)] for table in TABLES
    }
    for table in TABLES:
        written(tmp_path / f"{table.name}.csv", table.columns, rows[table.name])
    opened(tmp_path)
    kinds = set()
    for table in TABLES:
        header, *found = cells(tmp_path / f"{table.name}.fods")
        columns = with_local_columns(table.columns)
        assert [value for _, value, _ in header[: len(columns)]] == [one.name for one in columns]
        wanted = with_local_times(rows[table.name], table.columns, BERLIN)
        for row, values in zip(found, wanted, strict=True):
            for cell, column, value in zip(row, columns, values, strict=False):
                assert cell == in_spreadsheet(column, value), (table.name, column.name)
                kinds |= {column.kind} if cell[0] else set()
    assert kinds == {*ColumnKind}


def test_a_clinics_audit_opens_with_types_and_without_formulas(tmp_path: Path) -> None:
    noted = AuditEntry(MONDAY, "record viewed", "a1", "x;\t=1+1", "b2", "＝1+1")
    (tmp_path / "audit.csv").write_bytes(audit_csv([noted], BERLIN))
    opened(tmp_path)
    _, row = cells(tmp_path / "audit.fods")
    assert [cell[:2] for cell in row[:4]] == [
        ("string", "2026-03-02T09:00:00+01:00"),
        ("date", "2026-03-02"),
        ("time", "PT09H00M00S"),
        ("string", "x;'=1+1"),  # LibreOffice drops tabs
    ]
    assert not any(formula for *_, formula in row)


NOTES = [
    f"{lead}{space}{sign}{rest}"
    for lead, space, sign, rest in product(
        ["", "a,", "a;", "a|", "a\t", "a\n", "a\r\n", 'a"\n', 'a";', "a;b\n"],
        ["", " ", '"', "'", "\t", "\u00a0", "\u200b"],
        ["=", "+", "-", "@", "＝", "＋"],
        ["1+1", "cmd|' /C calc'!A0"],
    )
]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_note_is_a_formula_whatever_separates_the_cells(tmp_path: Path, separator: str) -> None:
    """OWASP, CSV Injection. LibreOffice goes by the separator that was chosen last."""
    columns = [text("id", "an id"), text("note", "a note"), text("after", "a text")]
    written(tmp_path / "notes.csv", columns, [("a", note, "b") for note in NOTES])
    opened(tmp_path, separator=separator, quoted_is_text=False)
    found = [cell for row in cells(tmp_path / "notes.fods") for cell in row]
    assert len(found) > len(NOTES)
    assert [cell for cell in found if cell[2]] == []
