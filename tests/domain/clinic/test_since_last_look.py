"""What is new since a clinician looked last is counted exactly and told in one line."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.clinic.since_last_look import Entered, since_last_look
from tests.store.builders import MONDAY

HOUR = timedelta(hours=1)
HOURS = st.lists(st.integers(-100, 100).map(lambda hours: MONDAY + hours * HOUR), max_size=8)


def test_each_thing_is_named_with_its_count_and_what_is_older_is_not():
    before, after = MONDAY - HOUR, MONDAY + HOUR
    entered = Entered(
        sessions=[(before, 9), (after, 3), (after, 2), (after, None)],
        trainings=[after],
        mornings=[before, after, after],
        screenings=[after],
        answers=[after],
    )
    assert since_last_look(entered, MONDAY) == (
        "3 routine sessions (mean relief 2.5), 1 strengthening session, 2 morning ratings, "
        "1 screening, 1 answer"
    )


def test_nothing_and_no_relief_are_said_so():
    assert since_last_look(Entered(mornings=[MONDAY]), MONDAY) == "nothing new"
    same = Entered(sessions=[(MONDAY + HOUR, 1), (MONDAY + HOUR, -1)])
    assert since_last_look(same, MONDAY) == "2 routine sessions (no relief on average)"


@given(HOURS, HOURS)
def test_what_was_seen_is_never_new_again(mornings, answers):
    text = since_last_look(Entered(mornings=mornings, answers=answers), MONDAY)
    new = [moment for moment in (*mornings, *answers) if moment > MONDAY]
    assert (text == "nothing new") == (not new)
    assert sum(int(word) for word in text.split() if word.isdigit()) == len(new)
