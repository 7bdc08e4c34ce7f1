"""The report for a clinician: one or two A4 pages of a person's record, as PDF."""

from kneeapp.reports.report_asked import Asked
from kneeapp.reports.report_content import document
from kneeapp.reports.report_facts import facts
from kneeapp.reports.report_page import typeset
from kneeapp.store.access.record import Record


def report(record: Record, asked: Asked) -> bytes:
    """The PDF of what is `asked` of the record; it says of whom only what is typed there."""
    return typeset(document(facts(record, asked)), at=asked.now)
