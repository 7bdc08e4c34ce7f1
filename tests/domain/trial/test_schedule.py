"""Where a trial stands after the sessions a person has saved."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.routine.definitions import Plan, Segment, Step
from kneeapp.domain.routine.sessions import Session, TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import Trial, slots
from kneeapp.domain.trial.schedule import attempts, trial_schedule
from tests.domain.rating_factory import START, a_session, unhurried
from tests.domain.trial.test_design import a_trial

TRIAL = replace(a_trial(), drawn_at=START)

TEN_MINUTES = Step(
    kind="rest",
    title="Rest",
    cue="c",
    spoken="s",
    pose="walk",
    segments=(Segment(kind="rest", ms=600_000),),
)


def made(n: int, *, trial: Trial = TRIAL, day: float | None = None, **session: object) -> Session:
    """The session for the place number `n`, one a day unless `day` says otherwise."""
    pair, place = divmod(n, 2)
    usual = {"day": n if day is None else day, "number": n + 1, **session}
    return replace(a_session(**usual), trial=TrialPlace(trial.id, pair, place))  # type: ignore[arg-type]


def a_rest(lasted: timedelta, **session: object) -> Session:
    plan = Plan(routine="rest", version="1", steps=(TEN_MINUTES,))
    rested = made(0, areas=(), **session)
    return replace(rested, plan=plan, ended_at=rested.started_at + lasted)


def test_a_new_trial_may_begin_at_once() -> None:
    begun = trial_schedule(TRIAL, [])
    assert (begun.done, begun.sessions) == (0, 10)
    assert begun.open(START) == slots(TRIAL)[0]


def test_the_next_session_waits_until_the_day_after() -> None:
    after_one = trial_schedule(TRIAL, [made(0)])
    assert after_one.open(START + timedelta(hours=17)) is None
    assert after_one.open(START + timedelta(hours=18)) == slots(TRIAL)[1]
    assert after_one.open(START + timedelta(days=40)) == slots(TRIAL)[1]


def test_a_session_outside_the_trial_delays_the_next_and_fills_no_slot() -> None:
    outside = a_session(day=1, number=9)
    stands = trial_schedule(TRIAL, [made(0), outside])
    assert stands.done == 1
    assert stands.open(outside.started_at + timedelta(hours=5)) is None
    assert stands.open(outside.started_at + timedelta(hours=6)) == slots(TRIAL)[1]


def test_sessions_of_another_trial_or_the_other_knee_do_not_count() -> None:
    other = made(0, trial=replace(TRIAL, id=a_session(number=99).id))
    assert attempts(TRIAL, [other, made(1, knee=Side.RIGHT), a_session(number=7)]) == ()


def test_a_deleted_session_frees_only_its_own_slot() -> None:
    stands = trial_schedule(TRIAL, [made(1), made(2)])
    assert stands.done == 2
    assert stands.open(START + timedelta(days=9)) == slots(TRIAL)[0]


def test_a_session_that_does_not_count_is_repeated() -> None:
    stands = trial_schedule(TRIAL, [made(0, late=True), made(0, day=1, number=5)])
    assert [attempt.effect.left_out for attempt in stands.attempts] == [ExclusionReason.LATE, None]
    assert stands.done == 1


def test_a_rest_counts_only_if_it_lasted() -> None:
    (attempt,) = attempts(TRIAL, [a_rest(timedelta(minutes=11))])
    (skipped,) = attempts(TRIAL, [a_rest(timedelta(minutes=1))])
    (harmed,) = attempts(TRIAL, [a_rest(timedelta(minutes=1), before=4, after=7)])
    assert (attempt.effect.left_out, skipped.effect.left_out) == (None, ExclusionReason.SHORT)
    assert harmed.effect.left_out is None, "harm is never left out"


def test_a_session_stopped_for_pain_fills_its_slot_as_not_better_in_either_arm() -> None:
    left = made(0, after=None, worked_s=5, stop_reason="sharp")
    stands = trial_schedule(TRIAL, [left])
    assert [(attempt.effect.points, attempt.effect.left_out) for attempt in stands.attempts] == [
        (0, None)
    ]
    assert stands.done == 1
    rested = replace(a_rest(timedelta(minutes=1), after=None), stop_reason="danger")
    (attempt,) = attempts(TRIAL, [rested])
    assert (attempt.effect.points, attempt.effect.left_out) == (0, None)


def test_the_test_move_is_that_of_the_first_session() -> None:
    assert trial_schedule(TRIAL, []).move is None
    sessions = [made(0, test_move="step_down"), made(1, test_move="squats")]
    assert trial_schedule(TRIAL, sessions).move == "step_down"


def test_nothing_is_due_once_every_slot_is_filled() -> None:
    stands = trial_schedule(TRIAL, [made(n) for n in range(10)])
    assert (stands.due, stands.done) == (None, 10)


@unhurried
@given(st.permutations(range(10)), st.integers(0, 10))
def test_the_order_of_storage_changes_nothing(order: list[int], count: int) -> None:
    sessions = [made(n) for n in range(count)]
    shuffled = [made(n) for n in order if n < count]
    one, other = trial_schedule(TRIAL, sessions), trial_schedule(TRIAL, shuffled)
    assert (one.done, one.due) == (other.done, other.due)
