"""Secret keys that the database generates and keeps."""

from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.secret_key import Key, new_secret
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_row

SIGN_IN = "sign-in"
AUDIT = "audit"


def of(store: Store, clinic: Clinic) -> Key:
    """The clinic's key: its operator's, else one that the database keeps."""
    if clinic.cookie_key:
        return Key(clinic.cookie_key.encode())
    return store.run(lambda q: key(q, SIGN_IN))


def key(q: Query, name: str) -> Key:
    """The key kept as `name`, made at first use."""
    insert_row(q, "secret", skip_existing=True, name=name, value=new_secret())
    ((value,),) = q("select value from secret where name = $1", name)
    return Key(value.encode())
