"""One-time codes: by one of them somebody joins, or comes back after forgetting a password."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.accounts import (
    INVITATION_LASTS,
    RESET_LASTS,
    Account,
    code_of,
    new_code,
)
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Person, Principal, Role
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.domain.clinic.invitation_list import Invitee
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import current_role
from kneeapp.store.access.record import Record
from kneeapp.store.clinic import accounts, care
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_rows
from kneeapp.store.record.people import add_person

_GOOD = (
    "select c.account_id from one_time_code c join account a on a.id = c.account_id "
    "where c.code = $1 and c.used_at is null and c.ends_at > $2 and a.disabled_at is null"
)


T = TypeVar("T")


class _CodeRefused(NotAllowed):
    """A code is wrong, used or too old."""


def issue(store: Store, key: Key, principal: Principal, whose: UUID, at: datetime) -> str:
    """A new code for that account; its unused older ones are deleted, and its sign-ins end.

    An admin may issue one for any account, the reception for any patient, a clinician only for a
    patient they invited who has not joined yet; raises NotAllowed, and BadInput where the account
    is disabled.
    """
    return store.run(lambda q: _issue(q, key, principal, whose, at))


def invite(
    store: Store, key: Key, principal: Principal, invitees: Sequence[Invitee], at: datetime
) -> list[tuple[Account, str]]:
    """A new patient's account and its code for each of `invitees`: all of them, or none.

    Raises BadInput with the names that are taken, and NotAllowed.
    """

    def write(q: Query) -> list[tuple[Account, str]]:
        taken = q(
            "select subject from identity where issuer = '' "
            "and subject in (select unnest($1::text[])) order by subject",
            [invitee.name for invitee in invitees],
        )
        if taken:
            names = ", ".join(name for (name,) in taken)
            raise BadInput(f"Nobody was invited. These sign-in names are taken: {names}.")
        added = [
            Account(uuid7(), invitee.name, invitee.called, Role.PATIENT, None, 1)
            for invitee in invitees
        ]
        return [
            (
                accounts.add_in(q, principal, account, at),
                _issue(q, key, principal, account.id, at),
            )
            for account in added
        ]

    return store.run(write)


def account_for_code(store: Store, key: Key, code: str, at: datetime) -> Account:
    """The account of an unused code; raises NotAllowed where it is wrong, used or too old.

    Refused codes are noted in the audit, one a minute.
    """
    mark = _mark(key, code)
    return _audited(store, lambda q: _bearer(q, mark, at), at)


def use(  # noqa: PLR0913  all by name
    store: Store,
    key: Key,
    code: str,
    *,
    at: datetime,
    password: str | None = None,
    vouched: tuple[str, str, int] | None = None,
    lets_in: bool = False,
) -> Account:
    """Use up a code: its account signs in by the hashed `password`, or by an identity provider.

    Ends every sign-in, drops the second factor and makes a patient's record, to which the
    clinician who invited them asks for access; `lets_in` is the answer. `vouched` is the
    provider's issuer, its subject, and when it issued the token (Unix seconds). Raises
    NotAllowed where the code is not good or the subject signs in to another account.
    """
    mark = _mark(key, code)

    def write(q: Query) -> Account:
        whose = _bearer(q, mark, at)
        q("update one_time_code set used_at = $2 where code = $1", mark, at)
        sql = (
            "update account set password = $2, second_factor = null, version = version + 1, "
            "joined_at = coalesce(joined_at, $3) where id = $1"
        )
        q(sql, whose.id, password, at)
        if vouched and not accounts.add_identity(q, whose.id, *vouched):
            raise NotAllowed("That sign-in belongs to another account here. Use another one.")
        if whose.role is Role.PATIENT and whose.own_person is None:
            _make_record(q, whose.id, at)
        audit.note(q, at, whose.id, AuditAction.JOINED)
        return accounts.find(q, whose.id)

    joined = _audited(store, write, at)
    if lets_in and joined.own_person:
        own = Record(store, joined.own_person, Principal(joined.own_person))
        _let_inviter_in(own, joined.id, at)
    return joined


def inviter(store: Store, whose: UUID) -> str:
    """The clinician who invited that account, as the clinic calls them; else empty."""
    sql = (
        "select host.called from account guest join account host on host.id = guest.invited_by "
        "where guest.id = $1 and host.role = $2 and host.disabled_at is null"
    )
    rows = store.run(lambda q: q(sql, whose, Role.CLINICIAN))
    return str(rows[0][0]) if rows else ""


def _issue(q: Query, key: Key, principal: Principal, whose: UUID, at: datetime) -> str:
    code = new_code()
    joined = _may_issue(q, principal, whose)
    # only the newest is good: an older one may lie in a mailbox
    q("delete from one_time_code where account_id = $1 and used_at is null", whose)
    if joined:  # whoever is signed in to it is out now, not only once the code is used
        q("update account set version = version + 1 where id = $1", whose)
    lasts = RESET_LASTS if joined else INVITATION_LASTS
    columns = ("code", "account_id", "issued_by", "issued_at", "ends_at")
    row = (_mark(key, code), whose, principal.account, at, at + lasts)
    insert_rows(q, "one_time_code", columns, [row])
    audit.note(q, at, principal.account, AuditAction.CODE_ISSUED, whose)
    return code


def _may_issue(q: Query, principal: Principal, whose: UUID) -> bool:
    """Whether that account has joined; raises NotAllowed where `principal` may give it no code."""
    patient = accounts.find(q, whose).role is Role.PATIENT
    ((invited_by, joined, disabled),) = q(
        "select invited_by, joined_at is not null, disabled_at is not null from account "
        "where id = $1",
        whose,
    )
    role = current_role(q, principal)
    invited = role is Role.CLINICIAN and invited_by == principal.account and not joined
    if role is not Role.ADMIN and not invited and not (role is Role.RECEPTION and patient):
        raise NotAllowed("Your account may not give this code. Ask an admin of your clinic.")
    if disabled:
        raise BadInput("This account is disabled, so a code opens nothing. Let it in again first.")
    return bool(joined)


def _audited(store: Store, work: Callable[[Query], T], at: datetime) -> T:
    """What `work` returns; that it refused a code is kept, though it keeps nothing itself."""
    try:
        return store.run(work)
    except _CodeRefused:
        store.run(lambda q: _note_refusal(q, at))
        raise


def _note_refusal(q: Query, at: datetime) -> None:
    # once a minute: whoever guesses must not fill the audit
    sql = "select id from audit where deed = $1 and noted_at > $2 limit 1"
    if not q(sql, AuditAction.CODE_REFUSED.value, at - audit.REFUSED_EVERY):
        audit.note(q, at, None, AuditAction.CODE_REFUSED)


def _bearer(q: Query, mark: str, at: datetime) -> Account:
    rows = q(_GOOD, mark, at)
    if not rows:
        raise _CodeRefused("This code is wrong, used or too old. Ask your clinic for a new one.")
    return accounts.find(q, rows[0][0])


def _make_record(q: Query, whose: UUID, at: datetime) -> None:
    newcomer = Person(uuid7(), at)
    add_person(q, newcomer)
    q("update account set own_person = $2 where id = $1", whose, newcomer.id)
    care.request_access_for_inviter(q, whose, at)
    care.request_access_that_waited(q, whose, at)


def _let_inviter_in(record: Record, whose: UUID, at: datetime) -> None:
    """Others who ask already wait for an answer of their own."""
    sql = "select invited_by from account where id = $1"
    [(inviting,)] = record.store.run(lambda q: q(sql, whose))
    for asking in care.carers(record):
        if asking.clinician == inviting:
            care.accept(record, asking.clinician, at)


def _mark(key: Key, code: str) -> str:
    return key.mark("code", code_of(code))
