"""A clinic's audit as a table that no spreadsheet takes for formulas."""

from collections.abc import Iterable
from datetime import tzinfo
from io import BytesIO

from kneeapp.reports.tables.columns import moment, text
from kneeapp.reports.tables.writing import Csv
from kneeapp.store.access.audit import AuditEntry

MIME = "text/csv"

_COLUMNS = (
    moment("when", "when it was done"),
    text("who", "whose account did it, while there is one"),
    text("who_pseudonym", "what stands for them for good; empty for nobody who is known"),
    text("what", "what was done"),
    text("whom", "to whose account or record, while there is one"),
    text("whom_pseudonym", "what stands for them for good"),
)


def audit_csv(noted: Iterable[AuditEntry], zone: tzinfo) -> bytes:
    """The table, its times in `zone`."""
    out = BytesIO()
    table = Csv(out, _COLUMNS)
    rows = (
        (entry.at, entry.actor_called, entry.actor, entry.deed, entry.whom_called, entry.whom)
        for entry in noted
    )
    table.add(rows, zone)
    table.finish()
    return out.getvalue()
