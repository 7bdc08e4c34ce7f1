# ruff: noqa: S608  every part of these statements is written here
"""Authorization: who may read a record, and verify that a principal's sign-in still holds."""

from uuid import UUID

from kneeapp import clock
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.accounts.share_links import GONE
from kneeapp.errors import NotAllowed
from kneeapp.store.engine.protocol import Query


def sight(moment: str) -> str:
    """The statement of who sees whose record at `moment` (SQL): clinician_id, person_id, since.

    A person lets a clinician in, and with them, where the person agreed to it, the clinicians of
    the same team. A deputy sees what the clinician they stand in for was let into, until it ends
    or the person will not have them. Neither passes on what they see so.
    """
    let_in = "care.accepted_at is not null and care.ended_at is null"
    return f"""
    select care.clinician_id, care.person_id, care.accepted_at as since from care where {let_in}
    union all
    select deputy.deputy_id, care.person_id, care.accepted_at
    from deputy join care on care.clinician_id = deputy.clinician_id
    left join deputy_answer on deputy_answer.named_id = deputy.id
        and deputy_answer.person_id = care.person_id
    where {let_in} and deputy.ended_at is null and deputy.ends_at > {moment}
    and deputy_answer.refused_at is null
    union all
    select mate.id, care.person_id, care.accepted_at
    from care join account host on host.id = care.clinician_id and host.team = care.team
    join account mate on mate.team = care.team and mate.id <> host.id
    where {let_in}
    """


CARED_FOR = f"select person_id from ({sight('$2')}) sight where clinician_id = $1"
"""The people whose record a clinician ($1) may see at a moment ($2)."""


def authorize(q: Query, principal: Principal, person: UUID) -> None:
    """Raise NotAllowed unless `principal` may read the record of `person` in this transaction.

    Three may: the person, a clinician who sees it now (`sight`), and whoever came by a link to it
    that was not taken back. The time is asked here and now, not when a page began to run: a
    deputy's last press must not count after their time.
    """
    role = current_role(q, principal)
    if principal.person == person:
        return
    if principal.share:
        sql = "select mark from share where mark = $1 and person_id = $2 and revoked_at is null"
        if not q(sql, principal.share, person):
            raise NotAllowed(GONE)
        return
    sees = role is Role.CLINICIAN and q(
        f"{CARED_FOR} and person_id = $3 limit 1", principal.account, clock.now(), person
    )
    if not sees:
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
