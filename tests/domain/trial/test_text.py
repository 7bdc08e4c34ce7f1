"""What a trial takes, and what comes next in it."""

from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.trial.design import weeks_to_plan
from kneeapp.domain.trial.schedule import trial_schedule
from kneeapp.domain.trial.text import (
    due_words,
    effort_words,
    exclusion_words,
    laid_ready_words,
)
from tests.domain.trial.test_schedule import TRIAL


def test_the_effort_is_said_in_sessions_and_weeks() -> None:
    weeks = weeks_to_plan(16, 4)
    assert effort_words(16, 4) == f"**16 sessions, about {weeks} weeks** at 4 a week."


def test_the_next_session_is_counted_from_one_and_its_arm_not_named() -> None:
    begun = trial_schedule(TRIAL, [])
    assert due_words(begun) == f"Trial: session 1 of {begun.sessions}"


def test_what_every_arm_needs_is_laid_ready_in_one_sentence() -> None:
    assert laid_ready_words(["a tennis ball", "a foam roller"]).startswith(
        "Have a tennis ball, a foam roller and a place to lie ready."
    )
    assert laid_ready_words([]).startswith("Have a place to lie ready.")


def test_a_rest_that_was_cut_short_is_no_spot_with_too_little_work() -> None:
    assert exclusion_words(ExclusionReason.SHORT) == "the work, or the rest, was cut short"
    others = set(ExclusionReason) - {ExclusionReason.SHORT}
    assert all(exclusion_words(reason) == reason.label for reason in others)
