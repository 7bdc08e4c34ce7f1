"""How a table is declared: each column once, with its meaning, unit and bounds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.reports.record_file.format import RecordFile

Row = tuple[object, ...]


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_NO = "true or false"
    MOMENT = "date and time"
    DAY = "date"
    TIME = "time"


@dataclass(frozen=True)
class Column:
    """One column: `least` and `most` bound a number in `unit`, `words` are all a text may be."""

    name: str
    kind: ColumnKind
    says: str
    unit: str = ""
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableOptions:
    """The screening's questions, and the zone that days are counted in."""

    questions: Questionnaire
    zone: tzinfo


@dataclass(frozen=True)
class TableDefinition:
    """One topic: what a row is, its columns, and how its rows are found."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: Callable[[RecordFile, TableOptions], Iterator[Row]]


def text(name: str, says: str, words: Iterable[str] = ()) -> Column:
    return Column(name, ColumnKind.TEXT, says, words=tuple(words))


def rated(name: str, says: str) -> Column:
    return Column(name, ColumnKind.WHOLE, says, least=0, most=10)


def whole(
    name: str, says: str, unit: str = "", *, least: float = 0, most: float | None = None
) -> Column:
    return Column(name, ColumnKind.WHOLE, says, unit, least, most)


def number(name: str, says: str, unit: str = "", *, most: float | None = None) -> Column:
    return Column(name, ColumnKind.NUMBER, says, unit, least=0, most=most)


def moment(name: str, says: str) -> Column:
    return Column(name, ColumnKind.MOMENT, says)


def day(name: str, says: str) -> Column:
    return Column(name, ColumnKind.DAY, says)


def yes_no(name: str, says: str) -> Column:
    return Column(name, ColumnKind.YES_NO, says)


def with_local_columns(columns: Iterable[Column]) -> list[Column]:
    """These columns, with a day and a time of day after each moment."""
    return [shown for column in columns for shown in (column, *_local_columns(column))]


def _local_columns(column: Column) -> Iterator[Column]:
    if column.kind is ColumnKind.MOMENT:
        yield Column(f"{column.name}_day", ColumnKind.DAY, f"the day of {column.name}")
        yield Column(f"{column.name}_time", ColumnKind.TIME, f"the time of day of {column.name}")


def with_local_times(rows: Iterable[Row], columns: Sequence[Column], zone: tzinfo) -> Iterable[Row]:
    """The rows for `with_local_columns`: days and times are those of `zone`, to the second."""
    moments = {n for n, column in enumerate(columns) if column.kind is ColumnKind.MOMENT}
    if not moments:
        return rows
    return (
        tuple(
            cell
            for n, value in enumerate(row)
            for cell in (_local(value, zone) if n in moments else (value,))
        )
        for row in rows
    )


def _local(moment: object, zone: tzinfo) -> Row:
    if not isinstance(moment, datetime):
        return (None, None, None)
    local = moment.astimezone(zone)
    return (local, local.date(), local.time().replace(microsecond=0))


IMPORT = text("import_id", "the import that it came with, where it is from another diary")

PERSON = text("person", "whose row it is")
"""Comes first where the rows of several people stand in one table."""
