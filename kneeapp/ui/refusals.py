"""What somebody who is signed in was refused: kept in the audit, since it may be an attack."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kneeapp.errors import NotAllowed, StoreError
from kneeapp.store import audit
from kneeapp.ui.session import arrived, tab


@contextmanager
def kept() -> Iterator[None]:
    """Keep that whoever is signed in was refused in the block; who catches it tells them."""
    try:
        yield
    except NotAllowed:
        here = arrived()
        if here.account:
            with suppress(StoreError, NotAllowed):  # out of reach; signed out meanwhile
                audit.refused(here.store, here.asker, here.now, tab().opening)
        raise
