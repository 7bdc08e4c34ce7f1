"""The log of days: what was kept of each, and the years in which they are shown."""

from datetime import UTC, date, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.load.day_log import day_logs, day_words, span_words, spans
from kneeapp.domain.origin import Origin
from kneeapp.domain.sides import Side
from tests.store.builders import MONDAY, a_session

DAY = MONDAY.date()
FLARE = LifeEvent(UUID(int=1), LifeEventKind.FLARE, DAY)
NOTHING = {"sessions": (), "trained": (), "mornings": {}, "events": (), "loads": ()}
days = some.dates(date(2000, 1, 1), date(2060, 1, 1))


def logged(zone=UTC, **kept):
    return day_logs(zone, **{**NOTHING, **kept})


def test_a_day_holds_everything_that_was_kept_of_it():
    log = logged(
        sessions=[a_session(started_at=MONDAY + timedelta(hours=2), before=7), a_session(before=4)],
        trained=[DAY, DAY],
        mornings={DAY: 3},
        events=[FLARE],
        loads=[DayLoad(DAY, steps=4000)],
    )[DAY]
    assert [session.before for session in log.sessions] == [4, 7], "in the order of time"
    assert (log.trainings, log.morning, log.marks) == (2, 3, (FLARE,))
    assert day_words(log) == (
        "Mon 2 Mar 2026: 2 sessions, knee before 4 and 7; strengthening; morning 3 of 10; flare; "
        "load"
    )


def test_the_rating_of_a_day_is_the_first_one_of_that_knee():
    left = a_session(before=4)
    log = logged(sessions=[left])[DAY]
    assert log.before(left.knee) == 4
    assert log.before(next(side for side in Side if side is not left.knee)) is None


def test_a_session_is_on_the_day_where_the_person_was():
    late = a_session(started_at=MONDAY.replace(hour=23))
    assert list(logged(ZoneInfo("Asia/Tokyo"), sessions=[late])) == [DAY + timedelta(days=1)]


def test_a_note_of_another_diary_is_no_mark():
    diary = Origin(UUID(int=3), MONDAY, "digest")
    note = LifeEvent(UUID(int=2), LifeEventKind.OTHER, DAY, "slept badly", diary)
    log = logged(events=[note])[DAY]
    assert (log.marks, log.events) == ((), (note,))
    assert "note of another diary" in day_words(log)


def test_only_days_with_something_have_a_log():
    assert logged() == {}
    assert span_words([]) == "Sessions on 0 days."


def test_the_year_in_words_leaves_out_what_there_was_none_of():
    logs = logged(mornings={DAY: 3, DAY + timedelta(days=1): 0}, events=[FLARE])
    assert span_words(logs.values()) == "Sessions on 0 days, 2 mornings rated, 1 day marked."


def test_a_span_is_twelve_months_and_the_oldest_begins_with_the_first_entry():
    newest, older = spans(date(2025, 1, 20), date(2026, 3, 2))
    assert (newest.first, newest.last) == (date(2025, 4, 1), date(2026, 3, 2))
    assert (older.first, older.last) == (date(2025, 1, 1), date(2025, 3, 31))


@given(days, days)
def test_spans_follow_each_other_without_a_gap(first, today):
    found = spans(first, today)
    assert found[0].last == today
    assert found[-1].first == min(first, today).replace(day=1)
    for newer, older in pairwise(found):
        assert newer.first - older.last == timedelta(days=1)
        assert (older.last.month % 12 + 1, newer.first.day) == (newer.first.month, 1)
    assert all((span.last - span.first).days < 366 for span in found)
