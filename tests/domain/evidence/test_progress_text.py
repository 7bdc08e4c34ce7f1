"""What pairs and weeks say, in a sentence."""

from datetime import date

import pytest

from kneeapp.domain.evidence.progress import SessionWeek, Tally
from kneeapp.domain.evidence.progress_text import tally_words, target_words

MONDAY = date(2026, 3, 2)


def week(sessions: int, *, goes_on: bool = False) -> SessionWeek:
    return SessionWeek(MONDAY, sessions, goes_on)


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(0, 0, 0, 4), "No session counted yet."),
        (Tally(1, 0, 0, 0), "Less after the one session that counts."),
        (Tally(0, 1, 0, 0), "The same after the one session that counts."),
        (Tally(0, 0, 1, 0), "More after the one session that counts."),
        (
            Tally(4, 2, 1, 3),
            "Less after **4** of 7 sessions, the same after 2, more after 1.",
        ),
    ],
)
def test_which_way_the_ratings_went(tally: Tally, words: str) -> None:
    assert tally_words(tally, "after") == words


def test_the_target_is_reached_by_as_many_sessions_as_it_asks_for() -> None:
    weeks = [week(3), week(4), week(5), week(2, goes_on=True)]
    assert target_words(weeks, 4) == ("2 of 4 this week. Target reached in 2 of 3 earlier weeks.")
    assert target_words(weeks[-1:], 4) == "2 of 4 this week."
    assert target_words([], 4) == ""
