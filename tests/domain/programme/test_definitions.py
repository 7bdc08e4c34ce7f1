"""The programme's doses and parts, and what its file must not be."""

import pytest
from pydantic import ValidationError

from kneeapp import content
from kneeapp.domain.programme.definitions import ExerciseDose, Programme, Trains, Variant
from kneeapp.domain.programme.validation import programme_faults
from kneeapp.domain.safety.closures import Family
from kneeapp.errors import NotFound

SHIPPED = content.programme()
SCREENING = content.questionnaire()
PROGRAMME = content.programme()
ISSUE = (
    *("quad_set", "straight_leg_raise", "heel_slide", "clam", "bridge", "side_lying_abduction"),
    *("side_lying_adduction", "calf_raise", "hamstring_curl", "wall_squat", "half_squat"),
    *("sit_to_stand", "step_up", "lateral_step_down", "banded_side_walk", "lunge", "split_squat"),
    *("single_leg_bridge", "single_leg_stance", "calf_stretch", "quad_stretch"),
    *("hamstring_stretch", "hip_flexor_stretch"),
)


def a_dose(**changes: object) -> ExerciseDose:
    plain = {"sets": 3, "reps": 10, "tempo_s": 4, "rest_s": 30}
    return ExerciseDose.model_validate(plain | changes)


def faults(programme: Programme) -> list[str]:
    return list(
        programme_faults(
            programme,
            content.poses(),
            drivers={driver.id for driver in SCREENING.drivers},
            kinds={kind.id for kind in SCREENING.kinds},
            cautions={rule.id for rule in SCREENING.cautions},
        )
    )


def changed(exercise: str, **changes: object) -> Programme:
    """The shipped programme with one exercise changed."""
    return SHIPPED.model_copy(
        update={
            "exercises": tuple(
                one.model_copy(update=changes) if one.id == exercise else one
                for one in SHIPPED.exercises
            )
        }
    )


def test_every_required_exercise_exists_and_has_a_drawing() -> None:
    assert set(ISSUE) <= {exercise.id for exercise in SHIPPED.exercises}
    assert {exercise.pose for exercise in SHIPPED.exercises} <= set(content.poses())


def test_four_phases_in_order_each_with_a_gate() -> None:
    assert [phase.id for phase in SHIPPED.phases] == ["activate", "strengthen", "control", "return"]
    assert all(phase.gate for phase in SHIPPED.phases)


def test_every_driver_has_exercises_in_some_phase() -> None:
    served = {driver for exercise in SHIPPED.exercises for driver in exercise.drivers}
    assert served == {driver.id for driver in SCREENING.drivers}


def test_a_dose_has_a_text() -> None:
    assert a_dose().text == "3 sets of 10"
    assert a_dose(hold_s=2).text == "3 sets of 10, each held 2 seconds"
    assert a_dose(sets=1, reps=None, tempo_s=None, hold_s=30).text == "1 hold of 30 seconds"


def test_a_set_lasts_as_long_as_its_repetitions_or_its_hold() -> None:
    assert a_dose().set_s == 40
    assert a_dose(reps=None, tempo_s=None, hold_s=30).set_s == 30


def test_half_a_dose_has_at_least_one_set() -> None:
    assert [a_dose(sets=sets).halved().sets for sets in (1, 2, 3, 4)] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reps": None, "tempo_s": None}, "it needs reps with a tempo_s, or hold_s"),
        ({"tempo_s": None}, "reps and tempo_s belong together"),
        ({"hold_s": 4}, "hold_s is a part of tempo_s"),
        ({"sets": 0}, "greater than"),
    ],
)
def test_a_dose_that_cannot_be_counted_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        a_dose(**wrong)


@pytest.mark.parametrize("wrong", [{}, {"exercise": "clam", "words": "Less."}])
def test_a_variant_is_either_another_exercise_or_a_text(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="either exercise or words"):
        Variant.model_validate(wrong)


