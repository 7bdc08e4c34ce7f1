"""The audit as a table: whole, and harmless in a spreadsheet."""

import csv
from datetime import UTC
from io import StringIO

from kneeapp.reports.audit_file import audit_csv
from kneeapp.store.access.audit import AuditEntry
from tests.store.builders import MONDAY


def test_each_deed_is_a_line_and_no_name_is_a_formula():
    noted = AuditEntry(MONDAY, "record viewed", "a1", '=HYPERLINK("http://evil")', "b2", "")
    rows = list(csv.DictReader(StringIO(audit_csv([noted, noted], UTC).decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[0] == {
        "when": "2026-03-02T08:00:00+00:00",
        "when_day": "2026-03-02",
        "when_time": "08:00:00",
        "who": '\'=HYPERLINK("http://evil")',
        "who_pseudonym": "a1",
        "what": "record viewed",
        "whom": "",
        "whom_pseudonym": "b2",
    }
