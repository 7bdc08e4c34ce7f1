"""What people choose from has words."""

import pickle

import pytest

from kneeapp.domain.areas import Area
from kneeapp.domain.certainty import Certainty
from kneeapp.domain.clinic.alerts import AlertKind
from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.programme.definitions import Goal, Trains
from kneeapp.domain.safety.closures import Family, Part
from kneeapp.domain.safety.replies import Allows, Clinician
from kneeapp.domain.screening.retests import RetestDue

CHOICES = (
    AlertKind,
    Allows,
    Area,
    Certainty,
    Clinician,
    ExclusionReason,
    Family,
    Goal,
    Part,
    RetestDue,
    Trains,
)


@pytest.mark.parametrize("choices", CHOICES)
def test_each_choice_has_words_of_its_own(choices):
    labels = {choice.label for choice in choices}
    assert len(labels) == len(choices)
    assert all(labels)


def test_a_choice_is_its_stored_text_and_is_read_from_it():
    assert Goal.RUNNING == Goal("running") == "running" == f"{Goal.RUNNING}"
    assert pickle.loads(pickle.dumps(Goal.RUNNING)) is Goal.RUNNING
