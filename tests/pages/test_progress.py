import json
from datetime import timedelta
from uuid import UUID

import pytest

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Choice, Preset
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone, StressOff
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.sides import Side
from kneeapp.store.access.record import Record
from kneeapp.store.record import people, sessions
from tests.store.builders import MONDAY, a_session, finished

TRACE = (7,) * 6 + (5,) * 6


@pytest.fixture
def record(hand_clock, record) -> Record:
    """The personal record that the page will show, two weeks after MONDAY."""
    hand_clock.advance(days=14)
    return record


@pytest.fixture
def keep(record):
    """Keep a saved session that began `days` after MONDAY."""

    def kept(days: float = 0, before: int = 6, **different) -> UUID:
        started = {
            key: different.pop(key) for key in ("knee", "choice", "test_move") if key in different
        }
        begun = a_session(started_at=MONDAY + timedelta(days=days), before=before, **started)
        step = StepDone(0, Area.GLUTEUS_MEDIUS, Side.LEFT, "ball", 95, 95, trace=TRACE)
        sessions.start(record, begun)
        sessions.save(record, finished(begun, **{"steps": (step,), **different}))
        return begun.id

    return kept


@pytest.fixture
def progress(open_app):
    """The page as it is when one arrives."""
    return lambda: open_app().go("progress")


@pytest.fixture
def relief_now(progress):
    return lambda: look_at(progress(), "Relief now")


def look_at(screen, view: str):
    return screen.choose("Look at", view)


def pick(screen, label: str, option: str):
    (box,) = [element for element in screen.app.selectbox if element.label == label]
    box.set_value(option).run()
    return screen


def fill_in(screen, **answers):
    """Type into the form; nothing is sent before its button is pressed."""
    for label, value in answers.items():
        (field,) = [
            element
            for element in (*screen.app.selectbox, *screen.app.text_area)
            if element.label == label
        ]
        field.set_value(value)
    return screen


def sessions_offered(screen) -> list[str]:
    (box,) = [element for element in screen.app.selectbox if element.label == "Session"]
    return box.options


def charts(screen) -> list[dict]:
    return [json.loads(element.proto.spec) for element in screen.app.get("vega_lite_chart")]


def rows(chart: dict, name: str) -> list[dict]:
    (values,) = [each["data"]["values"] for each in chart["layer"] if each["data"]["name"] == name]
    return json.loads(values)


def only(record) -> Session:
    (stored,) = sessions.sessions(record)
    return stored


@pytest.mark.usefixtures("record")
def test_an_empty_progress_page_says_what_it_will_show(progress):
    screen = progress()
    assert "before and after" in screen.text
    assert "Start routine" in screen.buttons()
    assert not charts(screen)
    assert not screen.app.exception


def test_an_empty_progress_page_has_no_start_button_while_a_red_flag_is_open(open_app):
    screen = open_app().go("screening").press("Start screening")
    screen.tick("Leg or kneecap out of shape, or a deep wound.").press("Next").go("progress")
    assert "Start routine" not in screen.buttons()
    assert "It is closed for now." in screen.text


def test_before_and_after_of_every_session_are_in_one_picture(relief_now, keep):
    for day, after in enumerate((3, 6, 8)):
        keep(day, after=after)
    screen = relief_now()
    chart, _ = charts(screen)
    assert [(row["before"], row["after"]) for row in rows(chart, "lines")] == [
        (6, 3),
        (6, 6),
        (6, 8),
    ]
    assert "Less after **1** of 3 sessions, the same after 1, more after 1." in screen.text
    assert "One session is often wrong" in screen.text
    assert "cannot show the cause" in screen.text


def test_a_session_that_does_not_count_is_marked_with_its_reason(relief_now, keep):
    keep(0)
    keep(1, late=True)
    screen = relief_now()
    assert "1 not counted" in screen.text
    assert "more than 15 minutes after the routine" in screen.text


def test_every_chart_has_a_text_alternative(progress, keep):
    keep(0)
    keep(1)
    screen = progress()
    for view in ("Relief now", "Over weeks", "Tender spots", "Per week", "Last session"):
        look_at(screen, view)
        assert charts(screen), view
        assert all(element.proto.alt for element in screen.app.get("vega_lite_chart")), view
        assert not screen.app.exception, view


