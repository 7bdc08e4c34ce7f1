"""How long a person's report takes beside its charts alone, on a record of 300 sessions.

Run it as `python -m benchmarks.reports`; docs/benchmarks.md has the method.
"""

from contextlib import closing
from dataclasses import replace
from datetime import UTC

from benchmarks.harness import Harness, Row, in_turn
from kneeapp import clock
from kneeapp.cli import demo
from kneeapp.domain.evidence.progress import last_weeks
from kneeapp.reports.clinician_report.drawings import (
    drawn_average,
    drawn_course,
    drawn_pairs,
    drawn_weeks,
)
from kneeapp.reports.clinician_report.facts import Facts, facts, in_line
from kneeapp.reports.clinician_report.options import ReportOptions
from kneeapp.reports.clinician_report.pdf import report
from kneeapp.store.engine.database import Store
from kneeapp.store.transfer.snapshot import snapshot

REPORT, CHARTS = "report", "its charts alone"
LIMIT = 1.5


def main() -> None:
    """Measure, print, and end with an error where the report is over its limit."""
    bench = Harness(__doc__, rounds=(5, 1), weeks=(75, 4), reports=(5, 1))
    now = clock.now()
    asked = ReportOptions(window=last_weeks(bench["weeks"], now.date()), now=now, zone=UTC)
    with closing(Store.open(None)) as store:
        record = demo.fill(store, now, weeks=bench["weeks"])
        known = facts(snapshot(record), asked)
        works = {
            CHARTS: lambda _: draw(replace(known)),
            REPORT: lambda n: report(snapshot(record), replace(asked, name=f"{n}")),
        }
        rounds = bench.measure(lambda: in_turn(works, range(bench["reports"])))
    title = f"A report of {len(known.shown)} sessions"
    bench.report(title, rounds, [Row(REPORT, CHARTS, share=LIMIT)])
    bench.end()


def draw(known: Facts) -> None:
    """The charts of a whole report, from what was read already."""
    drawn_pairs(known, known.pairs)
    if known.relief:
        drawn_average(known, known.relief)
    drawn_course(known, known.levels, known.line)
    drawn_course(known, known.rated_mornings, in_line(known.rated_mornings))
    drawn_weeks(known, known.weeks)


if __name__ == "__main__":
    main()
