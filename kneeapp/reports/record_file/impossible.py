"""What a record file holds that cannot be: an end before its beginning, a day still to come.

A file is asked about it. The record itself is not: what is stored already can always be taken
along, and comes in again without a question where it is still there.
"""

from collections.abc import Callable, Hashable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from kneeapp.domain.model import Model
from kneeapp.errors import BadInput
from kneeapp.reports.record_file.entries import SessionEntry
from kneeapp.reports.record_file.faults import MOST_TOLD
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.record_file.unwrap import NOTHING_CHANGED

A_DAY = timedelta(days=1)
"""How far the clocks of two machines may be apart, and the days of two places."""

_PARTS = tuple(name for name in RecordFile.model_fields if name not in {"format", "version"})
_IN_ORDER = {
    "screenings": (("started_at", "finished_at"),),
    "sessions": (("started_at", "ended_at"), ("started_at", "after_at")),
    "trials": (("drawn_at", "stopped_at"),),
    "breaks": (("first_day", "last_day"),),
}
"""In each part, which of two fields comes first."""
_MAY_COME = {"allowed_until"}
"""Fields that may name a day ahead."""
_TIMES = 10
"""So many times longer than a session its steps cannot have been worked on."""
_SHORTEST_S = 60


class Oddity(NamedTuple):
    """One thing that cannot be: its entry by what tells entries apart, and what is said of it."""

    part: str
    n: int | None
    entry: Hashable
    said: str

    @property
    def key(self) -> Hashable:
        """The same for the same value of the same entry, wherever it stands in a file."""
        return (self.part, self.entry, self.said)

    @property
    def text(self) -> str:
        return f"$.{self.part}{'' if self.n is None else f'[{self.n}]'}{self.said}"


class Impossible(BadInput):
    """A file holds what cannot be, and nobody said that it is to be taken in all the same."""

    def __init__(self, odd: list[Oddity]) -> None:
        listed = "; ".join(oddity.text for oddity in odd[:MOST_TOLD])
        more = f" (and {len(odd) - MOST_TOLD} more)" if len(odd) > MOST_TOLD else ""
        super().__init__(
            f"This file holds what cannot be: {listed}{more}. Correct it where the file was made "
            f"and save it anew, or take it in as it is. {NOTHING_CHANGED}"
        )


def refuse_impossible(file: RecordFile, stored: Callable[[], RecordFile], now: datetime) -> None:
    """Raises Impossible for what cannot be in `file` and is not just so in what is `stored`."""
    odd = list(oddities(file, now))
    if odd:
        known = {oddity.key for oddity in oddities(stored(), now)}
        if new := [oddity for oddity in odd if oddity.key not in known]:
            raise Impossible(new)


def oddities(file: RecordFile, now: datetime) -> Iterator[Oddity]:
    """All that cannot be in `file`, read at `now`."""
    for part in _PARTS:
        entries = getattr(file, part)
        for n, entry in enumerate(entries) if isinstance(entries, tuple) else [(None, entries)]:
            texts = [*_ahead(entry, now), *_in_order(part, entry)]
            if isinstance(entry, SessionEntry):
                texts += _of_session(entry, file)
            for said in texts:
                yield Oddity(part, n, getattr(entry, "id", None), said)
    yield from _doubled(file)


def _ahead(entry: Any, now: datetime) -> Iterator[str]:
    """The moments and days of `entry` that are still to come, those within it, too."""
    for name, value in entry:
        if name in _MAY_COME:
            continue
        if isinstance(value, tuple):
            if value and isinstance(value[0], Model):
                for n, inner in enumerate(value):
                    yield from (f".{name}[{n}]{said}" for said in _ahead(inner, now))
        elif _is_ahead(name, value, now):
            yield f".{name} {_shown(value)} lies in the future"


def _is_ahead(name: str, value: object, now: datetime) -> bool:
    if isinstance(value, datetime):
        return value > now + A_DAY
    if isinstance(value, date):
        return value > (now.astimezone(UTC) + 2 * A_DAY).date()
    return name == "at_ms" and isinstance(value, int) and value > (now + A_DAY).timestamp() * 1000


def _in_order(part: str, entry: Any) -> Iterator[str]:
    for first, later in _IN_ORDER.get(part, ()):
        begun, ended = getattr(entry, first), getattr(entry, later)
        if ended is not None and ended < begun:
            yield f".{later} {_shown(ended)} lies before {first} {_shown(begun)}"
    if part == "trainings" and entry.stopped_at:
        apart = entry.stopped_at.date() - entry.trained_on
        if abs(apart) > A_DAY:
            yield f".stopped_at {_shown(entry.stopped_at)} is not on trained_on {entry.trained_on}"


def _of_session(session: SessionEntry, file: RecordFile) -> Iterator[str]:
    if session.ended_at:
        lasted = max((session.ended_at - session.started_at).total_seconds(), _SHORTEST_S)
        worked = sum(step.worked_s for step in session.steps)
        if worked > _TIMES * lasted:
            yield f".steps have {worked} s of work in a session of {lasted:.0f} s"
    steps = len(file.plans[session.plan].steps)
    for n, step in enumerate(session.steps):
        if step.n >= steps:
            yield f".steps[{n}].n {step.n} points past the end of its plan"


def _doubled(file: RecordFile) -> Iterator[Oddity]:
    """Ratings of the same thing at the same moment; a changed one is given later."""
    seen: dict[Hashable, int] = {}
    for n, rating in enumerate(file.ratings):
        same = (rating.measure, rating.taken_at, rating.session_id, rating.area, rating.side)
        first = seen.setdefault((*same, rating.step), n)
        if first != n:
            yield Oddity("ratings", n, rating.id, f" is of the same moment as $.ratings[{first}]")


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)
