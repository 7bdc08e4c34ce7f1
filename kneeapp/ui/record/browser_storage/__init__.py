"""Browser storage: a visitor's record kept in their own browser, with their consent.

The server holds a visitor's record in memory only. The component stores a packed copy in the
browser and returns it on the next visit; each order to it has a number, so that an answer to an
older order is ignored.
"""

from kneeapp.access import Mode
from kneeapp.ui.shell.request_context import RequestContext


def mount(request: RequestContext) -> None:
    """On each page of a visitor: keep their record in their browser, and say so."""
    if request.mode is Mode.VISITOR:
        # the record file is a tenth of all that a start imports, and only visitors need it here
        from kneeapp.ui.record.browser_storage import visitor_record  # noqa: PLC0415

        visitor_record.render()
