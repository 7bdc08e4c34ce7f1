"""A person's own words, made to do harm, on pages that write in Markdown."""

from datetime import timedelta

import pytest

from kneeapp.domain.screening.retests import ACTIVITIES, RetestResult
from kneeapp.store.record import retests
from kneeapp.ui.shell.markdown_escape import plain
from tests.faults.attack_client import HOSTILE
from tests.store.builders import MONDAY


@pytest.fixture
def screened(hand_clock, screened):  # noqa: ARG001  the clock stands before the app opens
    return screened.go("programme")


def test_the_name_of_an_activity_is_shown_as_it_was_typed(screened, record):
    for day in (MONDAY.date() - timedelta(days=30), MONDAY.date()):
        retests.save(record, [RetestResult(ACTIVITIES, day, 5, text) for text in HOSTILE])
    screened.choose("Look at", "Tests")
    for text in HOSTILE:
        assert text not in screened.text
        assert plain(text) in screened.text
