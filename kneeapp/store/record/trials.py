"""Trials: one under way at most. Their order is read here and shown nowhere ahead of its time."""

import math
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kneeapp.domain.routine.sessions import SessionStatus, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import Arm, Trial, TrialKind, visible_slots
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows, rows_by_first_column
from kneeapp.store.record.session_rows import matching, take_away

COLUMNS = ("id", "knee", "asked", "other", "drawn_at", "consent", "heads", "stopped_at")
_SELECT = f"select {', '.join(COLUMNS)} from trial where person_id = $1"  # noqa: S608  our names
_BEGUN = (
    "select trial_id, trial_pair, trial_place from session "
    "where person_id = $1 and trial_id is not null"
)
_NOT_PLAYED = (
    "trial_id = $2 and status = $3 "
    "and not exists (select 1 from player_event where session_id = session.id)"
)
_ASKED_FIRST, _OTHER_FIRST, _HIDDEN = "1", "0", "?"


def begin(record: Record, trial: Trial) -> None:
    """Keep a trial that was just drawn; raises BadInput while another one is under way."""

    def write(q: Query) -> None:
        if q("select id from trial where id = $1", trial.id):
            raise BadInput("This trial was drawn before. Reload the page.")
        if _under_way(q, record.person):
            raise BadInput("A trial is under way. Finish it, or stop it, before you draw another.")
        arms = map(_arm_text, (trial.asked, trial.other))
        order = _heads_text(trial, trial.pairs)
        drawn = (trial.id, trial.knee, *arms, trial.drawn_at, trial.consent, order, trial.closed_at)
        insert_rows(q, "trial", ("person_id", *COLUMNS), [(record.person, *drawn)])

    record.write(write)


def under_way(record: Record) -> Trial | None:
    """The trial that is not closed."""
    return record.read_cached(lambda q: _under_way(q, record.person))


def closed(record: Record) -> list[Trial]:
    """The trials that were stopped or whose result was opened, oldest first."""
    sql = f"{_SELECT} and stopped_at is not null order by drawn_at, id"
    return record.read_cached(lambda q: _trials(q, sql, record.person))


def close(record: Record, identity: UUID, at: datetime) -> None:
    """End a trial for good; one that is closed stays as it is. Raises NotFound.

    A session of it whose arm was named and that was not begun is left with it.
    """

    def write(q: Query) -> None:
        if not _trials(q, f"{_SELECT} and id = $2", record.person, identity):
            raise NotFound("That trial is not in this record. Reload the page.")
        q("update trial set stopped_at = $2 where id = $1 and stopped_at is null", identity, at)
        for session in matching(q, record.person, _NOT_PLAYED, identity, SessionStatus.UNDER_WAY):
            take_away(q, record.person, session)

    record.write(write)


def refuse_unless_under_way(q: Query, person: UUID, trial: UUID) -> None:
    """Raises BadInput where a session would begin for a `trial` that has ended meanwhile."""
    running = _under_way(q, person)
    if running is None or running.id != trial:
        raise BadInput("This trial has ended. Reload the page for a session outside of it.")


def revealed_allocation(q: Query, person: UUID) -> dict[str, str]:
    """The order of each trial by its id, as far as its sessions have begun."""
    begun = rows_by_first_column(q(_BEGUN, person))
    return {
        str(trial.id): _heads_text(trial, _pairs_seen(trial, begun[trial.id]))
        for trial in _trials(q, _SELECT, person)
    }


def _pairs_seen(trial: Trial, begun: Iterable[Row]) -> int:
    """How many pairs may be seen, the one whose second session is still to come among them."""
    return math.ceil(len(visible_slots(trial, (TrialPlace(trial.id, *at) for at in begun))) / 2)


def _under_way(q: Query, person: UUID) -> Trial | None:
    return next(iter(_trials(q, f"{_SELECT} and stopped_at is null", person)), None)


def _trials(q: Query, sql: str, *arguments: object) -> list[Trial]:
    return [of_row(row) for row in q(sql, *arguments)]


def of_row(row: Row) -> Trial:
    """The trial of a row of COLUMNS."""
    identity, knee, asked, other, drawn_at, consent, signs, stopped_at = row
    order = tuple(sign == _ASKED_FIRST for sign in signs)
    return Trial(
        identity, Side(knee), _arm(asked), _arm(other), drawn_at, consent, order, stopped_at
    )


def _heads_text(trial: Trial, seen: int) -> str:
    """One sign a pair; only the first `seen` pairs say which comes first."""
    signs = [_ASKED_FIRST if head else _OTHER_FIRST for head in trial.heads[:seen]]
    return "".join(signs).ljust(trial.pairs, _HIDDEN)


def _arm_text(arm: Arm) -> str:
    return f"{arm.kind}:{arm.routine}" if arm.routine else arm.kind


def _arm(text: str) -> Arm:
    kind, _, routine = text.partition(":")
    return Arm(TrialKind(kind), routine or None)
