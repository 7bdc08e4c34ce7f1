# ruff: noqa: S608  every part of these statements is written here
"""The programme: what was done of it, breaks from it, and visits to somebody."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from kneeapp.domain.measures import KNEE_EXERCISE
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.programme.training_log import Break, BreakWhy, ExerciseDone, Training
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_row, insert_rows, rows_by_first_column
from kneeapp.store.record.findings import refuse_to_lose
from kneeapp.store.record.session_rows import remove

_MISSING = "That session of the programme is not in this record. It may have been deleted."

COLUMNS = ("id", "trained_on", "phase", "planned", "pain_before", "stopped_at", "stop_reason")
EXERCISE_COLUMNS = (
    *("training_id", "exercise", "programme_version", "dose"),
    *("sets", "sides", "effort", "pain"),
)
BREAK_COLUMNS = ("first_day", "why", "last_day")


def trainings(record: Record) -> dict[UUID, Training]:
    """What was done of the programme by its id, oldest first."""
    trained = f"select {', '.join(COLUMNS)} from training where person_id = $1"
    done = f"select {', '.join(EXERCISE_COLUMNS)} from exercise_done where person_id = $1"

    def read(q: Query) -> dict[UUID, Training]:
        rows = q(f"{trained} order by trained_on, id", record.person)
        return of_rows(rows, q(f"{done} order by training_id, n", record.person))

    return record.read_cached(read)


def began(record: Record) -> date | None:
    """The day of the first training."""
    sql = "select min(trained_on) from training where person_id = $1"
    day: date | None = record.read_cached(lambda q: q(sql, record.person)[0][0])
    return day


def save(record: Record, session: UUID, training: Training) -> None:
    """Keep what a session under way came to, and forget the session with its events.

    Saving it again (a double click) changes nothing; raises NotFound.
    """

    def write(q: Query) -> None:
        # a training bears the id of the session that it came from
        if _known(q, record.person, session):
            return
        if not q(
            "select id from session where id = $1 and person_id = $2 and phase is not null",
            session,
            record.person,
        ):
            raise NotFound(_MISSING)
        _insert(q, record.person, session, training)
        _add(q, record.person, session, training.done)
        remove(q, session)

    record.write(write)


def mark(record: Record, identity: UUID, training: Training) -> None:
    """Add what was done of `training` without the player to the one of that id, which is made
    where there is none. An exercise that is there already stays as it was.
    """

    def write(q: Query) -> None:
        if not _known(q, record.person, identity):
            _insert(q, record.person, identity, training)
        _add(q, record.person, identity, training.done)

    record.write(write)


def rate(record: Record, identity: UUID, pain: int) -> None:
    """Keep the knee `pain` (0-10) in the exercises of a training that have none yet."""
    KNEE_EXERCISE.check(pain)

    def write(q: Query) -> None:
        _refuse_unless_known(q, record.person, identity)
        sql = "update exercise_done set pain = $2 where training_id = $1 and pain is null"
        q(sql, identity, pain)

    record.write(write)


def delete(record: Record, identity: UUID) -> None:
    """Remove a training with its exercises; raises NotFound, and BadInput where what it was
    stopped for was answered by nobody yet.
    """

    def write(q: Query) -> None:
        _refuse_unless_known(q, record.person, identity)
        refuse_to_lose(q, record.person, identity)
        q("delete from exercise_done where training_id = $1", identity)
        q("delete from training where id = $1", identity)

    record.write(write)


def breaks(record: Record) -> list[Break]:
    """Every break, oldest first."""
    sql = (
        f"select {', '.join(BREAK_COLUMNS)} from training_break where person_id = $1 "
        "order by first_day"
    )
    return list(map(break_of_row, record.read_cached(lambda q: q(sql, record.person))))


def break_of_row(row: Row) -> Break:
    """The break of a row of BREAK_COLUMNS."""
    first, why, last = row
    return Break(first, BreakWhy(why), last)


def begin_break(record: Record, first: date, why: BreakWhy) -> None:
    """Begin a break; raises BadInput while another one goes on."""

    def write(q: Query) -> None:
        lasting = "person_id = $1 and (last_day is null or last_day >= $2)"
        if q(f"select 1 from training_break where {lasting}", record.person, first):
            raise BadInput("The programme is paused already. Reload the page.")
        insert_row(q, "training_break", person_id=record.person, first_day=first, why=why)

    record.write(write)


def end_break(record: Record, last: date) -> None:
    """End the break that goes on with the day `last`; one that began later never was."""

    def write(q: Query) -> None:
        lasting = "person_id = $1 and last_day is null"
        q(f"delete from training_break where {lasting} and first_day > $2", record.person, last)
        q(f"update training_break set last_day = $2 where {lasting}", record.person, last)

    record.write(write)


def seen(record: Record) -> frozenset[date]:
    """The days on which the person said that somebody had looked at the knee."""
    sql = "select seen_on from knee_seen where person_id = $1"
    return frozenset(day for (day,) in record.read_cached(lambda q: q(sql, record.person)))


def _known(q: Query, person: UUID, identity: UUID) -> bool:
    """Whether the training is there; raises NotFound where it is somebody else's."""
    owner = q("select person_id from training where id = $1", identity)
    if owner and owner != [(person,)]:
        raise NotFound(_MISSING)
    return bool(owner)


def _refuse_unless_known(q: Query, person: UUID, identity: UUID) -> None:
    if not _known(q, person, identity):
        raise NotFound(_MISSING)


def _insert(q: Query, person: UUID, identity: UUID, training: Training) -> None:
    row = (
        *(person, identity, training.day, training.phase, training.planned, training.before),
        *(training.stopped_at, training.stop_reason),
    )
    insert_rows(q, "training", ("person_id", *COLUMNS), [row])


def _add(q: Query, person: UUID, identity: UUID, done: tuple[ExerciseDone, ...]) -> None:
    [(known,)] = q("select count(*) from exercise_done where training_id = $1", identity)
    columns = ("person_id", "n", *EXERCISE_COLUMNS)
    for n, exercise in enumerate(done, known):
        dose = exercise.dose.model_dump_json()
        row = (
            *(person, n, identity, exercise.exercise, exercise.version, dose),
            *(exercise.sets, exercise.sides, exercise.effort, exercise.pain),
        )
        insert_rows(q, "exercise_done", columns, [row], skip_existing=True)


def of_rows(rows: Sequence[Row], exercises: Iterable[Row]) -> dict[UUID, Training]:
    """The trainings of rows of COLUMNS, each with its exercises: rows of EXERCISE_COLUMNS."""
    # an exercise of a training that was written between the two statements is left out
    done = rows_by_first_column(exercises)
    return {
        identity: Training(
            day, phase, tuple(planned), tuple(_exercise(day, row) for row in done[identity]), *rest
        )
        for identity, day, phase, planned, *rest in rows
    }


def _exercise(day: date, row: Row) -> ExerciseDone:
    name, version, dose_text, sets, sides, *ratings = row
    dose = ExerciseDose.model_validate_json(dose_text)
    return ExerciseDone(name, version, day, dose, sets, tuple(map(Side, sides)), *ratings)