def test_the_first_session_is_explained(progress, keep):
    keep(0, after=3, stress_off=StressOff.YES)
    screen = progress()
    assert "3 points better than before" in screen.text
    assert "some stress is off" in screen.text
    assert "One session is often wrong" in screen.text


@pytest.mark.parametrize("earlier", [1, -300])
def test_the_explanation_of_the_first_session_ends_with_the_second(progress, keep, earlier):
    keep(0)
    keep(earlier)
    assert "Your first session" not in progress().text


def test_a_changed_test_move_is_mentioned_where_ratings_are_compared(relief_now, keep):
    keep(0, test_move="squat")
    keep(1, test_move="step_down", before=4)
    screen = relief_now()
    assert "The test move changed" in screen.text
    look_at(screen, "Over weeks")
    assert [row["value"] for row in rows(charts(screen)[0], "dots")] == [4]


def test_each_spot_has_its_own_small_picture(progress, keep):
    keep(0)
    screen = look_at(progress(), "Tender spots")
    (chart,) = charts(screen)
    assert rows(chart, "lines")[0]["before"] == 7
    assert rows(chart, "lines")[0]["after"] == 5
    assert screen.text.count("Not rated in these sessions.") == 1


def test_where_spots_were_led_by_their_ease_the_time_to_ease_is_shown(progress, keep):
    spots = (Spot(start_s=0, worked_s=40, eased=True), Spot(start_s=50, worked_s=60, eased=True))
    step = StepDone(0, Area.GLUTEUS_MEDIUS, Side.LEFT, "ball", 95, 95, trace=TRACE, spots=spots)
    keep(0)
    assert "How long does a spot take to ease?" not in look_at(progress(), "Tender spots").text
    keep(1, steps=(step,))
    screen = look_at(progress(), "Tender spots")
    assert "2 of 2 spots eased, half of them within 50 s." in screen.text
    screen.unfold("numbers_Session_Spot_Eased_Left_Typical s")
    [row] = screen.app.dataframe[0].value.to_dict("records")
    assert [*row.values()][1:] == ["Outer\N{NO-BREAK SPACE}hip, left", 2, 0, 50]
    assert [row["seconds"] for row in rows(charts(screen)[-1], "spots")] == [40, 60]


def test_the_target_is_the_persons_own_and_is_kept(progress, keep, record):
    keep(7)
    keep(14)
    screen = look_at(progress(), "Per week")
    assert "1 of 4 this week. Target reached in 0 of 1 earlier weeks." in screen.text
    screen.enter("Target", 1)
    assert "1 of 1 this week. Target reached in 1 of 1 earlier weeks." in screen.text
    assert people.person(record).preferences.weekly_target == 1


def test_the_last_session_shows_its_trace_and_its_note_as_it_was_typed(progress, keep):
    keep(0)
    keep(1, note="**loud** <script>alert(1)</script> مرحبا 🦵")
    screen = look_at(progress(), "Last session")
    (chart,) = charts(screen)
    assert [row["value"] for row in rows(chart, "points")] == list(TRACE)
    assert screen.app.text[0].value == "**loud** <script>alert(1)</script> مرحبا 🦵"


def test_a_session_without_ratings_of_tenderness_says_so(progress, keep):
    keep(0, steps=())
    assert "No tenderness was rated" in look_at(progress(), "Last session").text


def test_older_sessions_are_shown_with_other_dates(relief_now, keep):
    keep(0)
    keep(-40, before=9)
    keep(-400, before=10)
    screen = relief_now()
    shown = {}
    for dates in ("4 weeks", "12 weeks", "All"):
        screen.choose("Dates", dates)
        shown[dates] = [row["before"] for row in rows(charts(screen)[0], "lines")]
    assert shown == {"4 weeks": [6], "12 weeks": [9, 6], "All": [10, 9, 6]}


