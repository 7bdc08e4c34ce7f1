"""What a session's events come to."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.event_replay import (
    completed_session,
    effective_stop,
    steps_done,
    stop_rating,
)
from kneeapp.domain.routine.sessions import SessionStatus, StepDone, StressOff
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.routine.timeline import Ending, EventKind, ending, in_order
from tests.domain.event_factory import (
    START_MS,
    STARTED,
    Player,
    a_plan,
    a_session,
    plays,
    release,
)


def folded(player: Player) -> tuple[StepDone, ...]:
    return steps_done(player.plan, player.events)


def test_events_before_the_start_count_for_nothing() -> None:
    assert [step.worked_s for step in steps_done(a_plan(), [])] == [0, 0]


def test_only_steps_that_work_on_an_area_are_recorded() -> None:
    assert [step.n for step in folded(Player().tap(EventKind.START).wait(300))] == [0, 1]


def test_finding_the_spot_and_breathing_do_not_count() -> None:
    left, right = folded(Player().tap(EventKind.START).wait(300))
    assert (left.worked_s, left.planned_s) == (120, 120)
    assert (right.worked_s, right.planned_s) == (60, 60)


def test_a_step_counts_up_to_where_it_was_skipped() -> None:
    left, right = folded(Player().tap(EventKind.START).wait(40).tap(EventKind.SKIP).wait(10))
    assert (left.worked_s, right.worked_s) == (30, 0)


def test_a_pause_does_not_count() -> None:
    player = (
        Player()
        .tap(EventKind.START)
        .wait(20)
        .tap(EventKind.PAUSE)
        .wait(500)
        .tap(EventKind.RESUME)
        .wait(15)
    )
    assert folded(player.tap(EventKind.PAUSE))[0].worked_s == 25


def test_time_repeated_with_back_counts_once() -> None:
    player = (
        Player().tap(EventKind.START).wait(40).tap(EventKind.BACK).wait(35).tap(EventKind.PAUSE)
    )
    assert folded(player)[0].worked_s == 30


def test_time_rolled_while_away_is_unattended_and_not_counted() -> None:
    player = Player().tap(EventKind.START).wait(30).back_after(70, kept_rolling=True).wait(10)
    left, _ = folded(player.tap(EventKind.PAUSE))
    assert (left.worked_s, left.unattended_s) == (30, 65)


def test_resuming_where_the_session_was_left_adds_no_unattended_time() -> None:
    player = Player().tap(EventKind.START).wait(30).back_after(500, kept_rolling=False).wait(10)
    left, _ = folded(player.tap(EventKind.PAUSE))
    assert (left.worked_s, left.unattended_s) == (30, 0)


def test_unattended_time_repeated_with_attention_counts() -> None:
    player = Player().tap(EventKind.START).wait(20).back_after(61, kept_rolling=True)
    left, _ = folded(player.tap(EventKind.BACK).wait(135))
    assert (left.worked_s, left.unattended_s) == (120, 0)


def test_a_report_of_a_device_that_missed_a_pause_does_not_count() -> None:
    first = Player().tap(EventKind.START).wait(20)
    second = Player(client="b", now_ms=first.now_ms, anchor=first.anchor)
    first.tap(EventKind.PAUSE).wait(200).tap(EventKind.RESUME).wait(1)
    second.wait(190)
    left, _ = steps_done(
        first.plan, first.events + second.events + first.tap(EventKind.PAUSE).events
    )
    assert left.worked_s == 11


def test_the_trace_holds_the_rating_in_force_every_five_seconds_of_work() -> None:
    player = Player().tap(EventKind.START).wait(10).tap(EventKind.TENDERNESS, 7)
    player.wait(8).tap(EventKind.TENDERNESS, 4).wait(7)
    left, _ = folded(player.tap(EventKind.PAUSE))
    assert left.trace == (7, 4, 4)


def test_time_without_rating_or_work_is_a_gap_in_the_trace() -> None:
    player = Player().tap(EventKind.START).wait(15).back_after(65, kept_rolling=True)
    player.tap(EventKind.TENDERNESS, 5).wait(10)
    left, _ = folded(player.tap(EventKind.PAUSE))
    assert left.trace[0] is None
    assert left.trace[5] is None
    assert left.trace[-1] == 5


@given(plays())
def test_no_more_is_counted_than_was_planned_or_than_time_passed(player: Player) -> None:
    steps = folded(player)
    assert all(0 <= step.worked_s + step.unattended_s <= step.planned_s for step in steps)
    passed = (player.now_ms - START_MS) / 1000
    assert sum(step.worked_s + step.unattended_s for step in steps) <= passed


@given(plays(), st.randoms())
def test_the_order_of_arrival_does_not_matter(player: Player, chance: object) -> None:
    shuffled = list(player.events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert steps_done(player.plan, shuffled) == folded(player)


@given(plays())
def test_every_rating_in_a_trace_was_given(player: Player) -> None:
    given_ = {event.value for event in player.events if event.kind is EventKind.TENDERNESS}
    assert all(value is None or value in given_ for step in folded(player) for value in step.trace)


def test_saving_replays_the_events_and_keeps_the_recheck() -> None:
    player = Player().tap(EventKind.START).wait(300)
    session = completed_session(
        a_session(),
        player.events,
        now=STARTED + timedelta(minutes=6),
        after=2,
        stress_off=StressOff.YES,
        note="easier",
    )
    assert session.status is SessionStatus.SAVED
    assert session.relief == 3
    assert session.ended_at == in_order(player.events)[-1].at
    assert (session.stress_off, session.note, session.late) == (StressOff.YES, "easier", False)
    assert session.stop_reason is None


def test_a_recheck_after_a_quarter_of_an_hour_is_late() -> None:
    player = Player().tap(EventKind.START).wait(300)
    end = in_order(player.events)[-1].at
    in_time = completed_session(
        a_session(), player.events, now=end + timedelta(minutes=15), after=2
    )
    too_late = completed_session(
        a_session(), player.events, now=end + timedelta(minutes=15, seconds=1), after=2
    )
    assert (in_time.late, too_late.late) == (False, True)


def test_a_session_saved_without_a_recheck_has_no_relief_and_is_not_late() -> None:
    player = Player().tap(EventKind.START).wait(300)
    session = completed_session(
        a_session(), player.events, now=STARTED + timedelta(days=1), after=None
    )
    assert (session.relief, session.after_at, session.late) == (None, None, False)


def test_the_reason_for_stopping_is_kept() -> None:
    player = Player().tap(EventKind.START).wait(40).tap(EventKind.PAUSE).tap(EventKind.STOP, "numb")
    session = completed_session(
        a_session(), player.events, now=STARTED + timedelta(minutes=1), after=None
    )
    assert session.stop_reason == "numb"
    assert not session.complete


def test_a_stop_reason_that_was_taken_back_does_not_count() -> None:
    player = (
        Player().tap(EventKind.START).wait(40).tap(EventKind.PAUSE).tap(EventKind.STOP, "danger")
    )
    assert ending(player.plan, player.events) is Ending.STOPPED
    player.tap(EventKind.PAUSE)
    assert ending(player.plan, player.events) is None
    assert effective_stop(player.events) is None
    player.tap(EventKind.RESUME).wait(5).tap(EventKind.STOP, "numb")
    told = effective_stop(player.events)
    assert told
    assert told.value == "numb"


def test_another_device_cannot_take_back_a_stop_reason() -> None:
    player = Player().tap(EventKind.START).wait(40).tap(EventKind.STOP, "danger")
    told = player.events[-1]
    other = told.model_copy(
        update={
            "client": "other",
            "seq": 9,
            "kind": EventKind.PAUSE,
            "value": None,
            "at_ms": told.at_ms,
        }
    )
    assert effective_stop([*player.events, other]) == told


def test_a_stretch_is_timed_and_has_no_trace() -> None:
    pressed, *others = a_plan().steps
    stretched = pressed.model_copy(update={"kind": "move", "tool": "body"})
    player = Player(plan=a_plan().model_copy(update={"steps": (stretched, *others)}))
    [left, _] = folded(player.tap(EventKind.START).wait(20).tap(EventKind.TENDERNESS, 5).wait(300))
    assert (left.tool, left.worked_s, left.trace) == ("body", 120, ())
    assert (left.first_half_minute, left.last_half_minute) == (None, None)


def stopped_at(player: Player, rating: int | None, reason: str = "knee_worse") -> Player:
    """The stop sheet: a reason, and the number that it asks for."""
    player.tap(EventKind.PAUSE)
    if rating is not None:
        player.tap(EventKind.RATING, rating)
    return player.wait(2).tap(EventKind.STOP, reason)


def test_a_rating_on_the_stop_sheet_is_the_second_rating() -> None:
    player = stopped_at(Player().tap(EventKind.START).wait(40), 8)
    given_at = next(event.at for event in player.events if event.kind is EventKind.RATING)
    late = STARTED + timedelta(days=1)
    session = completed_session(a_session(), player.events, now=late, after=None)
    assert stop_rating(player.events) == 8
    assert (session.after, session.relief, session.stop_reason) == (8, -3, "knee_worse")
    assert (session.after_at, session.late) == (given_at, False)
    assert completed_session(a_session(), player.events, now=late, after=8) == session


def test_no_other_stop_has_a_second_rating() -> None:
    for player in (
        stopped_at(Player().tap(EventKind.START).wait(40), 8, "sharp"),
        stopped_at(Player().tap(EventKind.START).wait(40), None),
    ):
        assert stop_rating(player.events) is None
        session = completed_session(
            a_session(), player.events, now=STARTED + timedelta(minutes=2), after=None
        )
        assert (session.after, session.after_at) == (None, None)


def test_a_stop_rating_that_was_taken_back_does_not_count() -> None:
    player = Player().tap(EventKind.START).wait(20).tap(EventKind.PAUSE).tap(EventKind.RATING, 9)
    player.wait(5).tap(EventKind.RESUME).wait(20)
    assert stop_rating(stopped_at(player, None).events) is None
    again = Player().tap(EventKind.START).wait(20).tap(EventKind.PAUSE).tap(EventKind.RATING, 9)
    assert stop_rating(stopped_at(again, 6).events) == 6


def by_ease(*, work_s: int = 285) -> Plan:
    step = release(("find", 10), ("work", work_s)).model_copy(update={"by_ease": True})
    return Plan(routine="r", version="1", steps=(step,))


def test_spots_are_kept_with_their_time_to_ease_and_the_highest_tenderness() -> None:
    player = Player(by_ease()).tap(EventKind.START).wait(15).tap(EventKind.TENDERNESS, 5)
    player.wait(15).tap(EventKind.TENDERNESS, 7).wait(30).tap(EventKind.EASED)
    player.wait(30).tap(EventKind.PAUSE).wait(500).tap(EventKind.RESUME).wait(20).tap(
        EventKind.STOP
    )
    [step] = steps_done(player.plan, player.events)
    assert step.spots == (
        Spot(start_s=0, worked_s=50, eased=True, first=5, highest=7),
        Spot(start_s=60, worked_s=40, eased=False),
    )


def test_of_a_step_done_again_the_spots_of_the_last_time_are_kept() -> None:
    player = Player(by_ease()).tap(EventKind.START).wait(40).tap(EventKind.EASED).wait(100)
    player.tap(EventKind.BACK).wait(30).tap(EventKind.EASED).wait(5).tap(EventKind.STOP)
    [step] = steps_done(player.plan, player.events)
    assert step.spots == (Spot(start_s=0, worked_s=20, eased=True),)


def test_where_the_clock_leads_no_spots_are_kept() -> None:
    player = Player().tap(EventKind.START).wait(30).tap(EventKind.EASED).wait(300)
    assert [step.spots for step in steps_done(player.plan, player.events)] == [(), ()]


def test_spots_left_early_leave_the_dose_whole() -> None:
    player = Player(by_ease(work_s=100)).tap(EventKind.START)
    for _ in range(3):
        player.wait(25).tap(EventKind.EASED)
    player.wait(40)
    [step] = steps_done(player.plan, player.events)
    assert step.worked_s == 100
