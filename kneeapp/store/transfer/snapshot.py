"""Record snapshot: all that a record holds at one moment, read once and given to every exporter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from kneeapp.domain.accounts.people import Person
from kneeapp.domain.clearance.person_status import SafetyRecord
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.life_events import LifeEvent
from kneeapp.domain.evidence.progress import select_sessions
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import KNEE_LATER, Measure
from kneeapp.domain.programme.activities import ActivityDone
from kneeapp.domain.programme.training_log import Break, Training
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus
from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.retests import RetestResult
from kneeapp.domain.trial.block_trial import AnyTrial
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import rows_by_first_column
from kneeapp.store.record import (
    activities,
    day_loads,
    life_events,
    people,
    programme,
    ratings,
    replies,
    retests,
    screening_rows,
    session_rows,
    trials,
)
from kneeapp.store.record.findings import safety_records
from kneeapp.store.transfer.all_data import TABLES, Row, rows_of

IN_TIME = itemgetter(1, 0)
"""The order of rows that begin with an id and a moment."""


@dataclass(frozen=True)
class RecordSnapshot:
    """A whole record at one moment. Values are made of its rows when they are first asked for.

    Lists are oldest first, but for screenings.
    """

    rows: Mapping[str, Sequence[Row]]
    """Each table's rows as they are stored, but for the order of a trial that lies ahead."""
    safety: SafetyRecord
    """What can raise a finding, without the ratings."""
    clinicians: Mapping[UUID | None, str]
    """What those are called who entered checks, by account."""

    @cached_property
    def person(self) -> Person:
        [row] = self._values("person", people.COLUMNS)
        return people.of_row(row)

    @cached_property
    def screenings(self) -> tuple[Screening, ...]:
        rows = sorted(self._values("screening", screening_rows.COLUMNS), key=IN_TIME, reverse=True)
        return tuple(map(screening_rows.screening, rows))

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """The saved ones, with their steps."""
        steps = rows_by_first_column(self._values("step", session_rows.STEP_COLUMNS))
        rows = sorted(self._values("session", session_rows.COLUMNS), key=IN_TIME)
        sessions = (session_rows.session(row, steps[row[0]]) for row in rows)
        return tuple(session for session in sessions if session.status is SessionStatus.SAVED)

    @cached_property
    def history(self) -> SessionHistory:
        """What the saved sessions say of routines."""
        later = self.ratings(KNEE_LATER)
        return SessionHistory(select_sessions(self.sessions), self.running_trial, later=later)

    def ratings(self, measure: Measure) -> tuple[Rating, ...]:
        """Those beside a session's before and after."""
        return tuple(rating for rating in self._ratings if rating.measure == measure.name)

    @cached_property
    def running_trial(self) -> UUID | None:
        running = (row["id"] for row in self.rows["trial"] if row["stopped_at"] is None)
        return next(running, None)

    @cached_property
    def closed_trials(self) -> tuple[AnyTrial, ...]:
        drawn = map(trials.of_row, self._values("trial", trials.COLUMNS))
        closed = (trial for trial in drawn if trial.closed_at is not None)
        return tuple(sorted(closed, key=attrgetter("drawn_at", "id")))

    @cached_property
    def life_events(self) -> tuple[LifeEvent, ...]:
        events = map(life_events.of_row, self._values("life_event", life_events.COLUMNS))
        return tuple(sorted(events, key=attrgetter("on", "id")))

    @cached_property
    def trainings(self) -> Mapping[UUID, Training]:
        """What was done of the programme by its id."""
        in_order = sorted(self.rows["exercise_done"], key=itemgetter("n"))
        return programme.of_rows(
            sorted(self._values("training", programme.COLUMNS), key=IN_TIME),
            map(itemgetter(*programme.EXERCISE_COLUMNS), in_order),
        )

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        rows = self._values("training_break", programme.BREAK_COLUMNS)
        return tuple(sorted(map(programme.break_of_row, rows), key=attrgetter("first")))

    @cached_property
    def seen(self) -> frozenset[date]:
        """The days on which the person said that somebody had looked at the knee."""
        return frozenset(row["seen_on"] for row in self.rows["knee_seen"])

    @cached_property
    def results(self) -> tuple[RetestResult, ...]:
        """Of home tests that were repeated."""
        results = (RetestResult(*row) for row in self._values("test_result", retests.COLUMNS))
        return tuple(sorted(results, key=attrgetter("day", "test", "of")))

    @cached_property
    def day_loads(self) -> tuple[DayLoad, ...]:
        """What the knee carried on each day that was counted."""
        loads = map(day_loads.of_row, self._values("day_load", day_loads.COLUMNS))
        return tuple(sorted(loads, key=attrgetter("day")))

    @cached_property
    def activities(self) -> tuple[ActivityDone, ...]:
        """Walking, cycling, running and stairs that were done."""
        done = map(activities.of_row, self._values("activity", activities.COLUMNS))
        return tuple(sorted(done, key=attrgetter("day", "id")))

    @cached_property
    def _ratings(self) -> Sequence[Rating]:
        stored = map(ratings.of_row, self._values("rating", ratings.COLUMNS))
        return sorted(stored, key=attrgetter("taken_at", "id"))

    def _values(self, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        return map(itemgetter(*columns), self.rows[table])


def snapshot(record: Record) -> RecordSnapshot:
    """Read the whole record in one transaction; raises NotAllowed."""

    def read(q: Query) -> RecordSnapshot:
        [(_, safety)] = safety_records(q, [record.person])
        rows = rows_of(q, record.store, record.person, ("person", *TABLES))
        shown = trials.revealed_allocation(q, record.person)
        rows["trial"] = [trial | shown[str(trial["id"])] for trial in rows["trial"]]
        return RecordSnapshot(rows, safety, replies.names_of(q, record.person))

    return record.read(read)
