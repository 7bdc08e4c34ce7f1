"""What people choose from has words."""

import pytest

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.programme.definitions import Goal, Trains


@pytest.mark.parametrize("choices", [Certainty, Goal, Trains])
def test_each_choice_has_words_of_its_own(choices):
    assert len({choice.label for choice in choices}) == len(choices)
