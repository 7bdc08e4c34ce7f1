"""Sessions and their steps as rows."""

from collections import defaultdict
from functools import lru_cache
from typing import Any
from uuid import UUID

from kneeapp.domain.routines import Area, Choice, Plan
from kneeapp.domain.sessions import Session, Status, StepDone, StressOff, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.store.engine import Query

_SESSIONS = """
select id, started_at, knee, test_move, choice, plan, pain_before, status, ended_at,
       pain_after, after_at, late, stress_off, stop_reason, note,
       trial_id, trial_pair, trial_place, phase
from session where person_id = $1 and {condition} order by started_at, id
"""

# an id as text reads three times faster, and there are many steps
_STEPS = """
select cast(session_id as text), n, area, side, tool, planned_s, worked_s, unattended_s, {trace}
from step where person_id = $1 and session_id in (select unnest($2::uuid[]))
"""

_choice = lru_cache(maxsize=64)(Choice.model_validate_json)
_plan = lru_cache(maxsize=64)(Plan.model_validate_json)


def matching(
    q: Query,
    person: UUID,
    condition: str,
    *arguments: object,
    steps: bool = True,
    traces: bool = True,
) -> list[Session]:
    """The sessions of `person` that meet `condition` (its parameters from $2 on), oldest first."""
    rows = q(_SESSIONS.format(condition=condition), person, *arguments)
    sql = _STEPS.format(trace="trace" if traces else "null")
    done = _steps(q(sql, person, [row[0] for row in rows]) if rows and steps else [])
    return [_session(row, done[str(row[0])]) for row in rows]


def insert(q: Query, person: UUID, session: Session) -> None:
    """Add `session` as it is at its start."""
    q(
        "insert into session (id, person_id, started_at, status, knee, test_move, choice, plan, "
        "pain_before, late, note, phase, trial_id, trial_pair, trial_place) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        session.id,
        person,
        session.started_at,
        Status.UNDER_WAY,
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
        Status.SAVED,
        session.ended_at,
        session.before,
        session.after,
        session.after_at,
        session.late,
        session.stress_off,
        session.stop_reason,
        session.note,
    )
    for step in session.steps:
        q(
            "insert into step (session_id, n, person_id, area, side, tool, planned_s, worked_s, "
            "unattended_s, trace) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            session.id,
            step.n,
            person,
            step.area,
            step.side,
            step.tool,
            step.planned_s,
            step.worked_s,
            step.unattended_s,
            list(step.trace),
        )


def remove(q: Query, identity: UUID) -> None:
    """Delete a session and all that belongs to it."""
    for statement in (
        "delete from player_event where session_id = $1",
        "delete from rating where session_id = $1",
        "delete from step where session_id = $1",
        "delete from session where id = $1",
    ):
        q(statement, identity)


def _steps(rows: list[tuple[Any, ...]]) -> dict[str, list[StepDone]]:
    steps: dict[str, list[StepDone]] = defaultdict(list)
    for identity, n, area, side, tool, planned_s, worked_s, unattended_s, trace in rows:
        steps[identity].append(
            StepDone(
                n,
                Area(area),
                Side(side),
                tool,
                planned_s,
                worked_s,
                unattended_s,
                tuple(trace or ()),
            )
        )
    return steps


def _session(row: tuple[Any, ...], steps: list[StepDone]) -> Session:
    identity, started_at, knee, test_move, choice, plan, before, status, ended_at, *rest = row
    after, after_at, late, stress_off, stop_reason, note, trial, pair, place, phase = rest
    return Session(
        id=identity,
        started_at=started_at,
        knee=Side(knee),
        test_move=test_move,
        choice=_choice(choice),
        plan=_plan(plan),
        before=before,
        status=Status(status),
        ended_at=ended_at,
        after=after,
        after_at=after_at,
        late=late,
        stress_off=StressOff(stress_off) if stress_off else None,
        stop_reason=stop_reason,
        note=note,
        steps=tuple(sorted(steps, key=lambda step: step.n)),
        trial=TrialPlace(trial, pair, place) if trial else None,
        phase=phase,
    )
