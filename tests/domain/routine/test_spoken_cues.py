"""Every sentence that the player can say in a routine or an exercise."""

from itertools import product

from kneeapp import content
from kneeapp.domain.programme.spoken_cues import programme_cues
from kneeapp.domain.routine.definitions import Ball, Choice, Surface
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.spoken_cues import routine_cues, sentences
from kneeapp.domain.sides import Side


def test_a_text_is_taken_apart_where_a_speaker_pauses():
    assert sentences("Left side. Clam. 2 sets of 12.") == ("Left side", "Clam", "2 sets of 12")
    assert sentences("Let go.. How hard was it?") == ("Let go", "How hard was it?")
    assert sentences("") == ()


def test_both_sides_of_each_place_are_named_in_full_and_in_short():
    cues = set(routine_cues(content.routine("release")))
    assert {"left side", "right side", "left, Outer hip", "right, Outer thigh"} <= cues
    assert {"Switch sides", "Half way: rate the knee", "Now rate the knee again"} <= cues


def test_every_step_of_every_plan_is_among_the_cues():
    for routine in content.routines().values():
        cues = set(routine_cues(routine))
        for knee, ball, surface in product(Side, Ball, Surface):
            choice = Choice(routine=routine.id, half_way=True, ball=ball, surface=surface)
            for step in plan(routine, choice, knee).steps:
                assert set(sentences(step.spoken)) <= cues, step.spoken


def test_repetitions_and_sets_are_counted_up_to_the_most_that_a_dose_may_have():
    cues = set(programme_cues(content.programme()))
    assert {"1", "30", "Ready for 2 of 2", "Ready for 6 of 6"} <= cues
    assert not any("{" in cue for cue in cues)


def test_an_exercise_is_named_with_its_whole_dose_and_with_half_of_it():
    cues = set(programme_cues(content.programme()))
    assert {"Left side", "Right side", "Clam", "2 sets of 12", "1 set of 12"} <= cues
    assert {"How hard was it?", "Let go"} <= cues
