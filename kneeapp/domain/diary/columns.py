"""Guess which column of a diary holds what: by the words of its header, and by its cells."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from kneeapp.domain.diary import words
from kneeapp.domain.diary.days import is_day
from kneeapp.domain.diary.scores import MOST_WORDS, likely_points, number_of, scale_words
from kneeapp.domain.diary.table import DiaryTable
from kneeapp.domain.diary.words import mentions, set_of, words_in
from kneeapp.domain.sides import Side

_DAY, _TIME, _NOTE = set_of(words.DAY), set_of(words.TIME), set_of(words.NOTE)
_PAIN, _SCORE, _KNEE = set_of(words.PAIN), set_of(words.SCORE), set_of(words.KNEE)
_SIDE, _ABOUT = set_of(words.SIDE), set_of(words.ABOUT)
_SIDES = {
    Side.LEFT: set_of(words.LEFT),
    Side.RIGHT: set_of(words.RIGHT),
    None: set_of(words.BOTH),
}

_MOST = 0.6
"""Share of the cells of a column that have to be of a kind for it to be of that kind."""

_LOOKED_AT, _LONGEST = 500, 80
"""Cells of a column from which is guessed what it holds, and how much of each."""

MOST_TOPICS = 60
"""Different texts that a column may have which says what a row is about."""


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold, each by its place in it; None for what no column holds.

    `about` says what a row is about, where a table holds more than one knee's pain. `notes` are
    kept as notes.
    """

    day: int
    score: int | None = None
    side: int | None = None
    about: int | None = None
    notes: tuple[int, ...] = ()

    def scores(self, table: DiaryTable, topics: Collection[str] | None) -> list[str]:
        """The scores of `table` that hold something, of rows about one of `topics`, if given."""
        if self.score is None:
            return []
        rows = (
            row
            for row in table.rows
            if self.about is None or topics is None or row[self.about] in topics
        )
        return [row[self.score] for row in rows if row[self.score]]


def guessed(table: DiaryTable, sore: Side | None = None) -> Columns | None:
    """The likely columns of `table`, of `sore` where it has one for each knee; None where no
    column holds days. What is not known is a note, but for times of day and ids.
    """
    day = _best(table, _day_points)
    if day is None:
        return None
    score = _best(table, lambda name, cells: _score_points(name, cells, sore), day)
    if score is None:
        numbers = [n for n in _others(table, day) if _is_number(_sample(table, n))]
        score = (
            numbers[0] if len(numbers) == 1 and not _is_time(table.columns[numbers[0]]) else None
        )
    about = _best(table, _about_points, day, score)
    side = _best(table, _side_points, day, score, about)
    others = _others(table, day, score, side, about)
    notes = (n for n in others if table.column(n) and not _is_time(table.columns[n]))
    return Columns(day, score, side, about, tuple(notes))


def side_of(text: str) -> Side | None:
    """The side that `text` names; None where it names none or both."""
    named = {side for word in words_in(text) for side, known in _SIDES.items() if word in known}
    return next(iter(named)) if len(named) == 1 else None


def topics(texts: Iterable[str]) -> tuple[str, ...]:
    """The different texts of a column that says what a row is about, the knee first."""
    return tuple(sorted(dict.fromkeys(texts), key=lambda text: (not is_knee(text), text)))


def is_knee(text: str) -> bool:
    """Whether `text` names a knee."""
    return mentions(text, _KNEE)


def likely_topics(texts: Iterable[str]) -> tuple[str, ...]:
    """Those of `texts` that name a knee; else those that name pain; it may be none."""
    texts = tuple(texts)
    of_knee = tuple(filter(is_knee, texts))
    return of_knee or tuple(text for text in texts if mentions(text, _PAIN))


def is_note(name: str) -> bool:
    """Whether a header says that its column holds notes."""
    return mentions(name, _NOTE)


def _best(
    table: DiaryTable, points: Callable[[str, list[str]], float], *taken: int | None
) -> int | None:
    """The column with the most points, the first of several; None where none has any."""
    free = {n: points(table.columns[n], _sample(table, n)) for n in _others(table, *taken)}
    best = max(free, key=lambda n: free[n], default=None)
    return best if best is not None and free[best] > 0 else None


def _sample(table: DiaryTable, place: int) -> list[str]:
    """Cells of a column from its first to its last row, without the end of long ones."""
    cells = table.column(place)
    return [cell[:_LONGEST] for cell in cells[:: len(cells) // _LOOKED_AT + 1]]


def _others(table: DiaryTable, *taken: int | None) -> list[int]:
    return [n for n in range(len(table.columns)) if n not in taken]


def _share(cells: list[str], is_so: Callable[[str], object]) -> float:
    return sum(bool(is_so(cell)) for cell in cells) / len(cells) if cells else 0


def _day_points(name: str, cells: list[str]) -> float:
    share = _share(cells, is_day)
    return share + mentions(name, _DAY) if share >= _MOST else 0


def _score_points(name: str, cells: list[str], sore: Side | None) -> float:
    """A header has to speak of it; the cells are numbers, or a few words for how bad it is."""
    spoken = 3 * mentions(name, _KNEE) + 2 * mentions(name, _PAIN) + mentions(name, _SCORE)
    if not spoken or not (_is_number(cells) or _is_severity(cells)):
        return 0
    return spoken + (sore is not None and side_of(name) is sore) / 2


def _side_points(name: str, cells: list[str]) -> float:
    share = _share(cells, lambda cell: side_of(cell) or set(words_in(cell)) & _SIDES[None])
    return share + mentions(name, _SIDE) if share >= _MOST else 0


def _about_points(name: str, cells: list[str]) -> float:
    if not 0 < len(set(cells)) <= MOST_TOPICS or is_note(name):
        return 0
    knee = _share(cells, is_knee)
    return 2 * bool(knee) + knee if knee or mentions(name, _ABOUT) else 0


def _is_number(cells: list[str]) -> bool:
    return _share(cells, lambda cell: number_of(cell) is not None) >= _MOST


def _is_severity(cells: list[str]) -> bool:
    few = len(scale_words(cells)) <= MOST_WORDS
    return few and _share(cells, lambda cell: likely_points(cell) is not None) >= _MOST


def _is_time(name: str) -> bool:
    """Whether a column holds times or another way to write the day, which are not kept."""
    words_of_name = set(words_in(name))
    return bool(words_of_name) and words_of_name <= _TIME | _DAY
