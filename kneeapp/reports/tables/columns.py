"""How a table is declared: each column once, with its meaning, unit and bounds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
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


def number(name: str, says: str, *, most: float | None = None) -> Column:
    return Column(name, ColumnKind.NUMBER, says, least=0, most=most)


def moment(name: str, says: str) -> Column:
    return Column(name, ColumnKind.MOMENT, says)


def day(name: str, says: str) -> Column:
    return Column(name, ColumnKind.DAY, says)


def yes_no(name: str, says: str) -> Column:
    return Column(name, ColumnKind.YES_NO, says)


PERSON = text("person", "whose row it is")
"""Comes first where the rows of several people stand in one table."""
