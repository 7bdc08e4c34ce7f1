"""Sessions and their steps as rows."""

from collections.abc import Collection, Iterable
from datetime import UTC
from functools import lru_cache
from operator import attrgetter, itemgetter
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Choice, Plan
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone, StressOff, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.leaving import left
from kneeapp.store.engine.protocol import Query, in_utc
from kneeapp.store.engine.statements import Row, insert_rows, rows_by_first_column
from kneeapp.store.record.json_columns import spots_of_text, spots_text

COLUMNS = (
    *("id", "started_at", "knee", "test_move", "choice", "plan", "pain_before", "status"),
    *("ended_at", "pain_after", "after_at", "late", "stress_off", "stop_reason", "note"),
    *("trial_id", "trial_pair", "trial_place", "phase"),
)
_AT_START = (
    *("id", "person_id", "started_at", "status", "knee", "test_move", "choice", "plan"),
    *("pain_before", "late", "note", "phase", "trial_id", "trial_pair", "trial_place"),
)
"""What is known of a session as it begins."""

STEP_COLUMNS = (
    *("session_id", "n", "area", "side", "tool", "planned_s", "worked_s", "unattended_s"),
    *("trace", "spots"),
)
"""The session, and the fields of a StepDone in their order."""

_SESSIONS = f"""
select {in_utc(COLUMNS)}{{also}}
from session where {{whose}} and {{condition}}
"""  # noqa: S608  our names

# an id as text reads three times faster, and there are many steps; between two ids, which begin
# with their time, DuckDB leaves out what is older or newer
_STEPS = """
select cast(session_id as text), n, area, side, tool, planned_s, worked_s, unattended_s, {traces}
from step where {whose} and session_id between $2 and $3
"""

_ONE = "person_id = $1"
_MANY = "person_id in (select unnest($1::uuid[]))"

# a clinic's people have hundreds of plans between them, and to read one takes as long as ten rows
_choice = lru_cache(maxsize=512)(Choice.model_validate_json)
_plan = lru_cache(maxsize=512)(Plan.model_validate_json)


def matching(
    q: Query,
    person: UUID,
    condition: str,
    *arguments: object,
    steps: bool = True,
    traces: bool = True,
) -> list[Session]:
    """The sessions of `person` that meet `condition` (its parameters from $2 on), oldest first."""
    rows = q(_SESSIONS.format(also="", whose=_ONE, condition=condition), person, *arguments)
    return _with_steps(q, _ONE, person, rows, steps=steps, traces=traces)


def of_people(q: Query, people: Collection[UUID]) -> dict[UUID, list[Session]]:
    """The saved sessions of each of `people` without their traces, oldest first."""
    sql = _SESSIONS.format(also=", person_id", whose=_MANY, condition="status = $2")
    rows = q(sql, list(people), SessionStatus.SAVED)
    whose = {row[0]: row[-1] for row in rows}
    sessions: dict[UUID, list[Session]] = {person: [] for person in people}
    for session in _with_steps(q, _MANY, list(people), rows):
        sessions[whose[session.id]].append(session)
    return sessions


def insert(q: Query, person: UUID, session: Session) -> None:
    """Add `session` as it is at its start."""
    trial = session.trial
    row = (
        *(session.id, person, session.started_at, SessionStatus.UNDER_WAY, session.knee),
        *(session.test_move, session.choice.model_dump_json(), session.plan.model_dump_json()),
        *(session.before, session.late, session.note, session.phase),
        *((trial.trial, trial.pair, trial.place) if trial else (None, None, None)),
    )
    insert_rows(q, "session", _AT_START, [row])


def finish(q: Query, person: UUID, session: Session) -> None:
    """Write what is known of `session` once it is over, and its steps."""
    q(
        "update session set status = $2, ended_at = $3, pain_before = $4, pain_after = $5, "
        "after_at = $6, late = $7, stress_off = $8, stop_reason = $9, note = $10 where id = $1",
        *(session.id, SessionStatus.SAVED, session.ended_at, session.before, session.after),
        *(session.after_at, session.late, session.stress_off, session.stop_reason, session.note),
    )
    rows = [
        (person, session.id, *(vars(step) | {"spots": spots_text(step.spots)}).values())
        for step in session.steps
    ]
    insert_rows(q, "step", ("person_id", *STEP_COLUMNS), rows)


def take_away(q: Query, person: UUID, session: Session) -> None:
    """Delete a session and all that belongs to it; one of a trial stays as left."""
    if session.trial:
        _remove_belongings(q, session.id)
        finish(q, person, left(session))
    else:
        remove(q, session.id)


def remove(q: Query, identity: UUID) -> None:
    """Delete a session and all that belongs to it."""
    _remove_belongings(q, identity)
    q("delete from session where id = $1", identity)


def _remove_belongings(q: Query, identity: UUID) -> None:
    for table in ("player_event", "rating", "step"):
        q(f"delete from {table} where session_id = $1", identity)  # noqa: S608  our names


def _with_steps(  # noqa: PLR0913  whose they are, and how much of them
    q: Query,
    whose: str,
    who: UUID | list[UUID],
    rows: list[Row],
    *,
    steps: bool = True,
    traces: bool = False,
) -> list[Session]:
    """The sessions in `rows`, oldest first."""
    rows.sort(key=itemgetter(1, 0))  # which takes DuckDB a millisecond
    if not rows or not steps:
        return list(map(session, rows))
    ids = [row[0] for row in rows]
    sql = _STEPS.format(whose=whose, traces="trace, spots" if traces else "null, null")
    done = rows_by_first_column(q(sql, who, min(ids), max(ids)))
    return [session(row, done[str(row[0])]) for row in rows]


def _step(row: Row) -> StepDone:
    n, area, side, tool, planned_s, worked_s, unattended_s, trace, spots = row
    return StepDone(
        *(n, Area(area), Side(side), tool, planned_s, worked_s, unattended_s),
        trace=tuple(trace or ()),
        spots=spots_of_text(spots),
    )


def session(row: Row, steps: Iterable[Row] = ()) -> Session:
    """The session of a row of COLUMNS, its moments in UTC, with their zone or without.

    `steps` are rows of STEP_COLUMNS without the first.
    """
    identity, started_at, knee, test_move, choice, plan, before, status, ended_at, *rest = row
    after, after_at, late, stress_off, stop_reason, note, trial, pair, place, phase, *_ = rest
    return Session(
        id=identity,
        started_at=started_at.replace(tzinfo=UTC),
        knee=Side(knee),
        test_move=test_move,
        choice=_choice(choice),
        plan=_plan(plan),
        before=before,
        status=SessionStatus(status),
        ended_at=ended_at and ended_at.replace(tzinfo=UTC),
        after=after,
        after_at=after_at and after_at.replace(tzinfo=UTC),
        late=late,
        stress_off=StressOff(stress_off) if stress_off else None,
        stop_reason=stop_reason,
        note=note,
        steps=tuple(sorted(map(_step, steps), key=attrgetter("n"))),
        trial=TrialPlace(trial, pair, place) if trial else None,
        phase=phase,
    )
