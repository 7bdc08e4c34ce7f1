from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.news import News, news, since_monday
from kneeapp.domain.evidence.news_text import news_words
from kneeapp.domain.evidence.verdicts import Outcome

MONDAY = date(2026, 3, 2)
THURSDAY = MONDAY + timedelta(days=3)
HELPS, OPEN = Outcome.HELPS, Outcome.NOT_KNOWN_YET
dates = st.lists(st.dates(date(2026, 2, 1), date(2026, 3, 31)), max_size=20)


@given(st.dates())
def test_it_tells_of_at_least_one_day_and_at_most_a_week(today):
    since = since_monday(today)
    assert since.weekday() == 0
    assert timedelta(days=1) <= today - since <= timedelta(days=7)


@given(
    dates, dates, st.dictionaries(st.dates(date(2026, 2, 1), date(2026, 3, 31)), st.integers(0, 10))
)
def test_only_what_was_done_since_then_is_counted(sessions, trainings, mornings):
    fresh = news(THURSDAY, sessions, trainings, mornings, (OPEN, OPEN))
    assert fresh.sessions == len([day for day in sessions if MONDAY <= day <= THURSDAY])
    assert fresh.trainings == len([day for day in trainings if MONDAY <= day <= THURSDAY])
    later = {day: value for day, value in mornings.items() if day <= THURSDAY}
    assert news(THURSDAY, sessions, trainings, later, (OPEN, OPEN)) == fresh
    assert not fresh.changed


def test_mornings_are_those_since_monday_less_those_of_the_week_before():
    mornings = {MONDAY - timedelta(days=n): 4 for n in range(1, 8)}
    mornings |= {MONDAY: 3, MONDAY + timedelta(days=1): 4, MONDAY - timedelta(days=8): 10}
    assert news(THURSDAY, (), (), mornings, (None, None)).mornings == -0.5
    del mornings[MONDAY]
    assert news(THURSDAY, (), (), mornings, (None, None)).mornings is None


@pytest.mark.parametrize(
    ("fresh", "words"),
    [
        (News(MONDAY, 0, 0), ""),
        (News(MONDAY, 0, 0, verdict=HELPS), ""),
        (News(MONDAY, 1, 0), "Since Monday: 1 session."),
        (
            News(MONDAY, 3, 2, -0.5, HELPS),
            (
                "Since Monday: 3 sessions, 2 of strengthening, "
                "mornings 0.5 points lower than the week before, the verdict unchanged."
            ),
        ),
        (
            News(MONDAY, 2, 0, 0.2, HELPS, changed=True),
            "Since Monday: 2 sessions, mornings as in the week before, the verdict changed.",
        ),
        (
            News(MONDAY, 0, 0, 1.0, HELPS),
            "Since Monday: no session, mornings 1.0 point higher than the week before.",
        ),
    ],
)
def test_the_line_says_what_moved_and_nothing_else(fresh, words):
    assert news_words(fresh, THURSDAY) == words


def test_on_a_monday_it_tells_of_the_last_one():
    monday = MONDAY + timedelta(days=7)
    fresh = news(monday, [MONDAY], (), {}, (HELPS, HELPS))
    assert news_words(fresh, monday) == "Since last Monday: 1 session, the verdict unchanged."
