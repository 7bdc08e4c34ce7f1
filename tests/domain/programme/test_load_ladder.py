"""The load of the next session, on each side."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.programme.definitions import Load
from kneeapp.domain.programme.exercise_selection import Picked
from kneeapp.domain.programme.load_ladder import (
    LoadWhy,
    done_load_words,
    load_steps,
    load_words,
    next_loads,
    with_loads,
)
from kneeapp.domain.programme.session import exercises_done, session_plan
from kneeapp.domain.programme.text import load_reason
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.sides import Side
from tests.domain.training_factory import MONDAY, history

PROGRAMME = content.programme()
CLAM, CALF, RAISE = map(PROGRAMME.exercise, ("clam", "calf_raise", "straight_leg_raise"))
KNEE = Side.LEFT


def load(rung: str, kilos: float | None = None, side: Side | None = None) -> Load:
    return Load(rung=rung, kilos=kilos, side=side)


def both(rung: str, kilos: float | None = None) -> tuple[Load, ...]:
    return (load(rung, kilos, KNEE), load(rung, kilos, KNEE.other))


def on_side(step: Load, side: Side | None) -> Load:
    return step.model_copy(update={"side": side})


def after(exercise, *done: tuple[tuple[Load, ...], int, int | None, int | None]):
    """What comes after (loads, sets short of all, effort, pain), newest last."""
    trainings = []
    for n, (loads, short, effort, pain) in enumerate(done):
        day = MONDAY + timedelta(days=2 * n)
        dose = exercise.dose.model_copy(update={"loads": loads})
        entry = ExerciseDone(
            exercise.id, "1", day, dose, dose.sets - short, effort=effort, pain=pain
        )
        trainings.append(Training(day, "activate", (exercise.id,), (entry,)))
    return history(reversed(trainings))


def following(exercise, *done, closed=()):
    return [
        (each.load.rung, each.load.kilos, each.why)
        for each in next_loads(exercise, KNEE, after(exercise, *done), closed)
    ]


def test_everybody_begins_at_the_rung_that_the_exercise_was_before() -> None:
    assert following(CLAM) == [("plain", None, LoadWhy.FIRST)] * 2
    assert following(CALF) == [("plain", None, LoadWhy.FIRST)]


def test_what_was_done_before_there_were_ladders_enters_where_it_stood_and_says_so() -> None:
    assert following(CLAM, ((), 0, 3, 1)) == [("plain", None, LoadWhy.ENTERED)] * 2
    assert "the step you stood on" in load_reason(LoadWhy.ENTERED)


EASY = (both("light_band"), 0, 6, 2)


@pytest.mark.parametrize(
    ("done", "rung", "why"),
    [
        ([EASY], "light_band", LoadWhy.SAME),
        ([EASY, EASY], "strong_band", LoadWhy.UP),
        ([EASY, (both("light_band"), 0, 7, 2)], "light_band", LoadWhy.SAME),
        ([EASY, (both("light_band"), 0, 6, 3)], "light_band", LoadWhy.SAME),
        ([EASY, (both("light_band"), 0, None, 2)], "light_band", LoadWhy.SAME),
        ([(both("plain"), 0, 6, 2), EASY], "light_band", LoadWhy.SAME),
        ([(both("light_band"), 1, 6, 2)] * 2, "plain", LoadWhy.SHORT),
        ([(both("light_band"), 0, 9, 2)] * 2, "plain", LoadWhy.HEAVY),
        ([(both("strong_band"), 0, 4, 0)] * 2, "strong_band", LoadWhy.TOP),
        ([(both("plain"), 1, 6, 2)] * 2, "plain", LoadWhy.BOTTOM),
    ],
)
def test_two_sessions_with_some_left_lead_up_and_too_much_leads_down(done, rung, why) -> None:
    assert following(CLAM, *done) == [(rung, None, why)] * 2


def test_pain_lowers_the_load_of_the_sore_side_only() -> None:
    assert following(CLAM, (both("light_band"), 0, 6, 6)) == [
        ("plain", None, LoadWhy.PAIN),
        ("light_band", None, LoadWhy.SAME),
    ]


def test_each_side_keeps_its_own_load_and_goes_up_by_half_a_kilogram() -> None:
    apart = (load("kilos", 1.0, KNEE), load("kilos", 2.5, KNEE.other))
    assert following(RAISE, (apart, 0, 5, 1), (apart, 0, 5, 1)) == [
        ("kilos", 1.5, LoadWhy.UP),
        ("kilos", 3.0, LoadWhy.UP),
    ]


def test_a_rung_on_one_leg_is_closed_with_the_one_leg_exercises() -> None:
    on_one_leg = ((load("one_leg"),), 0, 5, 1)
    closed = {Family.ONE_LEG}
    assert following(CALF, on_one_leg, closed=closed) == [("plain", None, LoadWhy.SAME)]
    assert following(CALF, on_one_leg, on_one_leg, closed=closed)[0][2] is LoadWhy.TOP


def test_a_rung_that_the_file_no_longer_has_begins_at_the_start() -> None:
    assert following(CALF, ((load("gone"),), 0, 5, 1)) == [("plain", None, LoadWhy.ENTERED)]


def test_the_player_shows_the_load_and_what_was_done_keeps_it() -> None:
    apart = (load("kilos", 1.0, KNEE), load("kilos", 2.5, KNEE.other))
    picked = with_loads(Picked(RAISE, RAISE.dose), KNEE, after(RAISE, (apart, 0, 7, 1)))
    plan = session_plan(PROGRAMME, [picked], KNEE)
    assert plan.steps[0].cue.startswith("A weight of 1 kg at the ankle.")
    assert plan.steps[1].cue.startswith("A weight of 2.5 kg at the ankle.")
    assert "kg" not in plan.steps[0].spoken
    assert exercises_done(plan, [], MONDAY) == ()
    assert picked.dose.loads == apart


@given(st.data())
def test_a_load_moves_by_one_step_at_most_and_never_leaves_the_ladder(data) -> None:
    exercise = data.draw(st.sampled_from([one for one in PROGRAMME.exercises if one.ladder]))
    steps = load_steps(exercise)
    sides = (KNEE, KNEE.other) if exercise.sided else (None,)
    done = data.draw(
        st.lists(
            st.tuples(
                st.tuples(*[st.sampled_from(steps)] * len(sides)),
                st.integers(0, 1),
                st.none() | st.integers(0, 10),
                st.none() | st.integers(0, 10),
            ),
            min_size=1,
            max_size=4,
        )
    )
    placed = [
        (tuple(map(on_side, loads, sides)), short, effort, pain)
        for loads, short, effort, pain in done
    ]
    for (rung, kilos, _), last in zip(following(exercise, *placed), done[-1][0], strict=True):
        assert load_words(exercise, load(rung, kilos))
        assert abs(steps.index(load(rung, kilos)) - steps.index(last)) <= 1


def test_a_load_is_kept_with_the_dose_and_a_dose_without_one_stays_readable() -> None:
    dose = CLAM.dose.model_copy(update={"loads": both("light_band")})
    assert type(dose).model_validate_json(dose.model_dump_json()) == dose
    older = CLAM.dose.model_dump_json(exclude={"loads"})
    assert type(dose).model_validate_json(older).loads == ()


def test_what_was_done_names_its_load_once_or_side_by_side():
    def done(*loads):
        return done_load_words(RAISE, RAISE.dose.model_copy(update={"loads": loads}))

    assert done() == ""
    assert done(*both("plain")) == "No weight."
    assert done(load("kilos", 1.5, Side.LEFT), load("plain", None, Side.RIGHT)) == (
        "Left: A weight of 1.5 kg at the ankle. Right: No weight."
    )


def test_a_load_is_still_named_when_the_content_no_longer_has_its_step_or_exercise():
    dose = RAISE.dose.model_copy(update={"loads": (load("sand_bag", 2.0),)})
    assert done_load_words(RAISE, dose) == "Sand bag, 2 kg."
    assert done_load_words(None, dose) == "Sand bag, 2 kg."
