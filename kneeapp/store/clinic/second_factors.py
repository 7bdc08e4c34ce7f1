"""Second factors: the encrypted secret of an account, and the codes that were used."""

import base64
from datetime import datetime
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from kneeapp.domain.accounts.accounts import Account
from kneeapp.domain.accounts.audit_action import AuditAction
from kneeapp.domain.accounts.secret_key import Key
from kneeapp.errors import StoreError
from kneeapp.store.access import audit
from kneeapp.store.clinic.accounts import find
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query


def secret(store: Store, key: Key, whose: UUID) -> str:
    """The secret behind the codes of that account."""
    ((sealed,),) = store.run(lambda q: q("select second_factor from account where id = $1", whose))
    try:
        return _seal(key).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise StoreError(
            "This second factor was kept under another cookie_key. Put that key back, or have "
            "an admin reset the account."
        ) from error


def set_secret(store: Store, key: Key, whose: Account, chosen: str, at: datetime) -> Account:
    """Ask that account for codes of the secret `chosen` from now on; every sign-in ends."""
    sealed = _seal(key).encrypt(chosen.encode()).decode()

    def write(q: Query) -> Account:
        sql = "update account set second_factor = $2, version = version + 1 where id = $1"
        q(sql, whose.id, sealed)
        audit.note(q, at, whose.id, AuditAction.SECOND_FACTOR_SET)
        return find(q, whose.id)

    return store.run(write)


def use(store: Store, whose: UUID, count: int) -> bool:
    """Use up the code of the `count`-th half minute; False where it, or a later one, was used."""
    sql = "update account set second_factor_used = $2 where id = $1 and second_factor_used < $2"
    [(used,)] = store.run(lambda q: q(sql, whose, count))
    return bool(used)


def _seal(key: Key) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(bytes.fromhex(key.mark("seal", "second factor"))))
