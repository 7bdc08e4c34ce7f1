"""Today's exercises and this week's days."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.programme.definitions import Trains
from kneeapp.domain.programme.exercise_selection import (
    Needs,
    Picked,
    excluded_exercises,
    select_exercises,
    weights,
)
from kneeapp.domain.programme.training_log import Break, BreakWhy
from kneeapp.domain.programme.week import done_in_week, week
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.screening.driver_ranking import RankedDriver
from tests.domain.training_factory import MONDAY, history, trained

PROGRAMME = content.programme()
DRIVERS = [driver.id for driver in content.questionnaire().drivers]
CAUTIONS = [rule.id for rule in content.questionnaire().cautions]
PHASE_IDS = [phase.id for phase in PROGRAMME.phases]
EVERY_PHASE = pytest.mark.parametrize("phase", PHASE_IDS)


def ids(picked: tuple[Picked, ...]) -> list[str]:
    return [entry.exercise.id for entry in picked]


def ranked(driver: str, points: int) -> RankedDriver:
    return RankedDriver(driver, driver, points, (), "", "", None, None)


def test_a_release_that_helps_raises_its_driver_and_one_ruled_out_lowers_nothing() -> None:
    ranking = [ranked("lateral_hip", 2), ranked("ankle", 7)]
    assert weights(ranking) == {"lateral_hip": 0.2, "ankle": 0.7}
    assert weights(ranking, {"lateral_hip": Outcome.HELPS, "ankle": Outcome.HELPS}) == {
        "lateral_hip": 0.5,
        "ankle": 0.7,
    }
    assert weights(ranking, {"ankle": Outcome.RULED_OUT}) == weights(ranking)


@EVERY_PHASE
def test_a_session_holds_what_its_phase_says(phase: str) -> None:
    picked = select_exercises(PROGRAMME, phase, Needs())
    kinds = Counter(entry.exercise.trains for entry in picked)
    assert kinds == PROGRAMME.phase(phase).session
    assert all(phase in entry.exercise.phases for entry in picked)
    assert all(entry.selected_for is None for entry in picked)


@EVERY_PHASE
def test_exercises_for_a_weak_hip_come_first(phase: str) -> None:
    first = select_exercises(PROGRAMME, phase, Needs({"lateral_hip": 0.6, "ankle": 0.2}))[0]
    assert (first.exercise.trains, first.selected_for) == (Trains.HIP, "lateral_hip")


def test_the_first_driver_gets_one_exercise_more() -> None:
    usual = sum(PROGRAMME.phase("control").session.values())
    assert len(select_exercises(PROGRAMME, "control", Needs({"lateral_hip": 0.6}))) == usual + 1


def test_a_limb_short_at_the_ankle_gets_balance_even_where_the_phase_has_none() -> None:
    picked = select_exercises(PROGRAMME, "activate", Needs({"ankle": 0.7}))
    assert picked[0].exercise.id == "knee_to_wall"
    assert "single_leg_stance" in ids(picked)


KIND_IDS = [kind.id for kind in content.questionnaire().kinds]


@pytest.mark.parametrize("kind", KIND_IDS)
@EVERY_PHASE
def test_the_plan_follows_what_comes_first_for_a_kind_of_knee_pain(phase: str, kind: str) -> None:
    named = {exercise.id for exercise in PROGRAMME.of(phase) if kind in exercise.kinds}
    picked = select_exercises(PROGRAMME, phase, Needs(kinds={kind: 0.8}))
    followed = [entry for entry in picked if entry.selected_for == kind]
    assert followed
    assert {entry.exercise.id for entry in followed} <= named


def test_of_two_exercises_for_a_kind_the_driver_decides() -> None:
    kinds = {"kneecap": 0.8}
    usual = ids(select_exercises(PROGRAMME, "control", Needs(kinds=kinds)))
    ankle = ids(select_exercises(PROGRAMME, "control", Needs({"hip_flexors": 0.7}, kinds)))
    assert "step_up" in usual
    assert "split_squat" in ankle


def test_osteoarthritis_trains_getting_up_from_a_chair_from_the_first_session_on() -> None:
    picked = ids(select_exercises(PROGRAMME, "activate", Needs(kinds={"osteoarthritis": 0.9})))
    assert {"sit_to_stand", "quad_set"} & set(picked)
    assert "seated_knee_extension" in picked or "sit_to_stand" in picked


@pytest.mark.parametrize("caution", PROGRAMME.hold_on_for)
def test_who_may_fall_gets_each_standing_exercise_with_a_hold(caution: str) -> None:
    needs = Needs(cautions=frozenset({caution}), closed=frozenset({Family.ONE_LEG}))
    for entry in select_exercises(PROGRAMME, "strengthen", needs):
        assert entry.hold_on == (entry.exercise.hold_on or "")
        assert entry.hold_on or entry.exercise.family is not Family.STANDING
    assert not any(entry.hold_on for entry in select_exercises(PROGRAMME, "strengthen", Needs()))


def test_a_driver_below_the_threshold_does_not_shape_sessions() -> None:
    picked = select_exercises(PROGRAMME, "control", Needs({"ankle": 0.2}))
    assert len(picked) == sum(PROGRAMME.phase("control").session.values())
    assert all(entry.selected_for is None for entry in picked)


def test_other_exercises_take_turns_within_a_week() -> None:
    done: Counter[str] = Counter()
    for _ in range(3):
        done.update(ids(select_exercises(PROGRAMME, "strengthen", Needs(done=done))))
    thigh = [
        exercise.id for exercise in PROGRAMME.of("strengthen") if exercise.trains is Trains.THIGH
    ]
    assert done["half_squat"] == 3
    assert sorted(done[name] for name in thigh if name != "half_squat")[-3:] == [1, 1, 1]


@EVERY_PHASE
@pytest.mark.parametrize("driver", [None, *DRIVERS])
def test_each_session_from_the_first_on_holds_what_the_aim_of_its_phase_says(
    phase: str, driver: str | None
) -> None:
    anchors = PROGRAMME.phase(phase).anchors
    done: Counter[str] = Counter()
    for _ in range(3):
        drivers = {driver: 0.8} if driver else {}
        picked = ids(select_exercises(PROGRAMME, phase, Needs(drivers, done=done)))
        done.update(picked)
        assert all(set(names) & set(picked) for names in anchors.values())


def test_a_weak_thigh_gets_a_step_or_a_split_squat_on_one_leg() -> None:
    picked = ids(select_exercises(PROGRAMME, "control", Needs({"weakness": 0.7})))
    assert {"step_up", "lateral_step_down", "split_squat"} & set(picked)


def test_with_one_leg_exercises_closed_the_nearest_load_that_is_open_comes_first() -> None:
    needs = Needs({"weakness": 0.7}, closed=frozenset({Family.ONE_LEG}))
    assert ids(select_exercises(PROGRAMME, "control", needs))[0] == "half_squat"


@EVERY_PHASE
@given(
    st.permutations(PROGRAMME.exercises),
    st.dictionaries(st.sampled_from(DRIVERS), st.sampled_from((0.2, 0.5, 0.8))),
    st.dictionaries(st.sampled_from([one.id for one in PROGRAMME.exercises]), st.integers(0, 2)),
)
def test_the_order_of_the_file_decides_nothing(phase, shuffled, drivers, done) -> None:
    needs = Needs(drivers, done=done)
    other = PROGRAMME.model_copy(update={"exercises": tuple(shuffled)})
    assert set(ids(select_exercises(other, phase, needs))) == set(
        ids(select_exercises(PROGRAMME, phase, needs))
    )


def test_an_exercise_is_not_done_on_more_days_than_it_allows() -> None:
    full = {
        exercise.id: exercise.days_a_week
        for exercise in PROGRAMME.exercises
        if exercise.id != "calf_raise"
    }
    assert ids(select_exercises(PROGRAMME, "return", Needs(done=full))) == ["calf_raise"]


def test_a_caution_excludes_an_exercise_or_adds_a_note() -> None:
    needs = Needs(cautions=frozenset({"heart", "no_floor"}))
    out = excluded_exercises(PROGRAMME, needs.cautions)
    assert list(out) == ["wall_squat"]
    assert "blood pressure" in out["wall_squat"].words
    picked = select_exercises(PROGRAMME, "activate", needs)
    said = {minding.words for entry in picked for minding in entry.minding}
    assert "Do it on a firm bed instead." in said


def test_a_halved_session_has_half_the_sets() -> None:
    whole = select_exercises(PROGRAMME, "strengthen", Needs())
    half = select_exercises(PROGRAMME, "strengthen", Needs(), halved=True)
    assert ids(half) == ids(whole)
    assert all(
        less.dose.sets == (more.dose.sets + 1) // 2 for less, more in zip(half, whole, strict=True)
    )


@EVERY_PHASE
@pytest.mark.parametrize("family", Family)
def test_a_family_that_a_finding_closes_is_not_trained(phase: str, family: Family) -> None:
    picked = select_exercises(PROGRAMME, phase, Needs(closed=frozenset({family})))
    assert picked
    assert all(entry.exercise.family is not family for entry in picked)


@EVERY_PHASE
def test_nothing_is_trained_where_every_family_is_closed(phase: str) -> None:
    assert select_exercises(PROGRAMME, phase, Needs({"ankle": 0.9}, closed=frozenset(Family))) == ()


def test_closing_one_leg_exercises_leaves_quad_sets() -> None:
    families = {exercise.id: exercise.family for exercise in PROGRAMME.exercises}
    assert families["quad_set"] is Family.LYING
    assert {
        families[name] for name in ("step_up", "lateral_step_down", "lunge", "single_leg_stance")
    } == {Family.ONE_LEG}


@given(
    st.sampled_from(PHASE_IDS),
    st.dictionaries(st.sampled_from(DRIVERS), st.floats(0, 1)),
    st.frozensets(st.sampled_from(CAUTIONS)),
    st.dictionaries(
        st.sampled_from([exercise.id for exercise in PROGRAMME.exercises]), st.integers(0, 3)
    ),
)
def test_any_person_gets_a_session_without_doubles_or_what_is_left_out(
    phase, drivers, cautions, done
) -> None:
    picked = ids(select_exercises(PROGRAMME, phase, Needs(drivers, cautions=cautions, done=done)))
    assert picked
    assert len(picked) == len(set(picked))
    assert not set(picked) & set(excluded_exercises(PROGRAMME, cautions))


# ------------------------------------------------------------------ the week

STRENGTHEN = PROGRAMME.phase("strengthen")
TUE_THU_SUN = {1, 3, 6}


def day(n: int) -> date:
    return MONDAY + timedelta(days=n)


def test_the_chosen_days_are_planned() -> None:
    found = week(STRENGTHEN, history(), TUE_THU_SUN, MONDAY)
    assert (found.target, found.done) == (3, ())
    assert found.planned == (day(1), day(3), day(6))


def test_fewer_chosen_days_are_a_smaller_target() -> None:
    assert week(STRENGTHEN, history(), {2}, MONDAY).target == 1
    assert week(STRENGTHEN, history(), set(), MONDAY).target == 3


def test_a_missed_day_moves_to_a_later_one_with_rest_around_it() -> None:
    found = week(STRENGTHEN, history([trained(day(1), "strengthen")]), {0, 1, 2}, day(3))
    assert found.left == 2
    assert found.planned == (day(3), day(5))


def test_extra_sessions_do_not_change_the_rest_of_the_week() -> None:
    many = history(trained(day(n), "strengthen") for n in range(5))
    found = week(STRENGTHEN, many, TUE_THU_SUN, day(5))
    assert (len(found.done), found.left, found.planned) == (5, 0, ())


def test_a_new_week_starts_without_missed_sessions() -> None:
    found = week(STRENGTHEN, history([trained(day(5), "strengthen")]), TUE_THU_SUN, day(7))
    assert (found.monday, found.done, found.left) == (day(7), (), 3)


def test_nothing_is_planned_in_a_break() -> None:
    ill = history(breaks=[Break(MONDAY, BreakWhy.ILLNESS)])
    assert week(STRENGTHEN, ill, TUE_THU_SUN, day(1)).planned == ()


@given(st.sets(st.integers(0, 6)), st.sets(st.integers(0, 6)), st.integers(0, 6))
def test_a_week_plans_no_more_than_is_left_and_nothing_in_the_past(days, done, now) -> None:
    trainings = [trained(day(n), "strengthen") for n in done if n <= now]
    found = week(STRENGTHEN, history(trainings), days, day(now))
    assert len(found.planned) <= found.left
    assert all(day(now) <= one <= day(6) for one in found.planned)
    assert not set(found.planned) & {training.day for training in trainings}
    assert list(found.planned) == sorted(found.planned)


def test_days_of_this_week_are_counted_by_exercise_before_today() -> None:
    trainings = [trained(day(n), "strengthen") for n in (-1, 0, 2, 2, 3)]
    assert done_in_week(history(trainings), day(3)) == {"clam": 2}
