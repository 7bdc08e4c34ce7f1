from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from uuid6 import uuid7

from kneeapp.domain.areas import Area
from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.eligibility import ExclusionReason, SessionEffect, session_effects
from kneeapp.domain.evidence.progress import RatingChange, RatingPair, Tally, Window
from kneeapp.domain.routine.definitions import Choice, Preset
from kneeapp.domain.routine.sessions import Session, StepDone
from kneeapp.domain.sides import Side
from tests.store.builders import MONDAY, PLAN, a_session, finished

BERLIN = ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")

saved_sessions = st.builds(
    lambda day, hour, before, after, knee: finished(
        a_session(
            id=uuid7(),
            started_at=MONDAY + timedelta(days=day, hours=hour),
            before=before,
            knee=knee,
        ),
        after=after,
    ),
    day=st.integers(0, 40),
    hour=st.integers(0, 15),
    before=st.integers(0, 10),
    after=st.none() | st.integers(0, 10),
    knee=st.sampled_from(Side),
)


def a_step(**different: object) -> StepDone:
    usual = {
        "n": 0,
        "area": Area.GLUTEUS_MEDIUS,
        "side": Side.LEFT,
        "tool": "ball",
        "planned_s": 285,
        "worked_s": 285,
        "trace": (7,) * 6 + (5,) * 6,
    }
    return StepDone(**{**usual, **different})


def done(*steps: StepDone, **different: object) -> Session:
    return finished(a_session(), steps=steps or (a_step(),), **different)


def reliefs(sessions: Iterable[Session]) -> dict[UUID, SessionEffect]:
    sessions = list(sessions)
    return {
        key: effect for knee in Side for key, effect in session_effects(sessions, knee=knee).items()
    }


def on(day: date, hour: int = 12, **different: object) -> Session:
    return finished(
        a_session(started_at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC)), **different
    )


def test_a_rating_that_fell_has_eased_and_one_that_rose_is_worse():
    moves = [(6, 3), (6, 6), (6, 8), (6, None)]
    assert [RatingPair(MONDAY, before, after).change for before, after in moves] == [
        RatingChange.EASED,
        RatingChange.SAME,
        RatingChange.WORSE,
        None,
    ]


def test_two_means_within_half_a_point_count_as_the_same():
    assert RatingPair(MONDAY, 5.4, 5.0).change is RatingChange.SAME
    assert RatingPair(MONDAY, 5.5, 5.0).change is RatingChange.EASED
    assert RatingPair(MONDAY, 5.0, 5.5).change is RatingChange.WORSE


def test_a_pair_carries_the_reason_why_its_session_does_not_count():
    sessions = [on(date(2026, 3, 2)), on(date(2026, 3, 4), late=True)]
    pairs = progress.knee_pairs(sessions, reliefs(sessions), BERLIN)
    assert [pair.left_out for pair in pairs] == [None, ExclusionReason.LATE]


def test_the_tally_leaves_out_what_does_not_count():
    pairs = [
        RatingPair(MONDAY, 6, 3),
        RatingPair(MONDAY, 6, 2, ExclusionReason.SHORT),
        RatingPair(MONDAY, 6, 6),
        RatingPair(MONDAY, 6, 9),
        RatingPair(MONDAY, 6, None),
    ]
    assert progress.tally(pairs) == Tally(eased=1, same=1, worse=1, left_out=2)


def test_only_saved_sessions_of_the_chosen_knee_and_preset_are_shown():
    short = Choice(preset=Preset.SHORT)
    wanted = finished(a_session(knee=Side.RIGHT, choice=short))
    others = [
        finished(a_session(knee=Side.LEFT, choice=short)),
        finished(a_session(knee=Side.RIGHT)),
        a_session(knee=Side.RIGHT, choice=short),
    ]
    assert progress.select_sessions([*others, wanted], knee=Side.RIGHT, preset=Preset.SHORT) == (
        wanted,
    )
    assert len(progress.select_sessions([*others, wanted])) == 3


