"""Replies to findings: checks by clinicians, and what the person says later. Only ever added."""

from typing import Any
from uuid import UUID

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.errors import BadInput
from kneeapp.store.access import audit
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query

_COLUMNS = (
    "id, finding, rule, kind, replied_at, seen_by, seen_on, allows, allowed_until, account_id"
)

_SELECT = f"select {_COLUMNS} from finding_reply where person_id = $1 order by replied_at, id"  # noqa: S608  our names

OF_PEOPLE = f"select cast(person_id as text), {_COLUMNS} from finding_reply where {{whose}}"  # noqa: S608  our names
"""The replies in the records of several people; `whose` says of whom."""


def add(record: Record, given: Reply) -> None:
    """Keep what the person says of a finding; the same id again changes nothing."""
    if given.account is not None:
        raise BadInput("Only a clinician of this person answers in a clinic's name.")
    record.write(lambda q: _insert(q, record, given))


def answer(record: Record, given: Reply) -> None:
    """Keep a clinician's check in a patient's record, under their own account, and in the audit."""
    if given.kind is not ReplyKind.CHECKED or given.account != record.asker.account:
        raise BadInput("A clinician enters checks, and only their own.")

    def write(q: Query) -> None:
        _insert(q, record, given)
        audit.note(q, given.at, record.asker.account, AuditAction.FINDING_CHECKED, record.person)

    record.write_as_clinician(write)


def replies(record: Record) -> list[Reply]:
    """All replies, oldest first."""
    return record.read_cached(lambda q: [reply(row) for row in q(_SELECT, record.person)])


def names(record: Record) -> dict[UUID | None, str]:
    """What the clinicians are called who entered checks, by their account."""
    return record.read_cached(lambda q: names_of(q, record.person))


def names_of(q: Query, person: UUID) -> dict[UUID | None, str]:
    """The same within a transaction that does more."""
    sql = (
        "select id, called from account where id in "
        "(select account_id from finding_reply where person_id = $1)"
    )
    return dict(q(sql, person))


def _insert(q: Query, record: Record, given: Reply) -> None:
    q(
        "insert into finding_reply (id, person_id, finding, rule, kind, replied_at, seen_by, "
        "seen_on, allows, allowed_until, account_id) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        *(given.id, record.person, given.finding, given.rule, given.kind, given.at, given.by),
        *(given.seen_on, given.allows, given.until, given.account),
    )


def reply(row: tuple[Any, ...]) -> Reply:
    """The reply of a row."""
    identity, finding, rule, kind, at, by, seen_on, allows, until, account = row
    return Reply(
        id=identity,
        finding=finding,
        rule=rule,
        kind=ReplyKind(kind),
        at=at,
        by=Clinician(by) if by else None,
        seen_on=seen_on,
        allows=Allows(allows) if allows else None,
        until=until,
        account=account,
    )
