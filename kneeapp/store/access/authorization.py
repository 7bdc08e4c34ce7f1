"""Authorization: who may read a record, and verify that a principal's sign-in still holds."""

from uuid import UUID

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.accounts.share_links import GONE
from kneeapp.errors import NotAllowed
from kneeapp.store.engine.protocol import Query

CARED_FOR = (
    "select care.person_id from care where care.clinician_id = $1 "
    "and care.accepted_at is not null and care.ended_at is null"
)
"""The people who let a clinician ($1) see their record now."""


def authorize(q: Query, principal: Principal, person: UUID) -> None:
    """Raise NotAllowed unless `principal` may read the record of `person` in this transaction.

    Three may: the person, a clinician whom they let in, and whoever came by a link to it that
    was not taken back.
    """
    role = current_role(q, principal)
    if principal.person == person:
        return
    if principal.share:
        sql = "select mark from share where mark = $1 and person_id = $2 and revoked_at is null"
        if not q(sql, principal.share, person):
            raise NotAllowed(GONE)
        return
    let_in = q(f"{CARED_FOR} and care.person_id = $2", principal.account, person)
    if role is not Role.CLINICIAN or not let_in:
        raise NotAllowed("This person does not let you see their record (any more).")


def current_role(q: Query, principal: Principal) -> Role:
    """The role of `principal` as the database has it in this transaction.

    Raises NotAllowed where their sign-in was ended or their account disabled since.
    """
    if principal.account is None:
        return principal.role
    # two lookups by key: joined, DuckDB reads both tables whole
    for account, version in q(
        "select account_id, version from sign_in where id = $1 and account_id = $2 "
        "and ended_at is null",
        principal.sign_in,
        principal.account,
    ):
        for (role,) in q(
            "select role from account where id = $1 and version = $2 and disabled_at is null",
            account,
            version,
        ):
            return Role(role)
    raise NotAllowed("You are signed out. Sign in again.")


def require_role(q: Query, principal: Principal, *roles: Role) -> None:
    """Raise NotAllowed unless `principal` has one of `roles` now."""
    if current_role(q, principal) not in roles:
        raise NotAllowed("Your account may not do this. Ask an admin of your clinic.")
