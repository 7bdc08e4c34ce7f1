"""A diary is kept once, beside what is there, and taken out again as a whole."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from uuid6 import uuid7

from kneeapp import content
from kneeapp.domain.diary.reading import DiaryContent, DiaryNote
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.origin import Origin
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.sides import Side
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.store.record import life_events, ratings
from kneeapp.store.transfer.import_diary import imports, keep, new_in, undo
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import MONDAY, a_life_event, a_rating, a_record

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = [MONDAY.date() - timedelta(days=ago) for ago in (3, 2, 1)]
DIARY = DiaryContent(
    ratings=dict(zip(DAYS, (3, 4, 5), strict=True)),
    notes=(DiaryNote(DAYS[0], "stairs"), DiaryNote(DAYS[2], "=1+1")),
    knee=Side.LEFT,
)


def taken_in(at=MONDAY):
    return Origin(uuid7(), at, "0123456789abcdef")


def mornings(record, zone=BERLIN):
    return mornings_by_day(ratings.ratings(record, KNEE_DAY), zone)


def test_each_day_counts_where_the_person_lives_and_says_where_it_is_from(record):
    origin = taken_in()
    done = keep(record, DIARY, origin, BERLIN)
    assert (done.ratings, done.notes) == (3, 2)
    assert mornings(record) == DIARY.ratings
    for rating in ratings.ratings(record, KNEE_DAY):
        assert (rating.origin, rating.side) == (origin, Side.LEFT)
    assert {event.origin for event in life_events.life_events(record)} == {origin}
    assert imports(record) == [done]


def test_a_second_time_adds_nothing(record):
    keep(record, DIARY, taken_in(), BERLIN)
    before = as_json(snapshot(record))
    again = keep(record, DIARY, taken_in(MONDAY + timedelta(days=1)), BERLIN)
    assert (again.ratings, again.notes) == (0, 0)
    assert as_json(snapshot(record)) == before


def test_a_longer_export_of_the_same_diary_adds_the_new_days_only(record):
    keep(record, DIARY, taken_in(), BERLIN)
    longer = DiaryContent({**DIARY.ratings, MONDAY.date(): 1}, DIARY.notes)
    assert new_in(record, longer, BERLIN).ratings == {MONDAY.date(): 1}
    assert keep(record, longer, taken_in(), BERLIN).ratings == 1
    assert [(done.ratings, done.notes) for done in imports(record)] == [(1, 0), (3, 2)]


@pytest.mark.parametrize("hour", [5, 20])
def test_what_the_person_rates_counts_before_the_diary_whichever_came_first(record, hour):
    own = datetime(2026, 3, 1, hour, tzinfo=UTC)
    ratings.save(record, a_rating(value=9, taken_at=own))
    keep(record, DIARY, taken_in(), BERLIN)
    ratings.save(record, a_rating(value=8, taken_at=own - timedelta(days=1)))
    assert mornings(record) == {DAYS[0]: 3, DAYS[1]: 8, DAYS[2]: 9}


def test_undo_takes_out_one_import_and_nothing_else(record, store):
    somebody = a_record(store)
    own, mark = a_rating(), a_life_event()
    first, second = taken_in(), taken_in(MONDAY + timedelta(hours=1))
    keep(somebody, DIARY, first, BERLIN)
    keep(record, DIARY, first, BERLIN)
    keep(record, DiaryContent({MONDAY.date() - timedelta(days=9): 2}), second, BERLIN)
    ratings.save(record, own)
    life_events.save(record, mark)
    assert undo(record, first) == 5
    assert [done.origin for done in imports(record)] == [second]
    assert own in ratings.ratings(record, KNEE_DAY)
    assert life_events.life_events(record) == [mark]
    assert undo(record, first) == 0
    assert len(imports(somebody)) == 1


def test_an_import_is_known_and_undone_on_another_machine_too(record, store):
    keep(record, DIARY, taken_in(), BERLIN)
    file = as_json(snapshot(record))
    undo(record, imports(record)[0].origin)
    elsewhere = a_record(store)
    import_file(elsewhere, file, content.questionnaire())
    [done] = imports(elsewhere)
    assert undo(elsewhere, done.origin) == 5
    assert mornings(elsewhere) == {}


def test_todays_entry_counts_today(record):
    early = datetime(2026, 3, 2, 5, tzinfo=UTC)
    keep(record, DiaryContent({date(2026, 3, 2): 4}), taken_in(early), BERLIN)
    [rating] = ratings.ratings(record, KNEE_DAY)
    assert rating.taken_at == early
