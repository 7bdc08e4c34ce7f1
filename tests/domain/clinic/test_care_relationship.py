import pytest
from pydantic import ValidationError
from uuid6 import uuid7

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.areas import Area
from kneeapp.domain.clinic.care_relationship import Treatment
from kneeapp.domain.clinic.notes import LONGEST_NOTE, Note, NoteAudience
from kneeapp.domain.programme.definitions import Goal
from kneeapp.domain.routine.definitions import Choice, Preset, Surface
from kneeapp.errors import BadInput
from tests.store.builders import MONDAY

KEPT = Preferences(
    weekly_target=5,
    muted=True,
    choice=Choice(
        routine="release",
        preset=Preset.SHORT,
        surface=Surface.WALL,
        areas=(Area.GLUTEUS_MEDIUS,),
    ),
)


def test_a_prescription_is_preselected_and_leaves_the_rest() -> None:
    chosen = Treatment(routine="ankle", weekly_target=3, programme_goal=Goal.RUNNING)
    begun = chosen.applied(KEPT)
    assert begun.choice == Choice(routine="ankle", preset=Preset.SHORT, surface=Surface.WALL)
    assert (begun.weekly_target, begun.programme_goal, begun.muted) == (3, Goal.RUNNING, True)


def test_choices_without_a_prescription_stay_the_persons_own() -> None:
    assert Treatment().applied(KEPT) == KEPT


def test_the_same_routine_keeps_its_places() -> None:
    assert Treatment(routine="release").applied(KEPT).choice == KEPT.choice


def test_a_prescribed_routine_is_preselected_for_a_new_person() -> None:
    assert Treatment(routine="release").applied(Preferences()).choice == Choice(routine="release")


@pytest.mark.parametrize("body", ["", "  \n", "x" * (LONGEST_NOTE + 1)])
def test_a_note_that_says_nothing_or_too_much_is_refused(body: str) -> None:
    with pytest.raises(BadInput, match="2000 characters"):
        Note(uuid7(), NoteAudience.TEAM, body, MONDAY)


@pytest.mark.parametrize("body", ["x", "x" * 2000])
def test_a_note_of_one_to_two_thousand_characters_is_taken(body: str) -> None:
    assert Note(uuid7(), NoteAudience.TEAM, body, MONDAY).body == body


def test_a_treatment_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Treatment().routine = "release"
