# ruff: noqa: S608  every part of these statements is written here
"""The accounts of a clinic: who may sign in, and what they sign in with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.accounts import Account, AccountListing, AccountState, name_of
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.errors import BadInput, NotAllowed, NotFound
from kneeapp.store.access import audit
from kneeapp.store.access.authorization import current_role, require_role
from kneeapp.store.clinic import alerts, login_attempts
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_rows

COLUMNS = "id, name, called, role, own_person, version, second_factor is not null"
"""What `account` makes an Account of."""

INVITES = {
    Role.ADMIN: tuple(Role),
    Role.CLINICIAN: (Role.PATIENT,),
    Role.RECEPTION: (Role.PATIENT,),
    Role.PATIENT: (),
}
"""Whom each role may add."""


@dataclass(frozen=True)
class FoundAccount:
    """An account as it is found when somebody signs in."""

    account: Account
    password: str | None
    disabled: bool


def account(row: Sequence[Any]) -> Account:
    """The account in a row of COLUMNS."""
    identity, name, called, role, own_person, version, second_factor = row
    return Account(identity, name, called, Role(role), own_person, version, second_factor)


def add(  # noqa: PLR0913  all by name
    store: Store, principal: Principal, *, name: str, called: str, role: Role, at: datetime
) -> Account:
    """A new account, known by `name`, that waits for its one-time code to be used."""
    added = Account(uuid7(), name_of(name), called.strip(), role, None, 1)
    if not added.called:
        raise BadInput("Give the name of the person, as your clinic calls them.")
    return store.run(lambda q: add_in(q, principal, added, at))


def find_by_name(store: Store, issuer: str, subject: str) -> FoundAccount | None:
    """Who is known as `subject` to `issuer`; '' stands for this clinic."""

    def read(q: Query) -> FoundAccount | None:
        for (identity,) in q(
            "select account_id from identity where issuer = $1 and subject = $2", issuer, subject
        ):
            ((*columns, password, disabled),) = q(
                f"select {COLUMNS}, password, disabled_at is not null from account where id = $1",
                identity,
            )
            return FoundAccount(account(columns), password, disabled)
        return None

    return store.run(read)


def find(q: Query, identity: UUID) -> Account:
    """The account of that id; raises NotFound."""
    rows = q(f"select {COLUMNS} from account where id = $1", identity)
    if not rows:
        raise NotFound("There is no such account any more. Reload the page.")
    return account(rows[0])


def add_identity(q: Query, whose: UUID, issuer: str, subject: str, used_until: int = 0) -> bool:
    """Let that account sign in as `subject` of `issuer`; False where that belongs to another one.

    Only tokens that the issuer issued after `used_until` (Unix seconds) are accepted.
    """
    columns = ("issuer", "subject", "used_until", "account_id")
    row = (issuer, subject, used_until, whose)
    return bool(insert_rows(q, "identity", columns, [row], skip_existing=True))


def listed(store: Store, principal: Principal, now: datetime) -> list[AccountListing]:
    """Every account by name for an admin; those of patients for the reception."""

    def read(q: Query) -> list[AccountListing]:
        role = current_role(q, principal)
        require_role(q, principal, Role.ADMIN, Role.RECEPTION)
        only = Role.PATIENT.value if role is Role.RECEPTION else None
        return _listings(q, now, "$2::text is null or role = $2", only)

    return store.run(read)


def not_here_yet(store: Store, principal: Principal, now: datetime) -> list[AccountListing]:
    """Patients who were invited and have not joined, by name: to a clinician those they invited."""
    matching = (
        "role = $2 and joined_at is null and disabled_at is null "
        "and ($3::uuid is null or invited_by = $3)"
    )

    def read(q: Query) -> list[AccountListing]:
        role = current_role(q, principal)
        require_role(q, principal, Role.ADMIN, Role.RECEPTION, Role.CLINICIAN)
        by = principal.account if role is Role.CLINICIAN else None
        return _listings(q, now, matching, Role.PATIENT.value, by)

    return store.run(read)


def _listings(q: Query, now: datetime, matching: str, *arguments: object) -> list[AccountListing]:
    """The accounts that match a condition, by name; its first argument is $2."""
    rows = q(
        f"select {COLUMNS}, created_at, disabled_at is not null, joined_at is not null, "
        "coalesce(good.until > $1, false) from account left join (select account_id, "
        "max(ends_at) as until from one_time_code where used_at is null group by account_id) "
        f"good on good.account_id = id where {matching} order by lower(called), id",
        now,
        *arguments,
    )
    return [AccountListing(account(row[:7]), _state(*row[8:]), row[7]) for row in rows]


def withdraw(store: Store, principal: Principal, whose: UUID, at: datetime) -> None:
    """Delete the account of somebody who was invited and has not joined, with its code.

    Admins may, the reception for patients, and clinicians for whom they invited; raises
    NotAllowed, and BadInput where the person has joined.
    """

    def write(q: Query) -> None:
        role = current_role(q, principal)
        patient = find(q, whose).role is Role.PATIENT
        [(invited_by, joined)] = q(
            "select invited_by, joined_at is not null from account where id = $1", whose
        )
        own = role is Role.CLINICIAN and invited_by == principal.account
        if role is not Role.ADMIN and not (patient and (own or role is Role.RECEPTION)):
            raise NotAllowed("Your account may not do this. Ask an admin of your clinic.")
        if joined:
            raise BadInput("They have joined by now, so there is no invitation any more.")
        for table in ("one_time_code", "identity"):
            q(f"delete from {table} where account_id = $1", whose)
        q("delete from account where id = $1", whose)
        audit.note(q, at, principal.account, AuditAction.WITHDRAWN, whose)

    store.run(write)


def disable(store: Store, principal: Principal, whose: UUID, at: datetime) -> None:
    """Let that account in no more, and end its sign-ins."""
    if whose == principal.account:
        raise BadInput("You cannot disable your own account. Ask another admin.")

    def write(q: Query) -> None:
        _as_admin(q, principal, whose, AuditAction.DISABLED, at)
        q("update account set disabled_at = $2, version = version + 1 where id = $1", whose, at)
        alerts.release(q, whose)

    store.run(write)


def enable(store: Store, principal: Principal, whose: UUID, at: datetime) -> None:
    """Let a disabled account in again."""

    def write(q: Query) -> None:
        _as_admin(q, principal, whose, AuditAction.ENABLED, at)
        q("update account set disabled_at = null where id = $1", whose)

    store.run(write)


def change_role(store: Store, principal: Principal, whose: UUID, role: Role, at: datetime) -> None:
    """Give a member of staff another role; their sign-ins end, and what they see of records.

    Raises BadInput for one's own account, for and to a patient, and for the last admin.
    """
    if whose == principal.account:
        raise BadInput("You cannot change your own role. Ask another admin.")

    def write(q: Query) -> None:
        _as_admin(q, principal, whose, AuditAction.ROLE_CHANGED, at)
        before = find(q, whose)
        if Role.PATIENT in {before.role, role} and before.role is not role:
            raise BadInput(
                "A patient stays a patient, and staff stay staff: invite the person anew under "
                "another sign-in name."
            )
        if before.role is Role.ADMIN and role is not Role.ADMIN and _admins(q) == [whose]:
            raise BadInput("This is the last admin. Make somebody else an admin first.")
        if before.role is Role.CLINICIAN and role is not Role.CLINICIAN:
            sql = "update care set ended_at = $2 where clinician_id = $1 and ended_at is null"
            q(sql, whose, at)
            alerts.release(q, whose)
        # whatever was signed in with the role before is out at once
        q("update account set role = $2, version = version + 1 where id = $1", whose, role.value)

    store.run(write)


def unlock(store: Store, principal: Principal, whose: UUID, key: Key, at: datetime) -> None:
    """Forget the wrong tries of that account."""

    def write(q: Query) -> None:
        _as_admin(q, principal, whose, AuditAction.UNLOCKED, at)
        login_attempts.reset(q, login_attempts.attempt_key(key, find(q, whose).name))
        login_attempts.reset(q, login_attempts.attempt_key(key, "second factor", str(whose)))

    store.run(write)


def change_password(store: Store, principal: Principal, password: str, at: datetime) -> Account:
    """Replace `principal`'s own password by one hashed as `password`; every sign-in ends."""
    return _end_all(store, principal, AuditAction.PASSWORD_CHANGED, at, ", password = $2", password)


