"""Trials are kept as drawn, one at a time, and their order is handed out pair by pair."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.routine.sessions import Session, TrialPlace
from kneeapp.domain.trial.block_trial import AnyTrial, BlockTrial
from kneeapp.domain.trial.design import Trial
from kneeapp.domain.trial.leaving import left
from kneeapp.domain.trial.schedule import attempts
from kneeapp.errors import BadInput, KneeAppError, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, sessions, trials
from kneeapp.store.transfer import all_data
from kneeapp.store.transfer.import_record import import_rows
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import (
    MONDAY,
    a_record,
    a_session,
    a_trial,
    a_trial_in_blocks,
    an_event,
    finished,
)
from tests.store.test_round_trips import real_engine

LATER = MONDAY + timedelta(days=30)


def perform(record: Record, trial: AnyTrial, n: int, **different: Any) -> Session:
    """Save the session for place `n` of the trial, one a day."""
    started = a_session(
        started_at=MONDAY + timedelta(days=n), trial=TrialPlace(trial.id, *divmod(n, 2))
    )
    sessions.start(record, started)
    saved = finished(started, **different)
    sessions.save(record, saved)
    return saved


def shown(record: Record) -> str:
    return str(snapshot(record).rows["trial"][-1]["heads"])


def test_a_second_trial_is_refused_while_one_is_under_way(record: Record) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    with pytest.raises(BadInput, match="under way"):
        trials.begin(record, a_trial())
    trials.close(record, trial.id, LATER)
    trials.begin(record, a_trial(drawn_at=LATER))


def test_two_tabs_that_draw_at_once_get_one_trial(record: Record) -> None:
    def begin(trial: Trial) -> bool:
        try:
            trials.begin(record, trial)
        except KneeAppError:
            return False
        return True

    with ThreadPoolExecutor(8) as tabs:
        drawn = [a_trial() for _ in range(8)]
        kept = list(tabs.map(begin, drawn))
    assert kept.count(True) == 1
    assert trials.under_way(record) == drawn[kept.index(True)]


def test_a_closed_trial_stays_closed_at_its_first_end(record: Record) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    for days in (0, 1):
        trials.close(record, trial.id, LATER + timedelta(days=days))
    assert trials.under_way(record) is None
    assert trials.closed(record) == [replace(trial, closed_at=LATER)]


def test_a_trial_that_is_not_there_cannot_be_closed(record: Record) -> None:
    with pytest.raises(NotFound):
        trials.close(record, a_trial().id, LATER)


def test_a_session_keeps_its_place_in_the_trial(record: Record) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    kept = perform(record, trial, 1)
    assert sessions.session(record, kept.id).trial == TrialPlace(trial.id, 0, 1)


def test_no_session_begins_for_a_trial_that_has_ended(record: Record) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    trials.close(record, trial.id, LATER)
    with pytest.raises(BadInput, match="ended"):
        perform(record, trial, 0)
    assert sessions.under_way(record) is None


def test_the_order_is_handed_out_pair_by_pair(record: Record) -> None:
    trial = a_trial(heads=(True, False, True, True, False))
    trials.begin(record, trial)
    seen = [shown(record)]
    for n in range(10):
        perform(record, trial, n)
        seen.append(shown(record))
    assert seen[:4] == ["?????", "1????", "1????", "10???"]
    assert seen[7:] == ["1011?", "1011?", "10110", "10110"]


def test_the_order_is_handed_out_as_soon_as_a_session_has_begun(record: Record) -> None:
    trial = a_trial(heads=(True, False, True, True, False))
    trials.begin(record, trial)
    sessions.start(record, a_session(trial=TrialPlace(trial.id, 0, 0)))
    assert shown(record) == "1????"


def test_a_stopped_trial_hands_out_all_of_its_order(record: Record) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    trials.close(record, trial.id, LATER)
    assert shown(record) == "10110"


@real_engine
@given(st.integers(0, 9), st.integers(0, 2**16), st.booleans())
def test_what_is_handed_out_does_not_depend_on_the_order_ahead(
    one_store: Store, done: int, seed: int, last_is_late: bool
) -> None:
    """The same person with the same sessions, but with other coins for the pairs to come."""
    trial = a_trial()
    known = (done + 1) // 2
    coin = Random(seed)
    ahead = tuple(bool(coin.getrandbits(1)) for _ in trial.heads[known:])
    made: list[Session] = []
    said = []
    for heads in (trial.heads, trial.heads[:known] + ahead):
        record = a_record(one_store)
        own = replace(trial, id=a_trial().id, heads=heads)
        trials.begin(record, own)
        made = [perform(record, own, n, late=last_is_late and n == done - 1) for n in range(done)]
        held = {k: v for k, v in snapshot(record).rows.items() if k != "person"}
        said.append(_unnamed(json.dumps(held, default=str), own, made))
    assert said[0] == said[1]


def _unnamed(text: str, trial: Trial, made: list[Session]) -> list[str]:
    """The text with ids numbered, its rows in an order that ids do not decide."""
    for n, identity in enumerate([trial.id, *(session.id for session in made)]):
        text = text.replace(str(identity), f"id {n}")
    return sorted(text.split('"id"'))


@pytest.mark.parametrize("way", [sessions.delete, sessions.discard])
def test_a_session_of_a_trial_that_is_taken_away_stays_as_left(
    record: Record, way: Callable[[Record, UUID], None]
) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    if way is sessions.delete:
        session = perform(record, trial, 0, note="felt good")
    else:
        session = a_session(trial=TrialPlace(trial.id, 0, 0))
        sessions.start(record, session)
        event_log.append(record, session.id, [an_event()])
    way(record, session.id)
    left_over = sessions.session(record, session.id)
    assert left_over == left(session)
    assert (left_over.trial, left_over.before) == (session.trial, session.before)
    assert (left_over.after, left_over.note, left_over.steps) == (None, "", ())
    assert event_log.events(record, session.id) == []
    assert sessions.under_way(record) is None
    [attempt] = attempts(trial, sessions.sessions(record))
    assert (attempt.effect.points, attempt.effect.left_out) == (None, ExclusionReason.LEFT)


@pytest.mark.parametrize("played", [False, True])
def test_a_trial_that_is_closed_leaves_a_session_that_was_not_begun(
    record: Record, *, played: bool
) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    session = a_session(trial=TrialPlace(trial.id, 0, 0))
    sessions.start(record, session)
    if played:
        event_log.append(record, session.id, [an_event()])
    trials.close(record, trial.id, LATER)
    kept = session if played else left(session)
    assert sessions.session(record, session.id) == kept


def test_a_deleted_session_hides_nothing_that_was_seen_and_shows_nothing_more(
    record: Record,
) -> None:
    trial = a_trial()
    trials.begin(record, trial)
    made = [perform(record, trial, n) for n in range(3)]
    sessions.delete(record, made[0].id)
    assert shown(record) == "10???"


def test_neither_repr_nor_refusals_tell_the_order(record: Record) -> None:
    one, other = a_trial(heads=(True,) * 5), a_trial(heads=(False,) * 5)
    other = replace(other, id=one.id)
    assert repr(one) == repr(other)
    trials.begin(record, one)
    with pytest.raises(BadInput) as refused:
        trials.begin(record, other)
    assert "1" not in str(refused.value)


def blocks_shown(record: Record) -> str:
    return str(snapshot(record).rows["trial"][-1]["blocks"])


def test_of_a_trial_in_blocks_only_sessions_begun_and_blocks_behind_are_handed_out(
    record: Record,
) -> None:
    trial = a_trial_in_blocks()
    first, second, *_ = trial.blocks
    trials.begin(record, trial)
    order = "".join(map(str, trial.order))
    assert (shown(record), blocks_shown(record)) == ("?" * 30, "")
    for n in range(first):
        assert blocks_shown(record) == ""
        perform(record, trial, n)
        assert shown(record) == order[: n + 1].ljust(30, "?")
    assert blocks_shown(record) == str(first)
    perform(record, trial, first)
    assert blocks_shown(record) == str(first)
    trials.close(record, trial.id, LATER)
    assert shown(record) == order
    assert blocks_shown(record).startswith(f"{first},{second},")


def test_a_trial_in_blocks_taken_along_goes_on_as_it_began(record: Record, store: Store) -> None:
    trial = a_trial_in_blocks()
    trials.begin(record, trial)
    for n in range(8):
        perform(record, trial, n)
    rows = snapshot(record).rows
    all_data.delete_everything(record)
    elsewhere = a_record(store)
    import_rows(elsewhere, rows)
    drawn = trials.under_way(elsewhere)
    assert isinstance(drawn, BlockTrial)
    assert drawn.order[:8] == trial.order[:8]
    assert replace(drawn, order=trial.order, blocks=trial.blocks) == trial
