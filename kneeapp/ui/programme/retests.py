"""The view "Tests": home tests repeated every few weeks, with charts and norms."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from kneeapp.charts.retests import retest_chart, signs
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.progress import Window
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
    results_of_screenings,
)
from kneeapp.domain.screening.self_tests import SelfTest
from kneeapp.errors import BadInput
from kneeapp.reports.chart_files import Caption
from kneeapp.store.record import retests, screenings
from kneeapp.ui.findings import standing
from kneeapp.ui.progress.chart_download import chart_download_button
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext, forget
from kneeapp.ui.widgets.chart_widgets import numbers, picture, small
from kneeapp.ui.widgets.questions import NOT_YET, QuestionView, question_form

PICKED = "retest"
SIGNS = {
    RetestDue.NEVER_DONE: ":material/radio_button_unchecked:",
    RetestDue.NOT_YET: ":material/check_circle:",
    RetestDue.OPEN: ":material/event_repeat:",
    RetestDue.DUE: ":material/event_upcoming:",
}


def render_retests(context: RecordContext, standing_now: Standing) -> None:
    """What is due, a test to do now, and a chart of each test that was done."""
    done = all_results(context)
    day, tests = context.today, standing.questionnaire(context).self_tests
    small("Repeat these every two to four weeks: strength comes slower than a good day.")
    for test in RETESTED:
        last = max((result.day for result in done if result.test == test), default=None)
        stands = due(test, done, day)
        st.markdown(f"{SIGNS[stands]} {due_words(tests, test, stands, last, day)}")
    groups = _groups(context)
    picked = st.pills("Do a test now", list(groups), format_func=partial(title, tests), key=PICKED)
    if picked:
        with st.container(border=True):
            _retest_form(context, groups[picked], done)
    else:
        age = standing.latest_answers(standing_now).get("age")
        for test in RETESTED:
            _render(context, test, [result for result in done if result.test == test], age)


def tests_due(context: RecordContext) -> int:
    """The number of tests that were done before and are due again."""
    done = all_results(context)
    return sum(due(test, done, context.today) is RetestDue.DUE for test in RETESTED)


def all_results(context: RecordContext) -> list[RetestResult]:
    """The results of screenings and of repeated tests, oldest first."""
    from_screenings = results_of_screenings(
        standing.questionnaire(context), screenings.screenings(context.record), context.zone
    )
    return sorted(
        [*from_screenings, *retests.results(context.record)], key=lambda result: result.day
    )


def _groups(context: RecordContext) -> dict[str, Group]:
    """The question of each test by test id, if the screening has it and no finding closes it."""
    by_test: dict[str, Group] = {}
    allowed = standing.open_groups(context)
    for group in standing.questionnaire(context).groups:
        if group.id not in allowed:
            continue
        if isinstance(group, ActivitiesGroup):
            by_test[ACTIVITIES] = group
        elif isinstance(group, SelfTestGroup):
            by_test[group.test.id] = group
    return {test: by_test[test] for test in RETESTED if test in by_test}


def _retest_form(context: RecordContext, group: Group, done: Sequence[RetestResult]) -> None:
    """The test as in the screening; activities are filled in with their names, not their scores."""
    names = dict.fromkeys(result.of for result in done if result.test == ACTIVITIES)
    given = [{"name": name} for name in names] if isinstance(group, ActivitiesGroup) else None
    answer = question_form(
        QuestionView(group, name=f"retest {context.today}", given=given, dark=context.dark)
    )
    if answer is NOT_YET:
        return
    try:
        checked = group.check(answer)
    except BadInput as error:
        st.error(str(error))
        return
    if checked != SKIPPED:
        new_results = results(standing.questionnaire(context), {group.id: checked}, context.today)
        retests.save(context.record, new_results)
    forget(PICKED)
    st.rerun()


def _render(
    context: RecordContext, test: str, done: Sequence[RetestResult], age: int | None
) -> None:
    """The change in words, and a chart of all results with published values."""
    if not done:
        return
    st.header(QUESTIONS[test])
    published = references(test, age)
    # names of activities were typed: Markdown would read signs in them, the chart does not
    escaped = [replace(result, of=plain(result.of)) for result in done]
    tests = standing.questionnaire(context).self_tests
    for line in _changed(tests, test, escaped):
        st.markdown(f"- {line}")
    text = " ".join(_changed(tests, test, done))
    if not text:
        small("One result so far. The next one shows where it goes.")
    if named := signs(escaped):
        small(" · ".join(f"{sign} {name}" for name, sign in named.items()))
    chart = retest_chart(done, published, dark=context.dark)
    picture(chart, text or QUESTIONS[test])
    dashed = "; ".join(
        f"{reference.words} {reference.value:g} ({reference.source})" for reference in published
    )
    reading = f"Dashed: {dashed}" if published else ""
    if reading:
        small(reading)
    days = Window(min(result.day for result in done), max(result.day for result in done))
    chart_download_button(context, chart, Caption(QUESTIONS[test], text, reading, days))
    numbers(
        ("Day", title(tests, test), "Result"),
        lambda: ((result.day, result.of, result.value) for result in done),
    )


def _changed(tests: Mapping[str, SelfTest], test: str, done: Sequence[RetestResult]) -> list[str]:
    return [change_words(tests, change) for change in changes(test, done)]