def test_routines_are_selected_one_at_a_time_and_rest_is_not_a_routine():
    release = finished(a_session())
    ankle, rest = (
        finished(a_session(plan=plan))
        for plan in (
            PLAN.model_copy(update={"routine": "ankle"}),
            PLAN.model_copy(update={"routine": "rest", "steps": PLAN.steps[-1:]}),
        )
    )
    everything = [rest, ankle, release]
    assert progress.select_sessions(everything, routine="ankle") == (ankle,)
    assert sorted(session.id for session in progress.select_sessions(everything)) == sorted(
        [ankle.id, release.id]
    )


def test_a_window_begins_and_ends_with_the_persons_own_day():
    window = Window(date(2026, 3, 2), date(2026, 3, 2))
    late_evening = on(date(2026, 3, 1), hour=22)
    in_auckland = progress.within([late_evening], window, AUCKLAND)
    in_berlin = progress.within([late_evening], window, BERLIN)
    assert (in_auckland, in_berlin) == ((late_evening,), ())


def test_the_day_the_clocks_change_is_as_long_as_it_is():
    day = date(2026, 3, 29)
    since, until = Window(day, day).bounds(BERLIN)
    assert until.astimezone(UTC) - since.astimezone(UTC) == timedelta(hours=23)


def test_twelve_weeks_are_whole_weeks_with_todays_as_the_last():
    sunday = date(2026, 3, 8)
    window = progress.last_weeks(12, sunday)
    assert window == Window(date(2025, 12, 15), sunday)
    assert window.whole_weeks() == window


def test_a_week_without_a_session_between_two_others_is_shown_empty():
    sessions = [on(date(2026, 2, 11)), on(date(2026, 2, 12)), on(date(2026, 2, 24))]
    window = progress.last_weeks(12, date(2026, 3, 3))
    weeks = progress.weeks(sessions, window, BERLIN, today=date(2026, 3, 3))
    assert [(week.monday.day, week.sessions, week.open) for week in weeks] == [
        (9, 2, False),
        (16, 0, False),
        (23, 1, False),
        (2, 0, True),
    ]


def test_sessions_outside_the_weeks_of_the_window_are_not_counted():
    sessions = [on(date(2026, 2, 8)), on(date(2026, 2, 11)), on(date(2026, 3, 10))]
    window = Window(date(2026, 2, 12), date(2026, 2, 17))
    weeks = progress.weeks(sessions, window, BERLIN, today=date(2026, 3, 10))
    assert [(week.monday.day, week.sessions) for week in weeks] == [(9, 1), (16, 0)]


def test_a_session_on_sunday_night_belongs_to_the_week_of_the_persons_own_clock():
    session = on(date(2026, 3, 1), hour=22)
    window = progress.last_weeks(2, date(2026, 3, 3))
    for zone, expected in ((BERLIN, [1, 0]), (AUCKLAND, [1])):
        weeks = progress.weeks([session], window, zone, today=date(2026, 3, 3))
        assert [week.sessions for week in weeks] == expected


def test_no_session_at_all_is_one_empty_week():
    window = progress.last_weeks(12, date(2026, 3, 3))
    weeks = progress.weeks([], window, BERLIN, today=date(2026, 3, 3))
    assert [(week.sessions, week.open) for week in weeks] == [(0, True)]


def test_tenderness_compares_the_first_with_the_last_half_minute_of_one_spot():
    other = a_step(area=Area.ILIOTIBIAL_BAND, trace=(1,) * 20)
    session = done(a_step(), other)
    (pair,) = progress.tenderness_pairs([session], BERLIN, Area.GLUTEUS_MEDIUS, Side.LEFT)
    assert (pair.before, pair.after) == (7, 5)
    assert progress.tenderness_pairs([session], BERLIN, Area.GLUTEUS_MEDIUS, Side.RIGHT) == ()


def test_a_spot_rated_for_less_than_a_minute_has_no_last_half_minute():
    (pair,) = progress.tenderness_pairs(
        [done(a_step(trace=(4, 4, 4)))], BERLIN, Area.GLUTEUS_MEDIUS, Side.LEFT
    )
    assert (pair.before, pair.after) == (4, None)


