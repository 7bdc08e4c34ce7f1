"""Every story of the demo ends as it promises, on the pages that a person opens."""

import pytest

from kneeapp import clock
from kneeapp.cli.demo_record import fill_story
from kneeapp.cli.demo_stories import STORIES
from kneeapp.domain.evidence.verdict_text import HEADLINES
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.settings import settings
from kneeapp.store.record import sessions
from kneeapp.ui.shell import store_pool

VERDICTS = {
    "helps": Outcome.HELPS,
    "ruled-out": Outcome.RULED_OUT,
    "worse": Outcome.WORSE,
    "faded": Outcome.FADED,
    "bad-days": Outcome.BAD_DAYS,
    "not-enough": Outcome.NOT_KNOWN_YET,
    "trial-under-way": Outcome.NOT_KNOWN_YET,
    "tournament-under-way": Outcome.NOT_KNOWN_YET,
    "trial": Outcome.HELPS,
    "tournament": Outcome.HELPS,
}
"""What the first card of *Progress* says, of the routine done last."""

ASKED = {"trial": "ball and roller", "tournament": "ankle"}
"""What is ahead of rest in a trial that is done."""

BY_DAY = {"helps", "worse", "not-enough", "trial-under-way", "tournament"}
"""Those that every change is checked by: a story takes as long to tell as ten pages to open."""


def stories(names):
    """Each of them, those that are not BY_DAY by night."""
    return [
        name if name in BY_DAY else pytest.param(name, marks=pytest.mark.nightly) for name in names
    ]


UNDER_WAY = ("trial-under-way", "tournament-under-way")


@pytest.fixture
def told(hand_clock, open_app):  # noqa: ARG001  the clock stands still
    """A story in the record that the app shows."""

    def tell(name):
        record = fill_story(STORIES[name], store_pool.shared_store(settings()), clock.now())
        return open_app(), record

    return tell


@pytest.mark.parametrize("name", stories(STORIES))
def test_progress_shows_the_verdict_that_a_story_promises(told, name):
    screen, record = told(name)
    screen.go("progress").choose("Look at", "What the ratings say")
    assert HEADLINES[VERDICTS[name]] in [one.value for one in screen.app.header]
    last = sessions.last(record)
    assert last
    assert last.started_at < clock.now()


@pytest.mark.parametrize("name", stories(ASKED))
def test_a_trial_that_is_done_shows_what_is_ahead_of_rest(told, name):
    screen, _ = told(name)
    text = screen.go("trial").text.lower()
    assert f"your knee pain fell more after {ASKED[name]}" in text


@pytest.mark.parametrize("name", stories(UNDER_WAY))
def test_a_trial_under_way_shows_how_far_it_is_and_no_result(told, name):
    screen, _ = told(name)
    text = screen.go("trial").text
    assert f"session {STORIES[name].begun + 1} of " in text
    assert "fell more after" not in text


def test_today_offers_to_compare_places_that_stand_close_together(told):
    screen, _ = told("not-enough")
    assert "They stand close together." in screen.go("today").text
