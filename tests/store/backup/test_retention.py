"""What has served its purpose is deleted after its time, and nothing of the record is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.store.access import audit
from kneeapp.store.access.record import Record
from kneeapp.store.backup import retention
from kneeapp.store.backup.retention import RULES, prune
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, sessions
from tests.store.builders import MONDAY, a_record, a_session, an_event
from tests.store.held_rows import held_rows
from tests.store.transfer.test_all_data import fill

YEAR = timedelta(days=365)


def begun(store: Store, *at: timedelta) -> tuple[Record, list[Event]]:
    """A session under way with an event at each of these times after MONDAY."""
    record, session = a_record(store), a_session()
    sessions.start(record, session)
    start = int(MONDAY.timestamp() * 1000)
    happened = [
        an_event(seq, at_ms=start + round(after.total_seconds() * 1000))
        for seq, after in enumerate(at)
    ]
    event_log.append(record, session.id, happened)
    return record, happened


def journal(record: Record) -> list[Event]:
    session = sessions.under_way(record)
    assert session
    return event_log.events(record, session.id)


def test_a_journal_goes_a_year_after_its_last_event_and_not_a_part_of_it(store: Store) -> None:
    left, _ = begun(store, timedelta(0), timedelta(minutes=5))
    gone_on_with, kept = begun(store, timedelta(0), timedelta(days=2))
    assert prune(store, MONDAY + YEAR, YEAR) == 0
    assert prune(store, MONDAY + YEAR + timedelta(days=1), YEAR) == 2
    assert journal(left) == []
    assert journal(gone_on_with) == kept


def test_what_ended_exactly_so_long_ago_is_kept(store: Store) -> None:
    record, kept = begun(store, timedelta(0))
    assert prune(store, MONDAY + YEAR, YEAR) == 0
    assert journal(record) == kept
    assert prune(store, MONDAY + YEAR + timedelta(milliseconds=1), YEAR) == 1
    assert journal(record) == []


def test_many_rows_go_in_several_small_transactions(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_A_TIME", 2)
    records = [begun(store, timedelta(0))[0] for _ in range(5)]
    assert prune(store, MONDAY + 2 * YEAR, YEAR) == 5
    assert [journal(record) for record in records] == [[]] * 5


def test_a_rule_may_ask_for_longer_than_is_set(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = [replace(rule, at_least=3 * YEAR) for rule in RULES]
    monkeypatch.setattr(retention, "RULES", longer)
    begun(store, timedelta(0))
    assert prune(store, MONDAY + 2 * YEAR, YEAR) == 0
    assert prune(store, MONDAY + 4 * YEAR, YEAR) == 1


def test_the_record_itself_is_never_out_of_date(store: Store) -> None:
    record = a_record(store)
    fill(record, "squat")
    before = held_rows(record)
    prune(store, MONDAY + 50 * YEAR, YEAR)
    assert held_rows(record) == before | {"player_event": []}


def test_every_rule_holds_on_the_tables_there_are(store: Store) -> None:
    assert {rule.table for rule in RULES} <= {
        name
        for (name,) in store.run(lambda q: q("select table_name from information_schema.tables"))
    }
    prune(store, MONDAY, YEAR)


def test_what_ended_exactly_so_long_ago_stays_and_goes_a_moment_later(store: Store) -> None:
    left, kept = begun(store, timedelta(0))
    assert prune(store, MONDAY + YEAR, YEAR) == 0
    assert journal(left) == kept
    assert prune(store, MONDAY + YEAR + timedelta(microseconds=1), YEAR) == 1


def test_the_audit_stays_for_six_years_whatever_is_set(store: Store) -> None:
    six_years = timedelta(days=6 * 365 + 2)
    store.run(lambda q: audit.note(q, MONDAY, None, AuditAction.SIGN_IN_REFUSED))
    assert prune(store, MONDAY + six_years, timedelta(0)) == 0
    assert prune(store, MONDAY + six_years + timedelta(microseconds=1), timedelta(0)) == 1


def test_at_most_fifty_keys_go_in_a_transaction() -> None:
    assert retention.AT_A_TIME == 50


@pytest.mark.parametrize(("reason", "goes"), [("no_time", True), ("sharp", False)])
def test_a_journal_with_a_stop_stays_only_where_it_was_for_pain(
    store: Store, reason: str, goes: bool
) -> None:
    record, session = a_record(store), a_session()
    sessions.start(record, session)
    stop = an_event(0, kind=EventKind.STOP, value=reason)
    event_log.append(record, session.id, [stop])
    assert prune(store, MONDAY + 2 * YEAR, YEAR) == goes
    assert (journal(record) == []) is goes


def test_what_is_kept_for_an_hour_goes_after_an_hour(store: Store) -> None:
    begun(store, timedelta(0))
    assert prune(store, MONDAY + timedelta(hours=2), timedelta(hours=1)) == 1
