"""The data dictionary: every table and column in words."""

from collections.abc import Iterator

from kneeapp.reports.tables import TABLES
from kneeapp.reports.tables.columns import Column, TableDefinition

_HEAD = """# Data dictionary

What the tables of *My data* and of `kneeapp export --format csv` (or `parquet`) hold. This page is
made from the code that writes them, and is in every download.

- One file a topic. An empty cell: not answered, or not known.
- **CSV** is UTF-8 (with the mark at its start that Excel looks for), with commas, a header line
  and quotes around all but numbers. A date is `2026-03-02`; a date and time is
  `2026-03-02T09:00:00+01:00`, in the person's zone, to the second. A text that a spreadsheet would
  take for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a line break) has an apostrophe
  before it. Numbers are never changed. LibreOffice: choose UTF-8 and *Format quoted field as text*.
- **Parquet** has types; a date and time is in UTC, to the microsecond.
- The tables of everybody (`--everyone`) begin with one more column, `person`.
- A session under way is not in the tables yet, and the order of a trial only as far as it was seen.
"""


def dictionary() -> str:
    """The whole dictionary as Markdown."""
    return "\n".join([_HEAD, *(_table(table) for table in TABLES)])


def _table(table: TableDefinition) -> str:
    rows = "\n".join(map(_row, table.columns))
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
