"""What a trial takes, and what comes next in it."""

from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.trial.design import weeks_to_plan
from kneeapp.domain.trial.schedule import trial_schedule
from kneeapp.domain.trial.text import arm_words, due_words, effort_words, exclusion_words
from tests.domain.trial.test_schedule import TRIAL


def test_a_trial_takes_two_sessions_a_pair() -> None:
    weeks = weeks_to_plan(8, 4)
    assert effort_words(8, 4) == f"**16 sessions, about {weeks} weeks** at 4 a week."


def test_the_next_session_is_counted_from_one() -> None:
    begun = trial_schedule(TRIAL, [])
    assert begun.due
    slot = begun.due.slot
    words = due_words(slot, begun, {})
    assert words == f"Trial: session 1 of {begun.sessions}: {arm_words(slot.arm, {})}"


def test_a_rest_that_was_cut_short_is_no_spot_with_too_little_work() -> None:
    assert exclusion_words(ExclusionReason.SHORT) == "the work, or the rest, was cut short"
    others = set(ExclusionReason) - {ExclusionReason.SHORT}
    assert all(exclusion_words(reason) == reason.label for reason in others)
