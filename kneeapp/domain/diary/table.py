"""A file of another app as a table: its encoding, its delimiter, its header."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from kneeapp.domain.diary.days import is_day
from kneeapp.errors import BadInput

LARGEST = 10_000_000
"""Bytes; twenty-five years of a daily diary with long notes are less."""

MOST_ROWS = 50_000

_DELIMITERS = ",;\t|"
_BOMS = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
_OF_EXCEL = re.compile(r"sep=(.)\s*\r?\n")
_MOST_LOOKED_AT = 200
"""Rows from which the delimiter is guessed."""

Rows = list[list[str]]


@dataclass(frozen=True)
class DiaryTable:
    """The cells of a file: each row has as many as there are `columns`, whose names differ.

    `file` is a digest of its bytes, `first_row` where in the file the first of `rows` stands.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_row: int
    file: str

    def column(self, place: int) -> list[str]:
        """The cells of a column that hold something."""
        return [row[place] for row in self.rows if row[place]]


def table_of(sent: bytes) -> DiaryTable:
    """The table that a file holds; raises BadInput with what to do about one that holds none."""
    if len(sent) > LARGEST:
        raise BadInput(f"This file is too large: at most {LARGEST // 1_000_000} MB can be read.")
    text = decoded(sent)
    rows = _rows(text)
    if len(rows) > MOST_ROWS:
        raise BadInput(f"This table is too long: at most {MOST_ROWS:,} rows can be read.")
    width = _usual_width(rows)
    above = next((n for n, row in enumerate(rows) if len(row) == width), 0)  # a title, say
    rows = rows[above:]
    named = bool(rows) and not any(map(is_day, rows[0]))
    if width < 2 or len(rows) <= named:
        raise BadInput(
            "This file holds no table. Export your diary as CSV in the other app, and choose that "
            "file."
        )
    columns = _columns(rows[0] if named else [""] * width)
    return DiaryTable(
        columns=columns,
        rows=tuple(_fitted(row, width) for row in rows[named:]),
        first_row=above + named + 1,
        file=sha256(sent).hexdigest()[:16],
    )


def decoded(sent: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-16 or UTF-8 where it can be that,
    else Windows-1252. Raises BadInput for what is no text.
    """
    try:
        for mark, encoding in _BOMS.items():
            if sent.startswith(mark):
                return _text(sent[len(mark) :].decode(encoding))
        # every other byte of Latin text in UTF-16 is 0
        for encoding, zeros in (("utf-16-le", sent[1::2]), ("utf-16-be", sent[::2])):
            if zeros.count(0) * 2 > len(zeros):
                return _text(sent.decode(encoding))
        return _text(sent.decode())
    except UnicodeDecodeError:
        # five bytes have no sign in Windows-1252
        return _text(sent.decode("cp1252", errors="replace"))


def _text(text: str) -> str:
    if "\0" in text or text.startswith("PK\3\4"):
        raise BadInput(
            "This file is no text. Save the table as CSV (in a spreadsheet: Save as, CSV), and "
            "choose that file."
        )
    return text


def _rows(text: str) -> Rows:
    """The rows that hold something, by the delimiter that gives the most even table."""
    if said := _OF_EXCEL.match(text):
        return _split(text[said.end() :], said[1])
    beginning = "".join(text.splitlines(keepends=True)[:_MOST_LOOKED_AT])
    best = max(_DELIMITERS, key=lambda delimiter: _evenness(_split(beginning, delimiter)))
    return _split(text, best)


def _split(text: str, delimiter: str) -> Rows:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
        stripped = ([cell.strip() for cell in row] for row in rows)
        return [row for row in stripped if any(row)]
    except csv.Error as error:  # a cell of more than 128 KB: a quote that is never closed
        raise BadInput(
            "This table cannot be read: a quotation mark in it is not closed. Export it again."
        ) from error


def _evenness(rows: Rows) -> tuple[float, int]:
    """How much of a table `rows` are: the share of rows of the usual width, and that width."""
    width = _usual_width(rows)
    even = sum(len(row) == width for row in rows)
    return (even / len(rows) if width > 1 else 0.0, width)


def _usual_width(rows: Rows) -> int:
    """How many cells most rows have; of several numbers the largest."""
    counted = Counter(map(len, rows))
    return max(counted, key=lambda width: (counted[width], width), default=0)


def _columns(names: Sequence[str]) -> tuple[str, ...]:
    """The names of the header, each made one of its own."""
    columns: list[str] = []
    for n, name in enumerate(names, 1):
        known = f"{name} ({n})" if name in columns else name or f"Column {n}"
        columns.append(known)
    return tuple(columns)


def _fitted(row: Sequence[str], width: int) -> tuple[str, ...]:
    """`row` with `width` cells: what is too much is more of the last one, most often a note."""
    last = ", ".join(filter(None, row[width - 1 :]))
    return (*row[: width - 1], *[""] * (width - 1 - len(row)), last)
