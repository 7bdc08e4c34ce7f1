"""What pages keep in a clinic's audit: refusals, since one may be an attack, and exports."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kneeapp import clock
from kneeapp.errors import NotAllowed, StoreError
from kneeapp.store.access import audit
from kneeapp.ui.shell.request_context import RecordContext, current_request, tab


@contextmanager
def audit_denied_access() -> Iterator[None]:
    """Keep that whoever is signed in was refused in the block; who catches it tells them."""
    try:
        yield
    except NotAllowed:
        here = current_request()
        if here.account:
            with suppress(StoreError, NotAllowed):  # out of reach; signed out meanwhile
                audit.refused(here.store, here.asker, here.now, tab().opening)
        raise


def note_export(visit: RecordContext) -> None:
    """Keep that a file of this record was taken away."""
    if visit.record.asker.account:
        audit.exported(visit.record, clock.now())
