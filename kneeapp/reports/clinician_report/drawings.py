"""The charts of a report as drawings, at widths whose words come out at about 8 points."""

from collections.abc import Sequence

import altair as alt

from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.relief import average_chart
from kneeapp.charts.trend import trend_chart
from kneeapp.charts.weeks import weeks_chart
from kneeapp.domain.evidence.life_events import own
from kneeapp.domain.evidence.progress import RatingPair, SessionWeek
from kneeapp.domain.evidence.trend import Level, Trend
from kneeapp.domain.evidence.verdicts import Figures
from kneeapp.reports.clinician_report.facts import Facts
from kneeapp.reports.drawing import GREY, PAPER, drawn

WHOLE_PX, HALF_PX = 800, 390
PAIRS_PX, COURSE_PX, WEEKS_PX = 200, 150, 80
"""Heights of the plots."""


def drawn_pairs(facts: Facts, pairs: Sequence[RatingPair]) -> str:
    """Each session, before and after."""
    chart = before_after_chart(pairs, dark=False, height=PAIRS_PX, events=own(facts.events))
    return _svg(facts, chart, WHOLE_PX)


def drawn_average(facts: Facts, average: Figures) -> str:
    return _svg(facts, average_chart(average, dark=False), HALF_PX)


def drawn_course(facts: Facts, levels: Sequence[Level], line: Trend | None) -> str:
    """Ratings over the weeks, with their line."""
    zone = facts.asked.zone
    chart = trend_chart(levels, line, zone=zone, dark=False, events=own(facts.events))
    return _svg(facts, chart, HALF_PX, height=COURSE_PX)


def drawn_weeks(facts: Facts, weeks: Sequence[SessionWeek]) -> str:
    """Sessions a week against the target."""
    target = facts.preferences.weekly_target
    return _svg(facts, weeks_chart(weeks, target=target, dark=False, height=WEEKS_PX), HALF_PX)


def _svg(facts: Facts, chart: alt.LayerChart, width: int, *, height: int | None = None) -> str:
    look = GREY if facts.asked.grey else PAPER
    return drawn(chart, look, width=width, height=height)
