"""Replies to findings: checks by clinicians, and what the person says later. Only ever added."""

from dataclasses import astuple
from uuid import UUID

from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.errors import BadInput
from kneeapp.store.access import audit
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, insert_rows

_COLUMNS = (
    *("id", "finding", "rule", "kind", "replied_at"),
    *("seen_by", "seen_on", "allows", "allowed_until", "account_id"),
)
"""The fields of a Reply, in their order."""

_LIST = ", ".join(_COLUMNS)
_SELECT = f"select {_LIST} from finding_reply where person_id = $1 order by replied_at, id"  # noqa: S608  our names

OF_PEOPLE = f"select cast(person_id as text), {_LIST} from finding_reply where {{whose}}"  # noqa: S608  our names
"""The replies in the records of several people; `whose` says of whom."""


def add(record: Record, given: Reply) -> None:
    """Keep what the person says of a finding; the same id again changes nothing."""
    if given.account is not None:
        raise BadInput("Only a clinician of this person answers in a clinic's name.")
    record.write(lambda q: _insert(q, record, given))


def answer(record: Record, given: Reply) -> None:
    """Keep a clinician's check in a patient's record, under their own account, and in the audit."""
    if given.kind is not ReplyKind.CHECKED or given.account != record.principal.account:
        raise BadInput("A clinician enters checks, and only their own.")

    def write(q: Query) -> None:
        _insert(q, record, given)
        audit.note(
            q, given.at, record.principal.account, AuditAction.FINDING_CHECKED, record.person
        )

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
    row = (record.person, *astuple(given))
    insert_rows(q, "finding_reply", ("person_id", *_COLUMNS), [row], skip_existing=True)


def reply(row: Row) -> Reply:
    """The reply of a row of _COLUMNS."""
    identity, finding, rule, kind, at, by, seen_on, allows, until, account = row
    check = (by and Clinician(by), seen_on, allows and Allows(allows), until)
    return Reply(identity, finding, rule, ReplyKind(kind), at, *check, account)
