"""What may be replied to a finding, and what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kneeapp.domain.safety.closures import EVERYTHING, Closure, Part
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.safety.replies import (
    CORRECTED_WITHIN,
    SEEN_AFTER_EMERGENCY,
    Allows,
    Clinician,
    ReplyKind,
    earliest_check,
)
from kneeapp.errors import BadInput
from tests.domain.finding_factory import DAY, HOUR, NOON, a_check, a_finding, day, gone

CHECK = a_check(a_finding(), NOON + HOUR)


@pytest.mark.parametrize("missing", ["by", "seen_on", "allows"])
def test_a_check_says_who_when_and_what_was_allowed(missing):
    with pytest.raises(BadInput, match="who looked at it"):
        replace(CHECK, **{missing: None})


def test_a_check_cannot_expire_before_it_was_made():
    with pytest.raises(BadInput, match="Check the dates"):
        replace(CHECK, until=CHECK.seen_on - timedelta(days=1))
    assert replace(CHECK, until=CHECK.seen_on).until == day(0)


def test_a_check_on_a_future_day_in_every_time_zone_is_refused():
    tomorrow = NOON.date() + timedelta(days=1)
    assert replace(CHECK, at=NOON, seen_on=tomorrow).seen_on == tomorrow
    with pytest.raises(BadInput, match="still to come"):
        replace(CHECK, at=NOON - 3 * HOUR, seen_on=tomorrow)


@pytest.mark.parametrize(
    "more",
    [
        {"by": Clinician.NURSE},
        {"seen_on": day(0)},
        {"allows": Allows.NEITHER},
        {"until": day(0)},
    ],
)
@pytest.mark.parametrize("kind", sorted(set(ReplyKind) - {ReplyKind.CHECKED}))
def test_only_a_check_says_what_a_clinician_allowed(kind, more):
    reply = replace(gone(a_finding(), NOON + DAY), kind=kind)
    with pytest.raises(BadInput, match="Only a check"):
        replace(reply, **more)


def opened(allows):
    return {closure.part for closure in EVERYTHING if allows.opens(closure)}


def test_rolling_and_training_are_allowed_separately_and_the_test_move_with_either():
    training = {Part.EXERCISE, Part.PROGRAMME}
    everything = {closure.part for closure in EVERYTHING}
    assert opened(Allows.BOTH) == everything
    assert opened(Allows.TRAIN) == training | {Part.TEST_MOVE}
    assert opened(Allows.ROLL) == everything - training
    assert opened(Allows.NEITHER) == set()


@pytest.mark.parametrize("part", [Part.AREA, Part.FLOOR, Part.ROUTINE])
def test_places_positions_and_routines_belong_to_rolling(part):
    assert Allows.ROLL.opens(Closure(part, "calf"))
    assert not Allows.TRAIN.opens(Closure(part, "calf"))


def test_only_an_emergency_has_to_wait_for_its_check():
    assert earliest_check(a_finding(urgency=Urgency.EMERGENCY)) == NOON + SEEN_AFTER_EMERGENCY
    assert earliest_check(a_finding(urgency=Urgency.SAME_DAY)) is None


def test_every_clinician_and_permission_has_a_label():
    assert all(clinician.label for clinician in Clinician)
    assert all(allows.label for allows in Allows)


def test_a_check_may_be_of_a_day_that_has_just_begun_farthest_east():
    tomorrow = NOON.date() + timedelta(days=1)
    begun = NOON - 2 * HOUR  # fourteen hours before that day begins in UTC
    assert replace(CHECK, at=begun, seen_on=tomorrow).seen_on == tomorrow
    with pytest.raises(BadInput, match="still to come"):
        replace(CHECK, at=begun - timedelta(microseconds=1), seen_on=tomorrow)


def test_an_emergency_is_checked_from_two_hours_after_the_answer_on():
    assert timedelta(hours=2) == SEEN_AFTER_EMERGENCY
    emergency = a_finding(urgency=Urgency.EMERGENCY)
    assert earliest_check(emergency) == emergency.at + 2 * HOUR
    assert earliest_check(emergency.model_copy(update={"at": None})) is None


def test_a_wrong_tap_is_put_right_within_ten_minutes():
    assert timedelta(minutes=10) == CORRECTED_WITHIN
