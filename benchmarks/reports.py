"""How long a person's report takes beside its charts alone, on a record of 300 sessions.

Run it as `python -m benchmarks.reports`; docs/benchmarks.md has the method.
"""

import sys
from contextlib import closing
from dataclasses import replace

from benchmarks.store_figures import ROUNDS, in_turn, table
from kneeapp import clock
from kneeapp.charts.before_after import before_after_chart
from kneeapp.cli import demo
from kneeapp.domain.evidence.progress import last_weeks
from kneeapp.reports.chart_files import Caption, Format, chart_file
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

WEEKS = 75
"""About 300 sessions of the made-up person."""

EACH = 5
"""Times a round."""

LIMIT = 1.5


def main() -> None:
    """Measure, print, and end with an error where the report is over its limit."""
    now = clock.now()
    zone = now.tzinfo
    assert zone  # noqa: S101  the clock's times are aware
    asked = ReportOptions(window=last_weeks(WEEKS, now.date()), now=now, zone=zone)
    with closing(Store.open(None)) as store:
        record = demo.fill(store, now, weeks=WEEKS)
        known = facts(record, asked)
        chart = before_after_chart(known.pairs, dark=False, events=known.events)
        caption = Caption("Chart", "Answer", "Reading", asked.window)
        works = {
            "its charts alone": lambda _: draw(replace(known)),
            "report": lambda n: report(record, replace(asked, name=f"{n}")),
        } | {
            f"one chart as {kind}": lambda _, kind=kind: chart_file(chart, caption, kind, until=now)
            for kind in Format
        }
        times = in_turn(works, range((ROUNDS + 1) * EACH))
    ratio = times.ratio("report", "its charts alone")
    rows = [(work, times.p(50, work), times.ratio(work, "its charts alone")) for work in works]
    table(f"{len(known.shown)} sessions", ("", "ms", "ratio"), rows)
    sys.exit(0 if ratio <= LIMIT else 1)


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
