"""The report for a clinician: one or two A4 pages of a person's record, as PDF."""

from kneeapp.reports.clinician_report.content import document
from kneeapp.reports.clinician_report.facts import facts
from kneeapp.reports.clinician_report.options import ReportOptions
from kneeapp.reports.clinician_report.page import typeset
from kneeapp.store.transfer.snapshot import RecordSnapshot


def report(record: RecordSnapshot, asked: ReportOptions) -> bytes:
    """The PDF of what is `asked` of the record; it says of whom only what is typed there."""
    return typeset(document(facts(record, asked)), at=asked.now)
