"""Caseload table: a table on a wide screen, cards on a phone; a press opens the record.

Each row is a button with HTML beside it; CSS extends the button over the whole row, so that it
works by keyboard, by mouse and with a finger.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from urllib.parse import quote
from uuid import UUID

import streamlit as st

from kneeapp import content
from kneeapp.charts.sparkline import level_sparkline, relief_sparkline
from kneeapp.charts.theme import palette
from kneeapp.domain.clinic.alerts import LOOK_BACK, Alert
from kneeapp.domain.clinic.caseload import PICTURED, CaseloadEntry
from kneeapp.domain.evidence.analysis import Headline
from kneeapp.domain.evidence.sequential_looks import FEWEST
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.ui.clinic.work_list import open_person
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RequestContext
from kneeapp.ui.shell.theme import rules

HEADER = ("Alerts", "Last session", "This week", "Relief", "Knee over weeks", "Verdict", "Phase")

VERDICTS = {
    Outcome.HELPS: "Feels better after it",
    Outcome.BAD_DAYS: "Feels better after it, or bad days pass",
    Outcome.FADED: "Felt better at first, faded lately",
    Outcome.RULED_OUT: "Less than 1 point better after it; weakness not tested",
    Outcome.WORSE: "Hurts more after it",
    Outcome.SMALL_OR_UNCERTAIN: "Small or uncertain",
}
NOTHING = "–"


def render_caseload_table(
    request: RequestContext, cases: Sequence[CaseloadEntry], headlines: Mapping[UUID, Headline]
) -> None:
    """A row for each of `cases`."""
    head = "".join(f"<div>{label}</div>" for label in HEADER)
    alert = palette(dark=request.dark).worse
    st.html(f"<style>{rules('caseload')}.case{{--knee-alert:{alert}}}</style>")
    st.html(f'<div class="case-head" aria-hidden="true">{head}</div>')
    for n, case in enumerate(cases):
        with st.container(key=f"case_{n}"):
            if st.button(
                plain(case.name) or "Without a name", key=f"open {case.person}", type="tertiary"
            ):
                open_person(case.person)
            st.html(_cells(request, case, headlines.get(case.person)))


def _cells(request: RequestContext, case: CaseloadEntry, headline: Headline | None) -> str:
    cells = (
        _alerts(request, case),
        _last(request, case.last_session),
        f"{case.this_week} of {case.weekly_target}",
        _relief(case, dark=request.dark),
        _levels(case, dark=request.dark),
        escape(_verdict(headline)),
        escape(_phase(request, case.phase)),
    )
    labelled = (
        f"<div><span>{label}: </span>{cell}</div>" if cell else "<div></div>"
        for label, cell in zip(HEADER, cells, strict=True)
    )
    return f'<div class="case">{"".join(labelled)}</div>'


def _alerts(request: RequestContext, case: CaseloadEntry) -> str:
    """The alerts as HTML; those that nobody has taken are bold."""
    waiting = case.waiting
    return "".join(
        f'<b class="open">{_alert(request, alert)}</b>'
        if alert in waiting
        else f'<b class="taken">{_alert(request, alert)}, taken</b>'
        for alert in case.alerts
    )


def _alert(request: RequestContext, alert: Alert) -> str:
    """The kind of an alert; of a red flag also how urgent it is, and since when."""
    if not alert.urgency:
        return alert.kind.label
    return f"{alert.urgency.label}, {request.when(alert.at)}"


def _last(request: RequestContext, at: datetime | None) -> str:
    if at is None:
        return f"none in {LOOK_BACK.days // 7} weeks"
    days = (request.today - at.astimezone(request.zone).date()).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def _relief(case: CaseloadEntry, *, dark: bool) -> str:
    points = case.reliefs
    if not points:
        return NOTHING
    mean = sum(points) / len(points)
    words = f"{abs(mean):.1f} {'less' if mean > 0 else 'more'}" if round(mean, 1) else "the same"
    alt = f"Relief of the last {len(points)} sessions: {', '.join(map(str, points))}"
    return f"{_image(relief_sparkline(points, dark=dark), alt)}<small>{words}</small>"


def _levels(case: CaseloadEntry, *, dark: bool) -> str:
    before = [session.before for session in case.rated][-2 * PICTURED :]
    if not before:
        return NOTHING
    ends = case.levels
    words = f"{ends[0]:.1f} → {ends[1]:.1f}" if ends else f"last {before[-1]}"
    alt = f"Knee before each session: {', '.join(map(str, before))}"
    return f"{_image(level_sparkline(before, dark=dark), alt)}<small>{words}</small>"


def _verdict(headline: Headline | None) -> str:
    if headline is None:
        return NOTHING
    return VERDICTS.get(
        headline.outcome, f"Not known yet ({headline.counted} of {FEWEST} or more count)"
    )


def _phase(request: RequestContext, phase: str | None) -> str:
    """The title of a phase, or its id where the content no longer has it."""
    if phase is None:
        return NOTHING
    titles = {phase.id: phase.title for phase in content.programme(request.settings.content).phases}
    return titles.get(phase, phase)


def _image(svg: str, alt: str) -> str:
    return f'<img alt="{alt}" src="data:image/svg+xml,{quote(svg)}">'
