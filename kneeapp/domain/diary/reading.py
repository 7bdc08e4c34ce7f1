"""A diary read: the rating and the notes of each day, and what is left out and why."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum
from statistics import fmean
from typing import NamedTuple

from kneeapp.domain.diary.columns import Columns, is_note, side_of
from kneeapp.domain.diary.days import DayOrder, day_of
from kneeapp.domain.diary.scores import ScoreReader, rating
from kneeapp.domain.diary.table import DiaryTable
from kneeapp.domain.evidence.life_events import LONGEST_NOTE
from kneeapp.domain.sides import Side


class Why(StrEnum):
    """Why a row or its score is left out."""

    NO_DAY = "without a day that can be read"
    AHEAD = "on a day that is still to come"
    ELSEWHERE = "not about the knee"
    OTHER_KNEE = "about the other knee"
    NO_SCORE = "with a score that cannot be used"
    NOTHING = "with neither a score nor a note"


class LeftOut(NamedTuple):
    """A row, counted as a spreadsheet does, and what of it could not be used."""

    row: int
    why: Why
    text: str


class DiaryNote(NamedTuple):
    """A note of a day, at most LONGEST_NOTE characters."""

    on: date
    text: str


@dataclass(frozen=True)
class DiaryChoice:
    """What a person said of their diary. `knee` and `topics` limit the rows, where they are given:
    `topics` are texts of the column `about`.
    """

    columns: Columns
    order: DayOrder
    scores: ScoreReader
    knee: Side | None = None
    topics: Collection[str] | None = None


@dataclass(frozen=True)
class DiaryContent:
    """What a diary holds: the rating (0-10) of each day, and its notes, oldest first. `knee` is the
    one that the ratings are of, where the person said it.
    """

    ratings: Mapping[date, int] = field(default_factory=dict)
    notes: tuple[DiaryNote, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    knee: Side | None = None

    def without(self, rated: Collection[date], noted: Collection[DiaryNote]) -> "DiaryContent":
        """What of it is new beside the days and notes that a record holds."""
        ratings = {day: value for day, value in self.ratings.items() if day not in rated}
        notes = tuple(note for note in self.notes if note not in noted)
        return replace(self, ratings=ratings, notes=notes)


def read_diary(table: DiaryTable, chosen: DiaryChoice, now: datetime, zone: tzinfo) -> DiaryContent:
    """The ratings and notes of `table` up to today; of several scores of a day their mean."""
    points: dict[date, list[float]] = {}
    notes: dict[DiaryNote, None] = {}
    left_out = []
    today = now.astimezone(zone).date()
    for number, row in enumerate(table.rows, table.first_row):
        day = _day(row, chosen, today, zone)
        if isinstance(day, Why):
            left_out.append(LeftOut(number, day, _said(row, chosen, day)))
            continue
        score = chosen.columns.score
        given = "" if score is None else row[score]
        value = chosen.scores.points(given)
        if value is not None:
            points.setdefault(day, []).append(value)
        elif given:
            left_out.append(LeftOut(number, Why.NO_SCORE, given))
        texts = list(_notes(table, row, chosen.columns.notes))
        notes |= dict.fromkeys(DiaryNote(day, text) for text in texts)
        if not given and not texts:
            left_out.append(LeftOut(number, Why.NOTHING, day.isoformat()))
    return DiaryContent(
        ratings={day: rating(fmean(points[day])) for day in sorted(points)},
        notes=tuple(sorted(notes, key=lambda note: note.on)),
        left_out=tuple(left_out),
        knee=chosen.knee,
    )


def moment_of(day: date, now: datetime, zone: tzinfo) -> datetime:
    """When a rating of `day` counts as given: at its noon, and not after `now`."""
    return min(datetime.combine(day, time(12), zone).astimezone(UTC), now.astimezone(UTC))


def _day(row: tuple[str, ...], chosen: DiaryChoice, today: date, zone: tzinfo) -> date | Why:
    """The day of a row that is to be used; else why it is not."""
    columns = chosen.columns
    day = day_of(row[columns.day], chosen.order, zone)
    if (
        day is None
        or datetime.combine(day, time(12), zone).astimezone(UTC).astimezone(zone).date() != day
    ):  # as 30 December 2011 in Samoa, which went over the date line
        return Why.NO_DAY
    if day > today:
        return Why.AHEAD
    about = "" if columns.about is None else row[columns.about]
    if columns.about is not None and chosen.topics is not None and about not in chosen.topics:
        return Why.ELSEWHERE
    side = about if columns.side is None else row[columns.side]  # as in: left knee
    other = chosen.knee is not None and side_of(side) is chosen.knee.other
    return Why.OTHER_KNEE if other else day


def _said(row: tuple[str, ...], chosen: DiaryChoice, why: Why) -> str:
    columns = {Why.ELSEWHERE: chosen.columns.about, Why.OTHER_KNEE: chosen.columns.side}
    place = columns.get(why)
    return row[chosen.columns.day if place is None else place]


def _notes(table: DiaryTable, row: tuple[str, ...], places: Iterable[int]) -> Iterator[str]:
    """The notes of a row, each named after its column unless that says no more than that it is
    one. A long one becomes several, so that nothing of it is lost.
    """
    named = (
        row[place] if is_note(table.columns[place]) else f"{table.columns[place]}: {row[place]}"
        for place in places
        if any(map(str.isalnum, row[place]))
    )
    text = " ".join("; ".join(named).split())
    while text:
        end = len(text) if len(text) <= LONGEST_NOTE else text.rfind(" ", 1, LONGEST_NOTE + 1)
        if end < 0:  # one word
            end = LONGEST_NOTE
        yield text[:end]
        text = text[end:].lstrip()
