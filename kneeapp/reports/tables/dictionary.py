"""The data dictionary: every table and column in words."""

from collections.abc import Iterator

from kneeapp.reports.tables import TABLES
from kneeapp.reports.tables.columns import Column, TableDefinition, with_local_columns

_HEAD = """# Data dictionary

What the tables of *My data* and of `kneeapp export --format csv` (or `parquet`) hold. This page is
made from the code that writes them, and is in every download.

- One file a topic. An empty cell: not answered, or not known.
- **CSV** is UTF-8 (with the mark at its start that Excel looks for), with commas, a header line
  and quotes around texts, and around nothing else. A date is `2026-03-02`, a time `09:00:00`, and a
  date and time `2026-03-02T09:00:00+01:00`. To a spreadsheet the last one is a text; its day and
  its time stand beside it. All three are by the clocks where the person was, to the second.
- What a spreadsheet could take for a formula has an apostrophe before it: `=`, `+`, `-` or `@`,
  also in full width and after spaces or quotes, where a text begins and after a comma, semicolon,
  bar, tab or line break in it. So has a tab or line break at the start. Numbers are never changed.
- **Spreadsheets.** LibreOffice: choose UTF-8, *English (USA)* (numbers have a decimal point),
  comma, *Format quoted field as text* and *Detect special numbers*; then each column has its type.
  Excel: *Data*, *From Text/CSV*, UTF-8 and comma.
- **Parquet** has types; a date and time is in UTC, to the microsecond. Day and time beside it are
  those where the person was.
- The tables of everybody (`--everyone`) begin with one more column, `person`.
- A session under way is not in the tables yet, and the order of a trial only as far as it was seen.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    return "\n".join([_HEAD, *(_table(table) for table in TABLES)])


def _table(table: TableDefinition) -> str:
    rows = "\n".join(map(_row, with_local_columns(table.columns)))
    return (
        f"## {table.name}\n\n{table.says}\n\n"
        f"| column | holds | unit and bounds | meaning |\n|---|---|---|---|\n{rows}\n"
    )


def _row(column: Column) -> str:
    return f"| {column.name} | {column.kind} | {', '.join(_bounds(column))} | {column.says} |"


def _bounds(column: Column) -> Iterator[str]:
    if column.unit:
        yield column.unit
    if column.least is not None and column.most is not None:
        yield f"{column.least:g} to {column.most:g}"
    elif column.least is not None:
        yield f"{column.least:g} or more"
    if column.words:
        yield ", ".join(f"`{word}`" for word in column.words)