def test_a_spot_that_was_never_rated_is_left_out():
    session = done(a_step(trace=(None, None)))
    assert progress.tenderness_pairs([session], BERLIN, Area.GLUTEUS_MEDIUS, Side.LEFT) == ()
    assert progress.rated_steps(session) == ()


def test_times_are_in_the_persons_time_zone():
    sessions = [on(date(2026, 3, 2), hour=23)]
    (pair,) = progress.knee_pairs(sessions, reliefs(sessions), BERLIN)
    assert f"{pair.at:%Y-%m-%d %H:%M}" == "2026-03-03 00:00"


def test_test_moves_are_named_once_in_the_order_of_their_first_use():
    moves = ["squat", "step_down", "squat"]
    assert progress.rated_moves([a_session(test_move=move) for move in moves]) == (
        "squat",
        "step_down",
    )


@given(st.lists(saved_sessions, max_size=30), st.randoms(use_true_random=False))
def test_the_order_in_which_sessions_are_read_changes_nothing(sessions, random):
    window = progress.last_weeks(12, date(2026, 4, 12))
    shuffled = random.sample(sessions, len(sessions))

    def shown(some):
        chosen = progress.select_sessions(some)
        return (
            progress.knee_pairs(chosen, reliefs(some), BERLIN),
            progress.tally(progress.knee_pairs(chosen, reliefs(some), BERLIN)),
            progress.weeks(some, window, BERLIN, today=window.last),
        )

    assert shown(shuffled) == shown(sessions)


@given(st.lists(saved_sessions, max_size=30))
def test_every_session_is_in_exactly_one_week_and_one_count(sessions):
    window = progress.last_weeks(12, date(2026, 4, 19))
    weeks = progress.weeks(sessions, window, BERLIN, today=window.last)
    counted = progress.tally(progress.knee_pairs(sessions, reliefs(sessions), BERLIN))
    assert sum(week.sessions for week in weeks) == len(sessions)
    assert counted.counted + counted.left_out == len(sessions)


def test_a_session_stopped_for_pain_is_never_better():
    moves = [(6, 3), (6, 6), (6, 8), (6, None)]
    assert [RatingPair(MONDAY, *move, harmed=True).change for move in moves] == [
        RatingChange.SAME,
        RatingChange.SAME,
        RatingChange.WORSE,
        RatingChange.SAME,
    ]


def test_the_areas_pressed_are_named_once_and_standing_is_none():
    assert progress.pressed_areas([done(), done()]) == (Area.GLUTEUS_MEDIUS,)
    assert progress.pressed_areas([]) == ()


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31))), st.integers(0, 200))
def test_a_chart_begins_with_its_first_entry_and_loses_none(days, length):
    window = Window(date(2026, 5, 1), date(2026, 5, 1) + timedelta(days=length))
    shown = progress.from_first(window, days)
    inside = [day for day in days if window.first <= day <= window.last]
    assert window.first <= shown.first <= shown.last == window.last
    assert all(shown.first <= day for day in inside)
    covered = (shown.last - shown.first).days + 1
    assert covered >= min(progress.LEAST_DAYS, length + 1)
    assert covered == min(progress.LEAST_DAYS, length + 1) or shown.first in inside


def test_tenderness_of_a_side_is_the_mean_over_its_spots_rated_to_the_end():
    def spot(area, side, first, last):
        trace = (first,) * 6 + (last,) * 6 if last is not None else (first,)
        return StepDone(0, area, side, "ball", 95, 95, trace=trace)

    whole = (
        spot(Area.GLUTEUS_MEDIUS, Side.LEFT, 6, 4),
        spot(Area.ILIOTIBIAL_BAND, Side.LEFT, 4, 4),
        spot(Area.ILIOTIBIAL_BAND, Side.RIGHT, 9, 9),
    )
    short = (spot(Area.GLUTEUS_MEDIUS, Side.LEFT, 7, None),)
    every = (whole, short, ())
    sessions = [finished(a_session(started_at=MONDAY), steps=steps) for steps in every]
    first, second = progress.side_tenderness(sessions, UTC, Side.LEFT)
    assert (first.before, first.after) == (5, 4)
    assert (second.before, second.after) == (7, None)
