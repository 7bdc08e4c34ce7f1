"""The home tests repeated every few weeks: done here, kept, and held against norms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from kneeapp.charts.retests import retest_chart, signs
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import table_date
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.questions import ActivitiesGroup, Group, SelfTestGroup
from kneeapp.domain.screening.retest_text import QUESTIONS, change_words, due_words, title
from kneeapp.domain.screening.retests import (
    ACTIVITIES,
    RETESTED,
    RetestDue,
    RetestResult,
    changes,
    due,
    references,
    results,
    screened,
)
from kneeapp.domain.screening.self_tests import SelfTest
from kneeapp.errors import BadInput
from kneeapp.reports.chart_files import Caption
from kneeapp.store.record import retests, screenings
from kneeapp.ui.findings import standing
from kneeapp.ui.progress.chart_download import chart_download_button
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, forget
from kneeapp.ui.widgets.chart_widgets import figure, numbers, picture, small
from kneeapp.ui.widgets.questions import NOT_YET, Asking, question_form

PICKED = "retest"
SIGNS = {
    RetestDue.NEVER_DONE: ":material/radio_button_unchecked:",
    RetestDue.NOT_YET: ":material/check_circle:",
    RetestDue.OPEN: ":material/event_repeat:",
    RetestDue.DUE: ":material/event_upcoming:",
}


def render_retests(visit: RecordContext, here: Standing) -> None:
    """What is due, a test to do, and a picture of each that was done."""
    done = all_results(visit)
    day, tests = visit.today, standing.questionnaire(visit).self_tests
    small("Repeat these every two to four weeks: strength comes slower than a good day.")
    for test in RETESTED:
        last = max((one.day for one in done if one.test == test), default=None)
        stands = due(test, done, day)
        st.markdown(f"{SIGNS[stands]} {due_words(tests, test, stands, last, day)}")
    groups = _groups(visit)
    picked = st.pills("Do a test now", list(groups), format_func=partial(title, tests), key=PICKED)
    if picked:
        with st.container(border=True):
            _retest_form(visit, groups[picked], done)
    else:
        age = here.latest.answers.get("age") if here.latest else None
        for test in RETESTED:
            _render(visit, test, [one for one in done if one.test == test], age)


def tests_due(visit: RecordContext) -> int:
    """How many tests that were done before are due again."""
    done = all_results(visit)
    return sum(due(test, done, visit.today) is RetestDue.DUE for test in RETESTED)


def all_results(visit: RecordContext) -> list[RetestResult]:
    """Those of screenings and those repeated here, oldest first."""
    told = screened(standing.questionnaire(visit), screenings.screenings(visit.record), visit.zone)
    return sorted([*told, *retests.results(visit.record)], key=lambda one: one.day)


def _groups(visit: RecordContext) -> dict[str, Group]:
    """The question that asks for each test, as far as the screening has it and it is open."""
    found: dict[str, Group] = {}
    allowed = standing.open_groups(visit)
    for group in standing.questionnaire(visit).groups:
        if group.id not in allowed:
            continue
        if isinstance(group, ActivitiesGroup):
            found[ACTIVITIES] = group
        elif isinstance(group, SelfTestGroup):
            found[group.test.id] = group
    return {test: found[test] for test in RETESTED if test in found}


def _retest_form(visit: RecordContext, group: Group, done: Sequence[RetestResult]) -> None:
    """The test as the screening asks it; the activities keep their names, not their scores."""
    names = dict.fromkeys(one.of for one in done if one.test == ACTIVITIES)
    given = [{"name": name} for name in names] if isinstance(group, ActivitiesGroup) else None
    answer = question_form(
        Asking(group, name=f"retest {visit.today}", given=given, dark=visit.dark)
    )
    if answer is NOT_YET:
        return
    try:
        checked = group.check(answer)
    except BadInput as error:
        st.error(str(error))
        return
    if checked != SKIPPED:
        found = results(standing.questionnaire(visit), {group.id: checked}, visit.today)
        retests.save(visit.record, found)
    forget(PICKED)
    st.rerun()


def _render(visit: RecordContext, test: str, done: Sequence[RetestResult], age: int | None) -> None:
    """First against newest in words, all of them as a picture, held against what is published."""
    if not done:
        return
    st.header(QUESTIONS[test])
    held = references(test, age)
    shown = [replace(one, of=plain(one.of)) for one in done]
    tests = standing.questionnaire(visit).self_tests
    for line in _changed(tests, test, shown):
        st.markdown(f"- {line}")
    told = " ".join(_changed(tests, test, done))
    if not told:
        small("One result so far. The next one shows where it goes.")
    if named := signs(shown):
        small(" · ".join(f"{sign} {name}" for name, sign in named.items()))
    chart = retest_chart(done, held, dark=visit.dark)
    picture(chart, told or QUESTIONS[test])
    dashed = "; ".join(f"{one.words} {one.value:g} ({one.source})" for one in held)
    reading = f"Dashed: {dashed}" if held else ""
    if reading:
        small(reading)
    days = Window(min(one.day for one in done), max(one.day for one in done))
    chart_download_button(visit, chart, Caption(QUESTIONS[test], told, reading, days))
    numbers(
        ("Day", title(tests, test), "Result"),
        lambda: ((table_date(one.day), one.of, figure(one.value)) for one in shown),
    )


def _changed(tests: Mapping[str, SelfTest], test: str, done: Sequence[RetestResult]) -> list[str]:
    return [change_words(tests, one) for one in changes(test, done)]
