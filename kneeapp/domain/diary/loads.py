"""Loads of days from a file: which columns hold steps, stairs and minutes, and in which unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum

from kneeapp.domain.diary.columns import guessed
from kneeapp.domain.diary.days import DayOrder, day_of
from kneeapp.domain.diary.table import DiaryTable
from kneeapp.domain.diary.words import mentions, set_of, words_in
from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.load.day_load import SCALES, DayLoad, LoadKind, load_of
from kneeapp.errors import BadInput

_WORDS = {
    LoadKind.STEPS: set_of("steps step schritte pas pasos passi stappen passos kroki schritt"),
    LoadKind.FLOORS: set_of("floors floor stairs flights stockwerke treppen etages pisos piani"),
    LoadKind.SITTING: set_of("sitting seated sedentary sitzen sitzend assis sentado seduto"),
    LoadKind.STANDING: set_of("standing stand stehen stehend debout parado"),
    LoadKind.SPORT: set_of("sport exercise active activity workout bewegung aktiv exercice"),
    LoadKind.TRAINING: set_of("training strength gym kraft krafttraining entrenamiento"),
}
_DISTANCE = set_of("km kilometer kilometers kilometres miles mile distance distanz strecke m")


class TimeUnit(LabelledEnum):
    """In what a column of times counts; steps and floors have no other unit."""

    HOURS = "hours", "Hours"
    MINUTES = "minutes", "Minutes"
    SECONDS = "seconds", "Seconds"


_MINUTES = {TimeUnit.HOURS: 60.0, TimeUnit.MINUTES: 1.0, TimeUnit.SECONDS: 1 / 60}


class Doubled(LabelledEnum):
    """What becomes of several rows of one day."""

    SUM = "sum", "Add them up"
    LARGEST = "largest", "Take the largest"


class LoadLeftOut(StrEnum):
    """Why a row, or an amount of it, is left out."""

    NO_DAY = "without a day that can be read"
    AHEAD = "on a day that is still to come"
    NO_NUMBER = "without a number"
    IMPOSSIBLE = "more than a day can hold"


@dataclass(frozen=True)
class LoadColumns:
    """The column of the day and of each kind, by its place; `units` of those that count time."""

    day: int
    kinds: Mapping[LoadKind, int]
    units: Mapping[LoadKind, TimeUnit]


@dataclass(frozen=True)
class LoadContent:
    """The loads of a file, oldest first, and the rows left out with what they say and why."""

    loads: tuple[DayLoad, ...] = ()
    left_out: tuple[tuple[int, str, LoadLeftOut], ...] = ()


def load_columns(table: DiaryTable) -> LoadColumns | None:
    """The likely columns of `table`; None where it holds no day or no load.

    A column of distances is never taken for steps.
    """
    columns = guessed(table)
    if columns is None:
        return None
    kinds: dict[LoadKind, int] = {}
    for kind in LoadKind:
        for place, name in enumerate(table.columns):
            distance = not set(words_in(name)).isdisjoint(_DISTANCE)
            taken = place in {columns.day, *kinds.values()}
            if not taken and not distance and kind not in kinds and mentions(name, _WORDS[kind]):
                kinds[kind] = place
    if not kinds:
        return None
    units = {
        kind: likely_unit(table.columns[place], table.column(place))
        for kind, place in kinds.items()
        if counts_time(kind)
    }
    return LoadColumns(columns.day, kinds, units)


def counts_time(kind: LoadKind) -> bool:
    return SCALES[kind].unit in {"hours", "minutes"}


def likely_unit(name: str, cells: Sequence[str]) -> TimeUnit:
    """The unit of a column of times, by its header, else by the largest of its numbers."""
    words = set(words_in(name))
    if words & {"h", "hour", "hours", "std", "stunden", "heures", "horas"}:
        return TimeUnit.HOURS
    if words & {"s", "sec", "secs", "second", "seconds", "sekunden"}:
        return TimeUnit.SECONDS
    if words & {"min", "mins", "minute", "minutes", "minuten", "minutos"}:
        return TimeUnit.MINUTES
    most = max((value for cell in cells if (value := _number(cell)) is not None), default=0)
    return TimeUnit.HOURS if most <= 24 else TimeUnit.MINUTES if most <= 1440 else TimeUnit.SECONDS


def doubled_days(table: DiaryTable, columns: LoadColumns, order: DayOrder, zone: tzinfo) -> int:
    """How many days have more than one row."""
    days = [day_of(row[columns.day], order, zone) for row in table.rows]
    known = [day for day in days if day]
    return len({day for day in known if known.count(day) > 1}) if len(known) > len({*known}) else 0


@dataclass(frozen=True)
class LoadChoice:
    """What a person said of a file of loads."""

    columns: LoadColumns
    order: DayOrder
    doubled: Doubled


def read_loads(table: DiaryTable, chosen: LoadChoice, today: date, zone: tzinfo) -> LoadContent:
    """The loads of `table` up to `today`; an amount that no day holds is left out by itself."""
    columns = chosen.columns
    amounts: dict[date, dict[LoadKind, list[float]]] = {}
    left_out: list[tuple[int, str, LoadLeftOut]] = []
    for number, row in enumerate(table.rows, table.first_row):
        day = day_of(row[columns.day], chosen.order, zone)
        if day is None or day > today:
            why = LoadLeftOut.NO_DAY if day is None else LoadLeftOut.AHEAD
            left_out.append((number, row[columns.day], why))
            continue
        for kind, place in columns.kinds.items():
            if not row[place]:
                continue
            value = _number(row[place])
            if value is None:
                left_out.append((number, row[place], LoadLeftOut.NO_NUMBER))
                continue
            unit = columns.units.get(kind)
            amount = value * (_MINUTES[unit] if unit else 1)
            if not 0 <= amount <= SCALES[kind].most:
                left_out.append((number, row[place], LoadLeftOut.IMPOSSIBLE))
                continue
            amounts.setdefault(day, {}).setdefault(kind, []).append(amount)
    loads, impossible = [], []
    for day in sorted(amounts):
        try:
            loads.append(_load(day, amounts[day], chosen.doubled))
        except BadInput:
            impossible.append((0, day.isoformat(), LoadLeftOut.IMPOSSIBLE))
    return LoadContent(tuple(loads), (*left_out, *impossible))


def _load(day: date, amounts: Mapping[LoadKind, Iterable[float]], doubled: Doubled) -> DayLoad:
    together = sum if doubled is Doubled.SUM else max
    return load_of(day, {kind: round(together(values)) for kind, values in amounts.items()})


def _number(text: str) -> float | None:
    """The number of a cell, with a point, comma or blank between thousands; None for no number."""
    bare = text.strip().replace("\u00a0", "").replace(" ", "").replace("'", "")
    for sign, other in ((",", "."), (".", ",")):
        head, _, tail = bare.partition(sign)
        groups = [head, *tail.split(sign)] if tail else [head]
        if len(groups) > 1 and all(len(part) == 3 for part in groups[1:]) and other not in head:
            whole = "".join(groups)
            if whole.isdecimal() and 0 < len(groups[0]) <= 3:
                return float(whole)
    try:
        value = float(bare.replace(",", "."))
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None  # noqa: PLR0124