def sign_out_everywhere(store: Store, principal: Principal, at: datetime) -> Account:
    """End every sign-in of `principal`, this one too."""
    return _end_all(store, principal, AuditAction.SIGNED_OUT_EVERYWHERE, at)


def _end_all(
    store: Store,
    principal: Principal,
    deed: AuditAction,
    at: datetime,
    change: str = "",
    *values: object,
) -> Account:
    def write(q: Query) -> Account:
        current_role(q, principal)
        if principal.account is None:
            raise NotAllowed("Nobody is signed in.")
        # a sign-in holds only while its account has the version that it began with
        own = "update account set version = version + 1"
        q(f"{own}{change} where id = $1", principal.account, *values)
        audit.note(q, at, principal.account, deed)
        return find(q, principal.account)

    return store.run(write)


def _admins(q: Query) -> list[UUID]:
    """The admins who can sign in."""
    sql = "select id from account where role = $1 and disabled_at is null and joined_at is not null"
    return [identity for (identity,) in q(sql, Role.ADMIN.value)]


def add_in(q: Query, principal: Principal, added: Account, at: datetime) -> Account:
    """Add that account in a transaction that does more; raises NotAllowed and BadInput."""
    if added.role not in INVITES[current_role(q, principal)]:
        raise NotAllowed("Your account may not add this. Ask an admin of your clinic.")
    if not add_identity(q, added.id, "", added.name):
        raise BadInput(f"The sign-in name {added.name} is taken. Choose another.")
    columns = ("id", "name", "called", "role", "version", "invited_by", "created_at")
    row = (added.id, added.name, added.called, added.role, added.version, principal.account, at)
    insert_rows(q, "account", (*columns, "second_factor_used"), [(*row, 0)])
    audit.note(q, at, principal.account, AuditAction.ADDED, added.id)
    return added


def _as_admin(q: Query, principal: Principal, whose: UUID, deed: AuditAction, at: datetime) -> None:
    """Only an admin may do `deed`, only to who is there, and it is kept that they did."""
    require_role(q, principal, Role.ADMIN)
    find(q, whose)
    audit.note(q, at, principal.account, deed, whose)


def _state(disabled: bool, joined: bool, invited: bool) -> AccountState:
    if disabled:
        return AccountState.DISABLED
    if joined:
        return AccountState.ACTIVE
    return AccountState.INVITED if invited else AccountState.LATE
