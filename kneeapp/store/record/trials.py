"""Trials: one under way at most. Their order is read here and shown nowhere ahead of its time."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from kneeapp.domain.routine.sessions import SessionStatus, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_trial import (
    AnyTrial,
    BlockTrial,
    drawn_on,
    stages,
    whole_blocks,
)
from kneeapp.domain.trial.design import MOST_PAIRS, Arm, Trial, TrialKind
from kneeapp.domain.trial.schedule import visible_slots
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows, rows_by_first_column
from kneeapp.store.record.json_columns import looks_of_text, looks_text
from kneeapp.store.record.session_rows import matching, take_away

COLUMNS = (
    *("id", "knee", "asked", "other", "drawn_at", "consent", "heads", "stopped_at"),
    *("design", "also_asked", "blocks", "looks"),
)
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
_IN_PAIRS, _IN_BLOCKS = 1, 2
"""The designs that a trial may have been drawn by."""

_EVERY = 2 * MOST_PAIRS
"""At least as many sessions as any trial has."""


def begin(record: Record, trial: AnyTrial) -> None:
    """Keep a trial that was just drawn; raises BadInput while another one is under way."""

    def write(q: Query) -> None:
        if q("select id from trial where id = $1", trial.id):
            raise BadInput("This trial was drawn before. Reload the page.")
        if _under_way(q, record.person):
            raise BadInput("A trial is under way. Finish it, or stop it, before you draw another.")
        insert_rows(q, "trial", ("person_id", *COLUMNS), [(record.person, *_values(trial))])

    record.write(write)


def under_way(record: Record) -> AnyTrial | None:
    """The trial that is not closed."""
    return record.read_cached(lambda q: _under_way(q, record.person))


def closed(record: Record) -> list[AnyTrial]:
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


def revealed_allocation(q: Query, person: UUID) -> dict[str, dict[str, str | None]]:
    """What may be seen of the order of each trial by its id: its columns heads and blocks."""
    begun = rows_by_first_column(q(_BEGUN, person))
    return {
        str(trial.id): _order_columns(trial, _seen(trial, begun[trial.id]))
        for trial in _trials(q, _SELECT, person)
    }


def _seen(trial: AnyTrial, begun: Iterable[Row]) -> int:
    """How many sessions of the order may be seen."""
    return len(visible_slots(trial, (TrialPlace(trial.id, *place) for place in begun)))


def _under_way(q: Query, person: UUID) -> AnyTrial | None:
    return next(iter(_trials(q, f"{_SELECT} and stopped_at is null", person)), None)


def _trials(q: Query, sql: str, *arguments: object) -> list[AnyTrial]:
    return [of_row(row) for row in q(sql, *arguments)]


def of_row(row: Row) -> AnyTrial:
    """The trial of a row of COLUMNS."""
    identity, knee, asked, other, drawn_at, consent, signs, stopped_at, design, *rest = row
    if design == _IN_BLOCKS:
        also_asked, blocks, looks = rest
        return BlockTrial(
            identity,
            Side(knee),
            tuple(map(_arm, (asked, *_parts(also_asked), other))),
            drawn_at,
            consent,
            tuple(map(int, signs)),
            tuple(map(int, _parts(blocks))),
            looks_of_text(looks),
            stopped_at,
        )
    order = tuple(sign == _ASKED_FIRST for sign in signs)
    return Trial(
        identity, Side(knee), _arm(asked), _arm(other), drawn_at, consent, order, stopped_at
    )


def drawn_ahead(row: Mapping[str, Any], seen: str, coin: Random) -> dict[str, str | None]:
    """The columns of the order of the trial in `row`, which begins with `seen`; the rest from
    `coin`.
    """
    count = len(row["heads"])
    if row["design"] == _IN_PAIRS:
        ahead = (str(coin.getrandbits(1)) for _ in range(count - len(seen)))
        return {"heads": "".join((seen, *ahead)), "blocks": None}
    arms = 2 + len(_parts(row["also_asked"]))
    ends = stages(looks_of_text(row["looks"]), arms)
    whole = tuple(map(int, _parts(row["blocks"])))
    blocks, order = drawn_on(tuple(map(int, seen)), whole, arms, ends, coin)
    return {"heads": "".join(map(str, order)), "blocks": ",".join(map(str, blocks))}


def _values(trial: AnyTrial) -> tuple[object, ...]:
    """The values of COLUMNS."""
    first = (trial.id, trial.knee, _arm_text(trial.asked), _arm_text(trial.other))
    order = _order_columns(trial, _EVERY)
    shared = (*first, trial.drawn_at, trial.consent, order["heads"], trial.closed_at)
    if isinstance(trial, Trial):
        return (*shared, _IN_PAIRS, None, None, None)
    also_asked = ",".join(map(_arm_text, trial.arms[1:-1]))
    return (*shared, _IN_BLOCKS, also_asked, order["blocks"], looks_text(trial.looks))


def _order_columns(trial: AnyTrial, seen: int) -> dict[str, str | None]:
    """The columns of the order; only its first `seen` sessions, and the blocks within, are told."""
    if isinstance(trial, BlockTrial):
        revealed = "".join(map(str, trial.order[:seen])).ljust(len(trial.order), _HIDDEN)
        return {"heads": revealed, "blocks": ",".join(map(str, whole_blocks(trial.blocks, seen)))}
    pairs = -(-seen // 2)  # also the one whose second session is still to come
    signs = [_ASKED_FIRST if head else _OTHER_FIRST for head in trial.heads[:pairs]]
    return {"heads": "".join(signs).ljust(trial.pairs, _HIDDEN), "blocks": None}


def _parts(text: str) -> list[str]:
    return text.split(",") if text else []


def _arm_text(arm: Arm) -> str:
    return f"{arm.kind}:{arm.routine}" if arm.routine else arm.kind


def _arm(text: str) -> Arm:
    kind, _, routine = text.partition(":")
    return Arm(TrialKind(kind), routine or None)
