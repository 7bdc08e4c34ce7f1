"""The routines as the project ships them: doses, drawings, words, and places nobody presses."""

import re
from itertools import product

import pytest
from pydantic import ValidationError

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Ball, Choice, Preset, Routine, StepPicture, Surface
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.poses import pose_for
from kneeapp.domain.routine.sessions import SHORTEST_COUNTED_S
from kneeapp.domain.safety.closures import Part
from kneeapp.domain.sides import Side
from kneeapp.settings import PROJECT

ROUTINES = content.routines()
EVERY = pytest.mark.parametrize("routine", ROUTINES.values(), ids=ROUTINES)
NEVER_PRESSED = (
    "groin",
    "belly",
    "abdomen",
    "back of the knee",
    "bend of the knee",
    "shin",
    "heel cord",
    "spine",
    "tail bone",
    "sitting bone",
    "middle of the buttock",
)
WARNING = re.compile(r"\b(never|not|no|away|clear|stop|stay|move|ask)\b", re.IGNORECASE)
MOVED_ONLY = {Area.HIP_FLEXORS, Area.HIP_JOINT, Area.LOW_BACK, Area.ANKLE}
LONGEST_SENTENCE = 32


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def pictures(routine: Routine) -> list[StepPicture]:
    of_areas = [picture for part in routine.areas for picture in (part.floor, part.wall)]
    return of_areas + [part.picture for part in routine.standing]


def weights(routine: Routine) -> list[str]:
    return [picture.weight for picture in pictures(routine) if picture.weight]


def said(routine: Routine) -> list[str]:
    """Every text of a routine that tells somebody where to press or what to do."""
    alts = [pose_for(content.poses(), picture.pose)[0].alt for picture in pictures(routine)]
    cues = [picture.cue for picture in pictures(routine)]
    return [
        *routine.cautions,
        *(part.spoken for part in routine.areas),
        *cues,
        *alts,
        *weights(routine),
    ]


@EVERY
def test_a_bout_lasts_what_evidence_allows_and_every_version_counts(routine):
    for part, preset in product(routine.areas, Preset):
        dose = part.doses[preset]
        assert 30 <= dose.bout_s <= 120
        assert 1 <= dose.bouts <= 3
        assert dose.work_s >= SHORTEST_COUNTED_S


@EVERY
@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("knee", Side)
def test_every_step_has_a_drawing_that_moves_and_shows_its_side(routine, surface, knee):
    steps = plan(routine, Choice(routine=routine.id, surface=surface), knee).steps
    for step in steps:
        pose, side = pose_for(content.poses(), step.pose)
        assert len(pose.keyframes) > 1
        assert side is step.side
        assert (pose.tool or "body") == (step.tool or "body")
        assert bool(pose.glow) is bool(step.area)


@EVERY
def test_a_cue_is_at_most_two_sentences_that_are_easy_to_read(routine):
    for picture in pictures(routine):
        assert 1 <= len(sentences(picture.cue)) <= 2
    for text in [*said(routine), routine.why or "", routine.first or ""]:
        assert all(len(part.split()) <= LONGEST_SENTENCE for part in sentences(text)), text


@EVERY
def test_areas_that_must_not_be_pressed_are_named_only_in_warnings(routine):
    for text in said(routine):
        for sentence in sentences(text):
            if any(place in sentence.lower() for place in NEVER_PRESSED):
                assert WARNING.search(sentence), sentence


@EVERY
def test_joints_back_and_deep_hip_muscles_are_moved_never_pressed(routine):
    for part in routine.areas:
        assert (part.tool == "body") is (part.area in MOVED_ONLY)


@EVERY
@pytest.mark.parametrize("surface", Surface)
def test_pressing_with_a_ball_begins_with_a_tennis_ball(routine, surface):
    for ball in (None, *Ball):
        chosen = {"ball": ball} if ball else {}
        choice = Choice(routine=routine.id, surface=surface, **chosen)
        for step in plan(routine, choice, Side.LEFT).steps:
            if step.tool == "ball":
                named = (ball or Ball.TENNIS).label
                assert named in step.cue
                assert named in step.spoken


@EVERY
def test_a_ball_says_how_sure_its_hardness_is(routine):
    rationales = [rationale.text for part in routine.areas for rationale in part.rationales]
    pressed = any(part.tool == "ball" for part in routine.areas)
    assert pressed is any("harder is a choice" in text for text in rationales)


@EVERY
def test_a_routine_for_an_area_tells_why_how_sure_and_what_to_be_careful_about(routine):
    if routine.areas:
        assert routine.why
        assert routine.source
        assert routine.certainty
    assert f"`{routine.id}`" in (PROJECT / "docs" / "sources.md").read_text(encoding="utf-8")


def test_back_and_hip_are_to_be_checked_before_their_routine():
    assert "checked" in (ROUTINES["low_back_hip"].first or "")


def test_every_area_a_caution_closes_is_in_some_routine():
    worked_on = {part.area for routine in ROUTINES.values() for part in routine.areas}
    closed = {
        Area(closure.name)
        for rule in content.questionnaire().all_rules
        for closure in rule.closes
        if closure.part is Part.AREA
    }
    assert closed
    assert closed <= worked_on


def test_every_routine_a_finding_closes_exists():
    questionnaire = content.questionnaire()
    closed = {
        closure.name
        for rule in (*questionnaire.all_rules, *questionnaire.signs)
        for closure in rule.closes
        if closure.part is Part.ROUTINE
    }
    assert closed <= set(ROUTINES)


def test_rest_works_on_nothing():
    steps = plan(ROUTINES["rest"], Choice(routine="rest"), Side.LEFT).steps
    assert steps[0].ms == 600_000
    assert not any(step.area for step in steps)


def test_a_routine_has_something_to_do():
    empty = ROUTINES["rest"].model_dump() | {"areas": (), "standing": ()}
    with pytest.raises(ValidationError, match="needs areas or a standing step"):
        Routine.model_validate(empty)
