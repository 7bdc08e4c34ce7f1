"""Sessions and their steps as rows."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC
from functools import lru_cache
from itertools import chain, count
from operator import itemgetter
from typing import Any
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Choice, Plan
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone, StressOff, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.store.engine.protocol import Query, in_utc

COLUMNS = (
    *("id", "started_at", "knee", "test_move", "choice", "plan", "pain_before", "status"),
    *("ended_at", "pain_after", "after_at", "late", "stress_off", "stop_reason", "note"),
    *("trial_id", "trial_pair", "trial_place", "phase"),
)
STEP_COLUMNS = (
    *("session_id", "n", "area", "side", "tool", "planned_s", "worked_s", "unattended_s", "trace"),
)

_SESSIONS = f"""
select {in_utc(COLUMNS)}{{also}}
from session where {{whose}} and {{condition}}
"""  # noqa: S608  our names

# an id as text reads three times faster, and there are many steps; between two ids, which begin
# with their time, DuckDB leaves out what is older or newer
_STEPS = """
select cast(session_id as text), n, area, side, tool, planned_s, worked_s, unattended_s, {trace}
from step where {whose} and session_id between $2 and $3
"""

_INTO_STEP = (
    "insert into step (session_id, n, person_id, area, side, tool, planned_s, worked_s, "
    "unattended_s, trace)"
)

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
    found: dict[UUID, list[Session]] = {person: [] for person in people}
    for session in _with_steps(q, _MANY, list(people), rows):
        found[whose[session.id]].append(session)
    return found


def insert(q: Query, person: UUID, session: Session) -> None:
    """Add `session` as it is at its start."""
    q(
        "insert into session (id, person_id, started_at, status, knee, test_move, choice, plan, "
        "pain_before, late, note, phase, trial_id, trial_pair, trial_place) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        session.id,
        person,
        session.started_at,
        SessionStatus.UNDER_WAY,
        session.knee,
        session.test_move,
        session.choice.model_dump_json(),
        session.plan.model_dump_json(),
        session.before,
        session.late,
        session.note,
        session.phase,
        *((place.trial, place.pair, place.place) if (place := session.trial) else (None,) * 3),
    )


def finish(q: Query, person: UUID, session: Session) -> None:
    """Write what is known of `session` once it is over, and its steps."""
    q(
        "update session set status = $2, ended_at = $3, pain_before = $4, pain_after = $5, "
        "after_at = $6, late = $7, stress_off = $8, stop_reason = $9, note = $10 where id = $1",
        session.id,
        SessionStatus.SAVED,
        session.ended_at,
        session.before,
        session.after,
        session.after_at,
        session.late,
        session.stress_off,
        session.stop_reason,
        session.note,
    )
    if session.steps:
        rows = [_row(session.id, person, step) for step in session.steps]
        q(f"{_INTO_STEP} values {_places(rows)}", *chain.from_iterable(rows))


def _row(session: UUID, person: UUID, step: StepDone) -> tuple[object, ...]:
    return (
        *(session, step.n, person, step.area, step.side, step.tool),
        *(step.planned_s, step.worked_s, step.unattended_s, list(step.trace)),
    )


def _places(rows: Sequence[tuple[object, ...]]) -> str:
    """Where the values of `rows` go in a statement that takes them one after another."""
    numbers = count(1)
    return ", ".join(f"({', '.join(f'${next(numbers)}' for _ in row)})" for row in rows)


def remove(q: Query, identity: UUID) -> None:
    """Delete a session and all that belongs to it."""
    for statement in (
        "delete from player_event where session_id = $1",
        "delete from rating where session_id = $1",
        "delete from step where session_id = $1",
        "delete from session where id = $1",
    ):
        q(statement, identity)


def _with_steps(  # noqa: PLR0913  whose they are, and how much of them
    q: Query,
    whose: str,
    who: UUID | list[UUID],
    rows: list[tuple[Any, ...]],
    *,
    steps: bool = True,
    traces: bool = False,
) -> list[Session]:
    """The sessions in `rows`, oldest first."""
    rows.sort(key=itemgetter(1, 0))  # which takes DuckDB a millisecond
    if not rows or not steps:
        return [session(row, ()) for row in rows]
    ids = [row[0] for row in rows]
    sql = _STEPS.format(whose=whose, trace="trace" if traces else "null")
    done = _steps(q(sql, who, min(ids), max(ids)))
    return [session(row, done.get(str(row[0]), ())) for row in rows]


def _steps(rows: list[tuple[Any, ...]]) -> dict[str, list[StepDone]]:
    steps: dict[str, list[StepDone]] = defaultdict(list)
    for identity, *row in rows:
        steps[identity].append(step(row))
    return steps


def step(row: Sequence[Any]) -> StepDone:
    """The step of a row of STEP_COLUMNS, without its session."""
    n, area, side, tool, planned_s, worked_s, unattended_s, trace = row
    return StepDone(
        n, Area(area), Side(side), tool, planned_s, worked_s, unattended_s, tuple(trace or ())
    )


def session(row: tuple[Any, ...], steps: Sequence[StepDone]) -> Session:
    """The session of a row of COLUMNS, its moments in UTC, with their zone or without."""
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
        steps=tuple(sorted(steps, key=lambda step: step.n)),
        trial=TrialPlace(trial, pair, place) if trial else None,
        phase=phase,
    )
