"""Retention: rows that are deleted after a time; never entries of a record itself."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

AT_A_TIME = 50
"""Keys whose rows one transaction deletes, so that nobody waits for it."""


@dataclass(frozen=True)
class RetentionRule:
    """Rows of `table` go some time after `ended` (SQL: the moment, null while it is to come).

    Rows of one `key` go together. They stay for `at_least`, even where less is set.
    """

    table: str
    key: str
    ended: str
    at_least: timedelta = timedelta(0)


# a stop for pain is a finding, and the journal is where it stands until the session is saved
_LAST_EVENT = f"""
(select case when count(*) filter (where every.kind = '{EventKind.STOP}' and every.value in
    ({", ".join(f"'{json.dumps(reason)}'" for reason in STOPS_FOR_PAIN)})) = 0
    then to_timestamp(max(every.at_ms) / 1000.0) end
 from player_event every where every.session_id = player_event.session_id)
"""  # noqa: S608  our own words

RULES = (
    # a session that is saved has no journal any more: this one was left, and nobody came back
    RetentionRule("player_event", "session_id", _LAST_EVENT),
    RetentionRule("one_time_code", "code", "ends_at"),
    RetentionRule(
        "audit", "id", "noted_at", at_least=timedelta(days=6 * 365 + 2)
    ),  # as 45 CFR 164.316(b)
)


def prune(store: Store, now: datetime, age: timedelta) -> int:
    """Delete what ended longer than `age` ago; returns how many rows that were."""
    gone = sum(_prune(store, rule, now - max(age, rule.at_least)) for rule in RULES)
    if gone:
        store.cache.clear()
    return gone


def _prune(store: Store, rule: RetentionRule, before: datetime) -> int:
    pruned = 0
    while gone := store.run(lambda q: _delete(q, rule, before)):
        pruned += gone
    return pruned


def _delete(q: Query, rule: RetentionRule, before: datetime) -> int:
    old = f"select distinct {rule.key} from {rule.table} where {rule.ended} < $1 limit {AT_A_TIME}"  # noqa: S608  our own names
    [(gone,)] = q(f"delete from {rule.table} where {rule.key} in ({old})", before)  # noqa: S608  as above
    return int(gone)
