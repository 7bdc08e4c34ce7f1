"""Authorization: verify that a principal's sign-in still holds, and its role."""

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.errors import NotAllowed
from kneeapp.store.engine.protocol import Query


def current_role(q: Query, asker: Principal) -> Role:
    """The role of `asker` as the database has it in this transaction.

    Raises NotAllowed where their sign-in was ended or their account disabled since.
    """
    if asker.account is None:
        return asker.role
    # two lookups by key: joined, DuckDB reads both tables whole
    for account, version in q(
        "select account_id, version from sign_in where id = $1 and account_id = $2 "
        "and ended_at is null",
        asker.sign_in,
        asker.account,
    ):
        for (role,) in q(
            "select role from account where id = $1 and version = $2 and disabled_at is null",
            account,
            version,
        ):
            return Role(role)
    raise NotAllowed("You are signed out. Sign in again.")


def require_role(q: Query, asker: Principal, *roles: Role) -> None:
    """Raise NotAllowed unless `asker` has one of `roles` now."""
    if current_role(q, asker) not in roles:
        raise NotAllowed("Your account may not do this. Ask an admin of your clinic.")
