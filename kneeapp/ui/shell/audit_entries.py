"""What pages keep in a clinic's audit: refusals, since one may be an attack, and exports."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from kneeapp import clock
from kneeapp.errors import NotAllowed, StoreError
from kneeapp.store.access import audit
from kneeapp.ui.shell.request_context import RecordContext, current_request, tab


@contextmanager
def audit_denied_access() -> Iterator[None]:
    """Keep that whoever is signed in was refused in the block, and raise it on."""
    try:
        yield
    except NotAllowed:
        request = current_request()
        if request.account:
            with suppress(StoreError, NotAllowed):  # out of reach; signed out meanwhile
                audit.refused(request.store, request.principal, request.now, tab().opening)
        raise


def exported(context: RecordContext, make: Callable[[], bytes]) -> bytes:
    """The file that `make` makes of this record; it is kept that it was taken away."""
    made = make()
    if context.record.principal.account:
        audit.exported(context.record, clock.now())
    return made