def test_an_unknown_phase_or_exercise_raises_not_found() -> None:
    with pytest.raises(NotFound, match="no phase 'x'"):
        SHIPPED.phase("x")
    with pytest.raises(NotFound, match="no exercise 'x'"):
        SHIPPED.exercise("x")


def test_the_shipped_programme_has_no_fault() -> None:
    assert faults(SHIPPED) == []


@pytest.mark.parametrize(
    ("exercise", "change", "fault"),
    [
        (
            "clam",
            {"pose": "dance"},
            "table exercises (clam), key pose: there is no pose dance",
        ),
        (
            "clam",
            {"pose": "exercise_bridge"},
            (
                "table exercises (clam), key pose: the exercise is two-sided, "
                "but the pose exercise_bridge is one"
            ),
        ),
        (
            "clam",
            {"drivers": ("stars",)},
            "table exercises (clam), key drivers: there is no driver stars",
        ),
        (
            "clam",
            {"phases": ("activate", "fly")},
            "table exercises (clam), key phases: there is no phase fly",
        ),
        (
            "clam",
            {"easier": Variant(exercise="nap")},
            "table exercises (clam), key easier: there is no exercise nap",
        ),
        (
            "wall_squat",
            {
                "cautions": (
                    SHIPPED.exercises[0].cautions[0].model_copy(update={"caution": "moon"}),
                )
            },
            "table exercises (wall_squat), key cautions: there is no caution moon",
        ),
        ("clam", {"id": "bridge"}, "table exercises: the id bridge is there twice"),
        (
            "quad_set",
            {"easier": Variant(exercise="straight_leg_raise")},
            (
                "table exercises, keys easier and harder go in a circle: "
                "quad_set → straight_leg_raise → quad_set"
            ),
        ),
        (
            "lunge",
            {"harder": Variant(exercise="wall_squat")},
            (
                "table exercises, keys easier and harder go in a circle: "
                "half_squat → split_squat → lunge → wall_squat → half_squat"
            ),
        ),
    ],
)
def test_a_fault_is_named_in_plain_words(
    exercise: str, change: dict[str, object], fault: str
) -> None:
    assert fault in faults(changed(exercise, **change))


def test_a_phase_without_exercises_is_a_fault() -> None:
    alone = SHIPPED.phases[-1].model_copy(update={"id": "fly"})
    more = SHIPPED.model_copy(update={"phases": (*SHIPPED.phases, alone)})
    assert faults(more) == ["table phases (fly): no exercise belongs to this phase"]


def test_a_session_kind_without_an_exercise_is_a_fault() -> None:
    phases = (SHIPPED.phases[0].model_copy(update={"session": {Trains.BALANCE: 1}}),)
    without = tuple(
        exercise for exercise in SHIPPED.exercises if exercise.trains is not Trains.BALANCE
    )
    bare = SHIPPED.model_copy(update={"exercises": without, "phases": phases})
    assert (
        "table phases (activate), key session: no exercise of this phase trains balance"
        in faults(bare)
    )


def test_every_standing_exercise_says_how_it_is_done_with_a_hold() -> None:
    standing = [
        exercise
        for exercise in PROGRAMME.exercises
        if exercise.family in {Family.STANDING, Family.ONE_LEG}
    ]
    assert len(standing) >= 10
    assert all(exercise.hold_on for exercise in standing)
    bare = PROGRAMME.model_copy(
        update={
            "exercises": tuple(
                exercise.model_copy(update={"hold_on": None}) for exercise in PROGRAMME.exercises
            )
        }
    )
    assert any(
        "(lunge): a standing exercise needs the key hold_on" in fault for fault in faults(bare)
    )
    wrong = PROGRAMME.model_copy(update={"hold_on_for": ("vertigo",)})
    assert faults(wrong) == ["key hold_on_for: there is no caution vertigo"]
