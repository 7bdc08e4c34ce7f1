"""What a diary becomes: one rating a day, its notes, and what is left out and why."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from kneeapp.domain.accounts.time_zones import ZoneChange, ZoneHistory
from kneeapp.domain.diary.columns import Columns
from kneeapp.domain.diary.days import DayOrder
from kneeapp.domain.diary.reading import DiaryChoice, DiaryNote, Why, moment_of, read_diary
from kneeapp.domain.diary.scores import Scale, ScoreReader
from kneeapp.domain.diary.table import table_of
from kneeapp.domain.evidence.life_events import LONGEST_NOTE
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput

BERLIN, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
TO_TEN = ScoreReader(Scale(0, 10))


def content(text, columns, *, zone=BERLIN, now=NOW, **more):
    chosen = DiaryChoice(columns, DayOrder.DAY_FIRST, more.pop("scores", TO_TEN), **more)
    return read_diary(table_of(text.encode()), chosen, now, zone)


def test_of_several_scores_of_a_day_the_mean_counts():
    read = content("Date,Pain\n2026-02-01,2\n2026-02-01,5\n2026-02-02,4\n", Columns(0, 1))
    assert read.ratings == {date(2026, 2, 1): 4, date(2026, 2, 2): 4}


def test_what_cannot_be_used_is_left_out_with_its_row_and_why():
    rows = ["soon,3", "2026-03-03,3", "2026-02-03,eleven", "2026-02-04,11", "2026-02-05,"]
    read = content("\n".join(["Date,Pain", *rows]), Columns(0, 1))
    assert [(left.row, left.why) for left in read.left_out] == [
        (2, Why.NO_DAY),
        (3, Why.AHEAD),
        (4, Why.NO_SCORE),
        (5, Why.NO_SCORE),
        (6, Why.NOTHING),
    ]
    assert read.ratings == {}


def test_rows_of_the_other_knee_and_of_other_places_are_left_out():
    text = "Date,Pain,Where\n2026-02-01,2,left knee\n2026-02-01,8,right knee\n2026-02-01,9,head\n"
    columns = Columns(0, 1, about=2)
    of_knees = ("left knee", "right knee")
    read = content(text, columns, topics=of_knees, knee=Side.LEFT)
    assert read.ratings == {date(2026, 2, 1): 2}
    assert [left.why for left in read.left_out] == [Why.OTHER_KNEE, Why.ELSEWHERE]
    assert content(text, columns, topics=of_knees).ratings == {date(2026, 2, 1): 5}


def test_other_columns_are_notes_with_their_name_and_a_long_one_is_several():
    text = f"Date,Mood,Note\n2026-02-01,fine,{'walk ' * 90}\n"
    read = content(text, Columns(0, notes=(1, 2)))
    assert "".join(note.text for note in read.notes).replace(" ", "") == "Mood:fine;" + "walk" * 90
    assert all(len(note.text) <= LONGEST_NOTE for note in read.notes)
    assert read.notes[0].text.startswith("Mood: fine; walk")


def test_what_a_record_holds_is_not_new():
    read = content("Date,Pain,Note\n2026-02-01,2,a\n2026-02-02,3,b\n", Columns(0, 1, notes=(2,)))
    new = read.without({date(2026, 2, 1)}, {DiaryNote(date(2026, 2, 2), "b")})
    assert (new.ratings, new.notes) == ({date(2026, 2, 2): 3}, (DiaryNote(date(2026, 2, 1), "a"),))


def test_a_day_that_a_place_did_not_have_is_no_day():
    """Samoa had no 30 December 2011: it went over the date line (tz database, 2011k)."""
    read = content("Date,Pain\n2011-12-29,2\n2011-12-30,3\n", Columns(0, 1), zone=APIA)
    assert list(read.ratings) == [date(2011, 12, 29)]
    assert [left.why for left in read.left_out] == [Why.NO_DAY]


zones = st.sampled_from(
    [
        BERLIN,
        APIA,
        ZoneInfo("America/New_York"),
        ZoneInfo("Asia/Kathmandu"),
        ZoneHistory(
            (
                ZoneChange(datetime(2020, 1, 1, tzinfo=UTC), "Asia/Tokyo"),
                ZoneChange(datetime(2024, 5, 5, 3, tzinfo=UTC), "America/Los_Angeles"),
            )
        ),
    ]
)


@given(st.dates(date(2000, 1, 1), date(2026, 3, 1)), zones)
def test_a_rating_counts_for_the_day_that_the_diary_names(day, zone):
    read = content(f"Date,Pain\n{day},2\n", Columns(0, 1), zone=zone)
    for counted in read.ratings:
        assert counted == day
        assert moment_of(day, NOW, zone).astimezone(zone).date() == day


def test_todays_entry_is_not_given_later_than_now():
    assert moment_of(NOW.date(), NOW, BERLIN) == NOW
    assert moment_of(NOW.date() - timedelta(days=1), NOW, BERLIN) == NOW - timedelta(hours=21)


@given(
    st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2026, 3, 5)).map(str) | st.text(max_size=12),
            st.integers(-2, 12).map(str) | st.text(max_size=6),
            st.text(max_size=450),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_every_row_is_used_or_left_out_and_nothing_is_new_a_second_time(rows):
    clean = [[cell.replace(",", " ").replace("\n", " ") for cell in row] for row in rows]
    quoted = "\n".join(",".join(f'"{cell.replace(chr(34), "")}"' for cell in row) for row in clean)
    try:
        table = table_of(("Date,Pain,Note\n" + quoted).encode(errors="replace"))
    except BadInput:
        return
    assume(len(table.columns) == 3)
    chosen = DiaryChoice(Columns(0, 1, notes=(2,)), DayOrder.DAY_FIRST, TO_TEN)
    read = read_diary(table, chosen, NOW, BERLIN)
    assert all(0 <= value <= 10 for value in read.ratings.values())
    assert all(0 < len(note.text) <= LONGEST_NOTE for note in read.notes)
    again = read.without(read.ratings.keys(), set(read.notes))
    assert (again.ratings, again.notes) == ({}, ())
