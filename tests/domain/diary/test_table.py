"""A file of another app as a table, whatever wrote it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.diary.table import MOST_ROWS, table_of
from kneeapp.errors import BadInput

SHEET = "Datum;Schmerz;Notiz\n01.02.2026;3,5;Übel – 5 €\n02.02.2026;4;\n"
COLUMNS = ("Datum", "Schmerz", "Notiz")
ROWS = (("01.02.2026", "3,5", "Übel – 5 €"), ("02.02.2026", "4", ""))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_table_is_read_in_each_encoding_and_with_each_delimiter(encoding, delimiter):
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows([COLUMNS, *ROWS])
    table = table_of(written.getvalue().encode(encoding))
    assert (table.columns, table.rows) == (COLUMNS, ROWS)


def test_what_excel_says_of_the_delimiter_is_no_row():
    table = table_of(b"sep=;\r\nDate;Pain\r\n2026-02-01;3\r\n")
    assert (table.columns, table.rows) == (("Date", "Pain"), (("2026-02-01", "3"),))


def test_lines_above_the_table_and_empty_ones_are_skipped():
    table = table_of(
        b"My diary\nexported today\n\nDate,Pain,Note\n2026-02-01,3,a\n\n2026-02-02,4,b\n"
    )
    assert table.columns == ("Date", "Pain", "Note")
    assert [row[0] for row in table.rows] == ["2026-02-01", "2026-02-02"]


def test_a_table_without_a_header_gets_numbered_columns_and_loses_no_row():
    table = table_of(b"2026-02-01,3\n2026-02-02,4\n")
    assert table.columns == ("Column 1", "Column 2")
    assert len(table.rows) == 2


def test_columns_of_one_name_are_told_apart():
    assert table_of(b"Date,Pain,Pain,\n2026-02-01,3,4,x\n").columns == (
        "Date",
        "Pain",
        "Pain (3)",
        "Column 4",
    )


def test_a_comma_too_many_is_more_of_the_note_and_a_short_row_has_empty_cells():
    table = table_of(
        b"Date,Pain,Note\n2026-02-01,3,stairs, then a walk\n2026-02-02,4\n2026-02-03,4,\n"
    )
    assert [row[2] for row in table.rows] == ["stairs, then a walk", "", ""]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text"),
        (b"", "no table"),
        (b"just words\nand more", "no table"),
        (b"Date,Pain\n", "no table"),
        (b'Date,Pain\n2026-02-01,"' + b"x" * 200_000, "not closed"),
        (b"Date,Pain\n" + b"2026-02-01,3\n" * (MOST_ROWS + 1), "too long"),
        (b"x" * 10_000_001, "too large"),
    ],
)
def test_what_holds_no_table_is_told(sent, said):
    with pytest.raises(BadInput, match=said):
        table_of(sent)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_a_table_or_refused(sent):
    try:
        table = table_of(sent)
    except BadInput:
        return
    assert len(set(table.columns)) == len(table.columns)
    assert {len(row) for row in table.rows} == {len(table.columns)}