def test_own_dates_hold_their_first_and_their_last_day(relief_now, keep):
    for day in range(5):
        keep(day, before=day + 3)
    screen = relief_now().choose("Dates", "Other dates")
    days = (MONDAY + timedelta(days=1), MONDAY + timedelta(days=3))
    screen.app.date_input[0].set_value(tuple(day.date() for day in days)).run()
    assert [row["before"] for row in rows(charts(screen)[0], "lines")] == [4, 5, 6]


def test_a_choice_of_dates_without_a_session_says_so(relief_now, keep):
    keep(-400)
    screen = relief_now()
    assert "No session fits this choice" in screen.text
    assert not charts(screen)
    assert not screen.app.exception


def test_two_knees_are_never_in_one_picture(relief_now, keep):
    keep(0, before=9, knee=Side.LEFT)
    keep(1, before=4, knee=Side.RIGHT)
    screen = relief_now()
    assert [row["before"] for row in rows(charts(screen)[0], "lines")] == [4]
    screen.choose("Knee", Side.LEFT)
    assert [row["before"] for row in rows(charts(screen)[0], "lines")] == [9]


def test_one_length_can_be_looked_at_alone(relief_now, keep):
    keep(0, before=9)
    keep(1, before=4, choice=Choice(preset=Preset.SHORT))
    screen = pick(relief_now(), "How long", "Short on time")
    assert [row["before"] for row in rows(charts(screen)[0], "lines")] == [4]


def test_the_numbers_are_a_table_that_sorts_by_day_and_by_rating(relief_now, keep):
    keep(0, after=3, late=True)
    keep(1, after=2)
    screen = relief_now()
    assert len(screen.app.dataframe) == 0
    screen.unfold("numbers_Session_Before_After_Not counted")
    shown = screen.app.dataframe[0].proto
    columns = json.loads(shown.columns)
    assert {name for name, column in columns.items() if column.get("hidden")} == {"_index"}
    assert shown.placeholder == ""
    table = screen.app.dataframe[0].value
    assert [f"{at:%d %H:%M}" for at in table["Session"]] == ["03 08:00", "02 08:00"]
    assert [*table["After"]] == [2, 3]
    assert [*table["Not counted"].fillna("")] == ["", "late"]


def test_a_session_can_be_corrected(progress, keep, record):
    keep(0, after=3, note="old")
    screen = look_at(progress(), "Last session")
    fill_in(screen, Before="8", After="1", Note="new").press("Save changes")
    stored = only(record)
    assert (stored.before, stored.after, stored.note) == (8, 1, "new")


def test_a_rating_that_was_not_given_can_be_taken_out(progress, keep, record):
    keep(0, after=3)
    fill_in(look_at(progress(), "Last session"), After="not rated").press("Save changes")
    assert only(record).after is None


def test_the_chosen_session_is_the_one_that_is_corrected(progress, keep, record):
    keep(0, before=6)
    keep(1, before=7)
    screen = look_at(progress(), "Last session")
    older = sessions_offered(screen)[1]
    fill_in(pick(screen, "Session", older), Before="2").press("Save changes")
    assert [stored.before for stored in sessions.sessions(record)] == [2, 7]


def test_two_sessions_in_one_minute_can_both_be_chosen(progress, keep):
    keep(0)
    keep(0.0001)
    screen = look_at(progress(), "Last session")
    assert len(set(sessions_offered(screen))) == 2


def test_deleting_needs_a_deliberate_tick(progress, keep, record):
    keep(0)
    screen = look_at(progress(), "Last session")
    (button,) = [element for element in screen.app.button if element.label == "Delete session"]
    assert button.disabled
    assert only(record).status is SessionStatus.SAVED


def test_a_session_is_deleted_after_it_was_confirmed(progress, keep, record):
    keep(0)
    keep(1, before=7)
    screen = look_at(progress(), "Last session").tick("Yes, delete it").press("Delete session")
    assert only(record).before == 6
    assert not screen.app.checkbox[0].value


def test_deleting_a_session_twice_does_not_delete_the_next_one(progress, keep, record):
    gone = keep(0)
    keep(-1)
    screen = look_at(progress(), "Last session").tick("Yes, delete it")
    sessions.delete(record, gone)
    screen.press("Delete session")
    assert len(sessions.sessions(record)) == 1
    assert not screen.app.exception
