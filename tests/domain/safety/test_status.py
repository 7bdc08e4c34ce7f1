"""How a finding lives: what keeps it open, what ends it, and what is closed because of it."""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.safety.closures import Closure, Family, Part, parse_closures
from kneeapp.domain.safety.findings import About, Ends, Finding, Urgency
from kneeapp.domain.safety.replies import (
    CORRECTED_WITHIN,
    SEEN_AFTER_EMERGENCY,
    Allows,
    Reply,
    ReplyKind,
)
from kneeapp.domain.safety.status import REMEMBERED_FOR, FindingState, SafetyStatus, status
from kneeapp.domain.sides import Side
from tests.domain.finding_factory import (
    DAY,
    HOUR,
    MINUTE,
    NOON,
    a_caution,
    a_check,
    a_finding,
    closed,
    closing,
    corrected,
    day,
    folded,
    gone,
    only_case,
    still,
)

WEEK = timedelta(weeks=1)
LATER = NOON + 10 * WEEK


# ---------------------------------------------------------------- nothing, and one finding


def test_without_findings_everything_is_open_and_no_sign_was_seen():
    status_now = folded()
    assert status_now.no_sign_seen
    assert not status_now.nothing_left
    assert status_now.urgency is Urgency.NONE_SEEN
    assert (status_now.routine_open, status_now.programme_open, status_now.trial_open) == (
        True,
        True,
        True,
    )
    assert (status_now.test_move_open, status_now.floor_open) == (True, True)


def test_a_finding_closes_what_it_names_until_something_ends_it():
    status_now = folded(a_finding(closes=("everything",)), now=LATER)
    assert status_now.nothing_left
    assert status_now.urgency is Urgency.SAME_DAY
    assert not status_now.no_sign_seen
    assert not status_now.trial_open
    assert not status_now.test_move_open
    assert not any(status_now.family_open(family) for family in Family)


def test_the_gravest_finding_comes_first_then_the_newest():
    cases = folded(
        a_caution(at=NOON + HOUR),
        a_finding("hot"),
        a_finding("locked", at=NOON + MINUTE),
        a_finding("cold", urgency=Urgency.EMERGENCY),
    ).cases
    assert [case.finding.rule for case in cases] == ["cold", "locked", "hot", "floor"]


def test_red_flags_and_cautions_are_told_apart():
    status_now = folded(a_finding("hot"), a_caution("floor"), a_caution("blood", ask=True))
    assert [case.finding.rule for case in status_now.red_flags] == ["hot"]
    assert {case.finding.rule for case in status_now.cautions} == {"floor", "blood"}
    assert [case.finding.rule for case in status_now.to_ask] == ["blood"]
    assert status_now.rules == {"hot", "floor", "blood"}


# ---------------------------------------------------------------- what is closed


@pytest.mark.parametrize(
    ("text", "routine", "programme", "trial"),
    [
        ("ball", True, True, True),
        ("pressing", True, True, True),
        ("release", False, True, False),
        ("training", True, False, True),
        ("programme", True, False, True),
        ("trial", True, True, False),
        ("test_move", False, True, False),
        ("floor", True, True, True),
        ("routine:release", True, True, True),
        ("area:calf", True, True, True),
        ("exercise:one_leg", True, True, True),
        ("everything", False, False, False),
    ],
)
def test_a_closure_closes_no_more_than_it_names(text, routine, programme, trial):
    status_now = closed(text)
    assert status_now.routine_open is routine
    assert status_now.programme_open is programme
    assert status_now.trial_open is trial
    assert status_now.floor_open is (text != "floor")
    assert not status_now.no_sign_seen


@pytest.mark.parametrize(
    "finding",
    [
        a_finding(closes=("exercise:one_leg",)),
        a_finding("rising", urgency=Urgency.ROUTINE, closes=(), ends=Ends.ANSWER),
        a_caution("heart", ask=True),
        a_caution(closes=("trial",)),
        a_caution(closes=("test_move",)),
        a_caution(closes=("pressing", "movement")),
    ],
)
def test_what_is_open_or_to_be_asked_first_keeps_a_person_out_of_a_trial(finding):
    status_now = folded(finding)
    assert [case.finding for case in status_now.keeping_from_trial] == [finding]
    assert not status_now.trial_open
    corrected_now = folded(finding, replies=[corrected(finding, NOON + MINUTE)])
    assert corrected_now.keeping_from_trial == ()
    assert corrected_now.trial_open


def test_what_a_clinician_answered_lets_a_person_into_a_trial():
    finding = a_caution("heart", ask=True)
    asked = a_check(finding, NOON + MINUTE)
    assert folded(finding, replies=[asked]).trial_open


def test_a_caution_that_only_changes_what_is_done_leaves_trials_open():
    assert folded(a_caution(closes=())).trial_open


def test_one_closed_family_leaves_the_others():
    status_now = closed("exercise:one_leg")
    assert {family for family in Family if not status_now.family_open(family)} == {Family.ONE_LEG}


def test_no_family_is_open_in_a_closed_programme():
    assert not any(closed("programme").family_open(family) for family in Family)


def test_closing_every_family_one_by_one_closes_the_programme():
    status_now = closed(*(f"exercise:{family}" for family in Family))
    assert not status_now.programme_open


def test_an_area_is_closed_on_its_side_for_every_tool():
    status_now = closed("area:calf:left")
    for tool in ("ball", "roller", "body"):
        assert status_now.area_closed(tool, Area.CALF, Side.LEFT)
        assert not status_now.area_closed(tool, Area.CALF, Side.RIGHT)
        assert not status_now.area_closed(tool, Area.ANKLE, Side.LEFT)


def test_a_closed_tool_closes_every_area_it_works_on():
    status_now = closed("roller")
    assert status_now.area_closed("roller", Area.CALF, Side.LEFT)
    assert not status_now.area_closed("ball", Area.CALF, Side.LEFT)


def test_movements_go_on_where_only_pressing_is_closed():
    status_now = closed("pressing")
    assert not status_now.area_closed("body", Area.ANKLE, Side.LEFT)


def test_a_closed_part_gives_the_findings_that_close_it():
    one, two = a_caution("one", closes=("ball",)), a_caution("two", closes=("pressing",))
    status_now = folded(one, two, a_caution("three"))
    rules = {case.finding.rule for case in status_now.closing(Closure(Part.BALL))}
    assert rules == {"one", "two"}
    assert status_now.routine_closed("release") == ()
    assert [case.finding.rule for case in closed("routine:x").routine_closed("x")] == ["floor"]


# ---------------------------------------------------------------- said again


def test_said_again_while_it_is_open_it_is_the_same_finding():
    case = only_case(a_finding(), a_finding(at=NOON + DAY), now=LATER)
    assert (case.first_at, case.last_at) == (NOON, NOON + DAY)


def test_said_again_after_it_ended_it_is_a_new_one_and_the_old_one_is_kept():
    first, again = a_finding(), a_finding(at=NOON + 2 * DAY)
    check = a_check(first, NOON + DAY)
    new, old = folded(first, again, replies=[check], now=LATER).cases
    assert (new.state, new.first_at) == (FindingState.OPEN, again.at)
    assert (old.state, old.reply) == (FindingState.CHECKED, check)


def test_after_a_rule_became_milder_the_graver_finding_stays():
    graver = a_finding(urgency=Urgency.EMERGENCY)
    milder = a_caution("hot", at=NOON + DAY, closes=("ball",))
    case = only_case(graver, milder, now=LATER)
    assert case.urgency is Urgency.EMERGENCY
    assert set(case.closes) >= set(closing("everything"))


def test_a_milder_finding_keeps_its_urgency_after_an_expired_check_of_a_graver_one():
    graver = a_finding(urgency=Urgency.EMERGENCY)
    check = a_check(graver, NOON + 3 * HOUR, until=day(1))
    fresh = a_finding(at=NOON + 3 * DAY)
    case = only_case(graver, fresh, replies=[check], now=LATER)
    assert case.urgency is Urgency.SAME_DAY


def test_one_correction_takes_back_one_finding_only():
    first, again = a_finding(), a_finding(at=NOON + DAY)
    wrong = corrected(again, again.at + MINUTE)
    cases = folded(first, again, replies=[wrong], now=LATER).cases
    states = {case.last_at: case.state for case in cases}
    assert states == {first.at: FindingState.OPEN, again.at: FindingState.CORRECTED}


# ---------------------------------------------------------------- a wrong tap


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(), FindingState.CORRECTED),
        (CORRECTED_WITHIN, FindingState.CORRECTED),
        (CORRECTED_WITHIN + timedelta(seconds=1), FindingState.OPEN),
        (-timedelta(seconds=1), FindingState.OPEN),
    ],
)
def test_a_wrong_tap_is_put_right_within_ten_minutes(after, state):
    finding = a_finding(urgency=Urgency.EMERGENCY)
    assert only_case(finding, replies=[corrected(finding, NOON + after)]).state is state


def test_a_correction_of_another_finding_takes_nothing_back():
    other = a_finding(at=NOON - DAY)
    assert only_case(a_finding(), replies=[corrected(other, NOON + MINUTE)]).open


def test_a_finding_is_correctable_only_while_a_correction_would_count():
    case = only_case(a_finding())
    assert case.correctable(NOON + CORRECTED_WITHIN)
    assert not case.correctable(NOON + CORRECTED_WITHIN + timedelta(seconds=1))
    assert not case.correctable(NOON - MINUTE)


def test_a_corrected_finding_is_not_listed_as_lifted():
    finding = a_finding()
    status_now = folded(finding, replies=[corrected(finding, NOON + MINUTE)])
    assert status_now.no_sign_seen
    assert status_now.lifted_lately == ()


def test_a_corrected_finding_stays_corrected_after_a_check_expires():
    wrong, real = a_finding(), a_finding(at=NOON + DAY)
    check = a_check(real, real.at + HOUR, until=day(2))
    replies = [corrected(wrong, NOON + MINUTE), check]
    cases = folded(wrong, real, replies=replies, now=LATER).cases
    states = {case.last_at: case.state for case in cases}
    assert states[wrong.at] is FindingState.CORRECTED


# ---------------------------------------------------------------- a check


def test_a_check_ends_only_its_own_finding():
    hot, blood = a_finding("hot"), a_caution("blood", closes=("release",), ask=True)
    status_now = folded(hot, blood, replies=[a_check(hot, NOON + HOUR)], now=NOON + 2 * HOUR)
    assert [case.finding.rule for case in status_now.open] == ["blood"]
    assert status_now.programme_open
    assert not status_now.routine_open


@pytest.mark.parametrize(
    ("allows", "routine", "programme"),
    [
        (Allows.BOTH, True, True),
        (Allows.ROLL, True, False),
        (Allows.TRAIN, False, True),
        (Allows.NEITHER, False, False),
    ],
)
def test_a_check_opens_what_was_allowed_and_the_rest_stays_closed(allows, routine, programme):
    finding = a_finding()
    check = a_check(finding, NOON + HOUR, allows=allows)
    status_now = folded(finding, replies=[check], now=LATER)
    assert (status_now.routine_open, status_now.programme_open) == (routine, programme)
    assert status_now.trial_open is routine
    assert status_now.urgency is Urgency.NONE_SEEN
    assert not status_now.no_sign_seen or allows is Allows.BOTH


def test_a_check_with_an_end_day_expires_the_day_after():
    finding = a_finding(urgency=Urgency.EMERGENCY)
    check = a_check(finding, NOON + 3 * HOUR, until=day(7))
    last = folded(finding, replies=[check], now=NOON + 7 * DAY + 11 * HOUR)
    over = folded(finding, replies=[check], now=NOON + 7 * DAY + 12 * HOUR)
    assert last.routine_open
    assert not over.routine_open
    assert over.urgency is Urgency.ROUTINE
    assert over.cases[0].reply == check


def test_a_later_check_replaces_an_earlier_one():
    finding = a_finding()
    first = a_check(finding, NOON + HOUR)
    later = a_check(finding, NOON + DAY, allows=Allows.NEITHER)
    assert folded(finding, replies=[first, later], now=LATER).nothing_left
    again = a_check(finding, NOON + 2 * DAY, allows=Allows.TRAIN)
    assert folded(finding, replies=[first, later, again], now=LATER).programme_open


@pytest.mark.parametrize(
    ("entered", "seen", "counts"),
    [
        (HOUR, 0, True),
        (DAY, 0, True),
        (DAY, 1, True),
        (DAY, 2, False),
        (HOUR, -1, False),
        (-HOUR, 0, False),
        (-DAY, -1, False),
    ],
)
def test_a_check_counts_only_if_made_after_the_finding_and_not_in_the_future(entered, seen, counts):
    finding = a_finding()
    check = a_check(finding, NOON + entered, seen_on=day(seen))
    assert only_case(finding, replies=[check], now=LATER).open is not counts


@pytest.mark.parametrize("about", About)
def test_an_emergency_is_never_checked_on_the_spot(about):
    finding = a_finding(urgency=Urgency.EMERGENCY, about=about, injury_on=day(0))
    early = a_check(finding, NOON + SEEN_AFTER_EMERGENCY - timedelta(seconds=1))
    in_time = a_check(finding, NOON + SEEN_AFTER_EMERGENCY)
    assert only_case(finding, replies=[early], now=LATER).open
    assert only_case(finding).check_from == NOON + SEEN_AFTER_EMERGENCY
    assert not only_case(finding, replies=[in_time], now=LATER).open


def test_a_finding_that_is_no_emergency_can_be_checked_at_once():
    assert only_case(a_finding()).check_from is None
    finding = a_finding()
    assert not only_case(finding, replies=[a_check(finding, NOON)]).open


def test_a_check_does_not_end_a_finding_that_is_not_checkable():
    finding = a_caution("adults_only", closes=("everything",), checkable=False)
    assert folded(finding, replies=[a_check(finding, NOON + DAY)], now=LATER).nothing_left


def test_days_are_counted_in_the_persons_time_zone():
    finding = a_finding(at=NOON + 11 * HOUR)  # 23:00 in UTC, the next morning in Auckland
    check = a_check(finding, NOON + 12 * HOUR, seen_on=day(0))
    assert not only_case(finding, replies=[check], now=LATER).open
    assert only_case(finding, replies=[check], now=LATER, zone=ZoneInfo("Pacific/Auckland")).open


def test_a_check_of_what_a_caution_left_closed_ends_with_the_caution():
    finding = a_caution("blood", closes=("everything",), denied_at=NOON + WEEK)
    check = a_check(finding, NOON + HOUR, allows=Allows.TRAIN)
    assert not folded(finding, replies=[check], now=NOON + DAY).routine_open
    assert folded(finding, replies=[check], now=NOON + 2 * WEEK).routine_open


def test_a_restriction_until_a_day_outlasts_the_caution():
    finding = a_caution("sore", closes=("release",), ends=Ends.DAY)
    check = a_check(finding, NOON + HOUR, allows=Allows.NEITHER, until=day(3))
    assert not folded(finding, replies=[check], now=NOON + 2 * DAY).routine_open
    assert folded(finding, replies=[check], now=NOON + 4 * DAY).routine_open


# ---------------------------------------------------------------- what a check holds for


def test_a_finding_felt_again_after_a_check_is_open_again():
    first, again = a_finding(), a_finding(at=NOON + 2 * DAY)
    check = a_check(first, NOON + DAY)
    assert folded(first, again, replies=[check], now=LATER).nothing_left


def injured(at, days_ago, **different):
    happened = (at - days_ago * DAY).date()
    return a_finding("ligament", at=at, about=About.INJURY, injury_on=happened, **different)


def test_a_checked_injury_stays_checked_when_it_is_reported_again():
    first = injured(NOON, 2)
    check = a_check(first, NOON + DAY)
    reported = [injured(NOON + n * DAY, 2 + n) for n in range(2, 12)]
    status_now = folded(first, *reported, replies=[check], now=NOON + 12 * DAY)
    assert not status_now.open
    assert not status_now.no_sign_seen


def test_a_check_before_the_first_report_of_an_injury_counts():
    reported = injured(NOON, 5, urgency=Urgency.EMERGENCY)
    check = a_check(reported, NOON - 3 * DAY)
    assert not folded(reported, replies=[check], now=LATER).open


def test_a_check_of_an_old_injury_does_not_count_for_a_new_one():
    first, new = injured(NOON, 2), injured(NOON + 9 * DAY, 1)
    check = a_check(first, NOON + DAY)
    assert folded(first, new, replies=[check], now=LATER).nothing_left


def test_a_check_before_the_day_of_the_injury_does_not_count():
    reported = injured(NOON, 2)
    check = a_check(reported, NOON + HOUR, seen_on=day(-3))
    assert folded(reported, replies=[check], now=LATER).open


def test_an_injury_of_unknown_day_follows_the_rules_of_current_symptoms():
    reported = a_finding("ligament", about=About.INJURY)
    before, after = a_check(reported, NOON - DAY), a_check(reported, NOON + DAY)
    assert folded(reported, replies=[before], now=LATER).open
    assert not folded(reported, replies=[after], now=LATER).open


def test_a_check_of_a_condition_stays_valid_when_it_is_reported_again():
    first = a_caution("blood", closes=("release",), about=About.CONDITION, ask=True)
    again = replace_at(first, NOON + 26 * WEEK)
    check = a_check(first, NOON + DAY)
    status_now = folded(first, again, replies=[check], now=NOON + 27 * WEEK)
    assert status_now.routine_open
    assert not status_now.to_ask


def test_a_check_of_a_condition_holds_until_the_day_it_names():
    blood = a_caution("blood", closes=("release",), about=About.CONDITION, ask=True)
    check = a_check(blood, NOON + DAY, until=day(30))
    assert folded(blood, replies=[check], now=NOON + 30 * DAY).routine_open
    assert folded(blood, replies=[check], now=NOON + 31 * DAY).to_ask


def replace_at(finding: Finding, at):
    return finding.model_copy(update={"at": at, "key": f"{finding.key}:{at.isoformat()}"})


# ---------------------------------------------------------------- what ends by itself


LASTING = pytest.mark.parametrize("ends", sorted(set(Ends) - {Ends.DAY}))


@LASTING
def test_no_other_finding_ends_because_time_passes(ends):
    finding = a_finding(
        urgency=Urgency.WITHIN_DAYS, ends=ends, days=7 if ends is Ends.DAYS else None
    )
    assert folded(finding, now=NOON + 500 * DAY).nothing_left


def test_a_finding_of_one_day_ends_at_the_persons_midnight():
    finding = a_caution("red_morning", closes=("release",), ends=Ends.DAY)
    zone = ZoneInfo("America/New_York")
    midnight = NOON.replace(hour=5) + DAY
    assert only_case(finding, now=midnight - MINUTE, zone=zone).open
    case = only_case(finding, now=midnight, zone=zone)
    assert (case.state, case.ended_at, case.closes) == (FindingState.EXPIRED, midnight, ())


def test_a_later_answer_ends_a_finding_that_an_answer_ends():
    finding = a_caution(denied_at=NOON + WEEK)
    assert only_case(finding, now=NOON + WEEK - MINUTE).open
    case = only_case(finding, now=NOON + WEEK)
    assert (case.state, case.ended_at) == (FindingState.PASSED, NOON + WEEK)


def test_an_answer_from_before_or_after_now_ends_nothing():
    assert only_case(a_caution(denied_at=NOON - HOUR)).open
    assert only_case(a_caution(denied_at=NOON), now=LATER).open


@pytest.mark.parametrize("ends", sorted(set(Ends) - {Ends.ANSWER}))
def test_a_later_answer_ends_no_other_finding(ends):
    finding = a_finding(
        urgency=Urgency.WITHIN_DAYS,
        ends=ends,
        days=7 if ends is Ends.DAYS else None,
        denied_at=NOON + MINUTE,
    )
    assert only_case(finding, now=NOON + HOUR).open


def seven_days(**different):
    return a_finding(urgency=Urgency.WITHIN_DAYS, ends=Ends.DAYS, days=7, **different)


def test_a_finding_that_has_gone_passes_only_after_its_days():
    finding = seven_days()
    assert only_case(finding).asked_from == NOON + WEEK
    assert only_case(finding, replies=[gone(finding, NOON + WEEK - MINUTE)], now=LATER).open
    case = only_case(finding, replies=[gone(finding, NOON + WEEK)], now=LATER)
    assert (case.state, case.ended_at) == (FindingState.PASSED, NOON + WEEK)


@pytest.mark.parametrize("ends", sorted(set(Ends) - {Ends.DAYS}))
def test_no_other_finding_passes_because_the_person_says_so(ends):
    finding = a_finding(urgency=Urgency.WITHIN_DAYS, ends=ends)
    assert only_case(finding).asked_from is None
    assert only_case(finding, replies=[gone(finding, NOON + 5 * HOUR)], now=NOON + 6 * HOUR).open


def test_a_finding_still_there_is_asked_about_after_the_same_number_of_days():
    finding = seven_days()
    answered = still(finding, NOON + 8 * DAY)
    case = only_case(finding, replies=[answered], now=LATER)
    assert (case.asked_from, case.last_at) == (NOON + 15 * DAY, NOON + 8 * DAY)
    early = gone(finding, NOON + 14 * DAY)
    assert only_case(finding, replies=[answered, early], now=LATER).open
    in_time = gone(finding, NOON + 15 * DAY)
    assert not only_case(finding, replies=[answered, in_time], now=LATER).open


def test_a_finding_said_again_is_not_ended_by_an_earlier_reply():
    first, again = seven_days(), seven_days(at=NOON + 6 * DAY)
    case = only_case(first, again, replies=[gone(first, NOON + 8 * DAY)], now=NOON + 9 * DAY)
    assert case.open
    assert case.asked_from == NOON + 13 * DAY


@pytest.mark.parametrize("answer", [gone, still])
def test_replies_given_during_a_check_do_not_count_after_it_expires(answer):
    finding = seven_days()
    check = a_check(finding, NOON + DAY, until=day(9))
    replies = [check, answer(finding, NOON + 8 * DAY)]
    case = only_case(finding, replies=replies, now=NOON + 10 * DAY)
    assert (case.state, case.reply, case.urgency) == (FindingState.OPEN, check, Urgency.ROUTINE)


def test_a_passed_finding_stays_passed_until_it_is_said_again():
    finding = seven_days()
    replies = [gone(finding, NOON + WEEK), still(finding, NOON + 8 * DAY)]
    assert not only_case(finding, replies=replies, now=LATER).open


def test_a_reply_from_a_stale_tab_does_not_end_a_later_finding():
    first, again = a_finding(), a_finding(at=NOON + HOUR)
    check = a_check(first, NOON + 2 * HOUR)
    assert only_case(first, again, replies=[check], now=LATER).open
    check = a_check(again, NOON + 2 * HOUR)
    assert not only_case(first, again, replies=[check], now=LATER).open


def test_a_reply_to_a_removed_finding_counts_by_its_time():
    finding = a_finding()
    check = replace(a_check(finding, NOON + HOUR), finding="screening:lost:hot")
    assert not only_case(finding, replies=[check], now=LATER).open


# ---------------------------------------------------------------- clocks


def test_replies_from_the_future_do_not_count_and_findings_from_it_are_open():
    finding = a_finding()
    assert only_case(finding, replies=[a_check(finding, NOON + DAY)], now=NOON + HOUR).open
    assert only_case(finding, now=NOON - DAY).open


def test_a_finding_from_the_future_says_when_a_check_counts():
    finding = a_finding(at=NOON + DAY)
    early = a_check(finding, NOON)
    case = only_case(finding, replies=[early], now=NOON)
    assert case.open
    assert case.check_from == finding.at
    assert not case.correctable(NOON)


def test_an_earlier_check_does_not_end_a_finding_from_a_clock_ahead():
    first = a_finding(at=NOON)
    check = a_check(first, NOON + 5 * DAY)
    after_set_back = a_finding(at=NOON + 3 * DAY)
    assert folded(first, after_set_back, replies=[check], now=NOON + 6 * DAY).nothing_left


def test_what_ended_yesterday_is_open_again_while_the_clock_is_set_back():
    finding = a_caution("red_morning", closes=("release",), ends=Ends.DAY)
    assert not folded(finding, now=NOON + DAY).open
    assert folded(finding, now=NOON - DAY).open


# ---------------------------------------------------------------- what is told afterwards


@pytest.mark.parametrize(
    ("after", "told"), [(timedelta(), True), (REMEMBERED_FOR, False), (-MINUTE, True)]
)
def test_for_twelve_weeks_after_a_red_flag_no_clear_result_is_given(after, told):
    finding = a_finding()
    check = a_check(finding, NOON + HOUR)
    status_now = folded(finding, replies=[check], now=NOON + HOUR + max(after, timedelta()))
    assert bool(status_now.lifted_lately) is told
    assert status_now.no_sign_seen is not told


def test_a_caution_that_is_over_is_not_remembered():
    status_now = folded(a_caution(denied_at=NOON + HOUR), now=NOON + DAY)
    assert status_now.no_sign_seen


def test_an_ordinary_appointment_closes_nothing_and_is_still_no_clear_answer():
    finding = a_finding(urgency=Urgency.ROUTINE, closes=(), ends=Ends.ANSWER)
    status_now = folded(finding)
    assert not status_now.nothing_left
    assert not status_now.no_sign_seen


# ---------------------------------------------------------------- properties

RULES = ("hot", "blood", "injury", "sore", "gone")
MAKES = {
    "hot": {"urgency": Urgency.EMERGENCY},
    "blood": {
        "urgency": Urgency.NONE_SEEN,
        "ends": Ends.ANSWER,
        "about": About.CONDITION,
        "closes": ("release",),
    },
    "injury": {"about": About.INJURY},
    "sore": {"urgency": Urgency.NONE_SEEN, "ends": Ends.DAY, "closes": ("release", "test_move")},
    "gone": {"urgency": Urgency.WITHIN_DAYS, "ends": Ends.DAYS, "days": 2, "closes": ("training",)},
}
PROBES = tuple(
    probe
    for text in ("everything", "floor", "area:calf:left", "exercise:one_leg", "routine:release")
    for probe in parse_closures(text)
)
moments = st.integers(-48, 240).map(lambda hours: NOON + hours * HOUR)


@st.composite
def said(draw, rules=RULES):
    rule, at = draw(st.sampled_from(rules)), draw(moments)
    different = dict(MAKES[rule])
    if different.get("ends") is Ends.ANSWER:
        different["denied_at"] = draw(st.none() | moments)
    if different.get("about") is About.INJURY:
        different["injury_on"] = draw(st.none() | st.just(min(day(0), at.date())))
    return a_finding(rule, at=at, **different)


@st.composite
def replied(draw):
    finding, at = draw(said()), draw(moments)
    kind = draw(st.sampled_from(ReplyKind))
    if kind is not ReplyKind.CHECKED:
        made = {ReplyKind.GONE: gone, ReplyKind.STILL: still, ReplyKind.CORRECTED: corrected}
        return made[kind](finding, at)
    seen_on = at.date() + timedelta(days=draw(st.integers(-3, 1 if at.hour >= 10 else 0)))
    until = draw(st.none() | st.integers(0, 4).map(lambda days: seen_on + timedelta(days=days)))
    allows = draw(st.sampled_from(Allows))
    return a_check(finding, at, seen_on=seen_on, allows=allows, until=until)


findings = st.lists(said(), max_size=6, unique_by=lambda one: one.key)
replies = st.lists(replied(), max_size=5)


def shut(status_now: SafetyStatus) -> set[Closure]:
    return {probe for probe in PROBES if status_now.closing(probe)}


@given(findings, replies, moments, st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(some, answers, now, chance: random.Random):
    status_now = folded(*some, replies=answers, now=now)
    chance.shuffle(some)
    chance.shuffle(answers)
    assert folded(*some, replies=answers, now=now) == status_now


@given(findings, said(), replies, moments)
def test_one_more_finding_never_opens_anything_or_lowers_the_urgency(some, more, answers, now):
    before = folded(*some, replies=answers, now=now)
    after = folded(*some, more, replies=answers, now=now)
    assert shut(after) >= shut(before)
    assert after.urgency >= before.urgency
    assert not (after.no_sign_seen and not before.no_sign_seen)


@given(findings, moments, st.integers(0, 200))
def test_without_a_reply_only_an_answer_or_the_end_of_a_day_lowers_anything(some, now, hours):
    lasting = [one for one in some if one.ends in {Ends.CHECK, Ends.DAYS}]
    before = folded(*lasting, now=now)
    after = folded(*lasting, now=now + hours * HOUR)
    assert after.urgency == before.urgency
    assert shut(after) == shut(before)


@given(findings, replies, moments)
def test_nothing_but_a_check_or_a_correction_lowers_an_emergency(some, answers, now):
    reported = [one for one in some if one.rule == "hot"]
    waved = [reply for reply in answers if reply.kind in {ReplyKind.GONE, ReplyKind.STILL}]
    urgency = Urgency.EMERGENCY if reported else Urgency.NONE_SEEN
    assert folded(*reported, replies=waved, now=now).urgency is urgency


@given(findings, replies, moments, st.integers(1, 300))
def test_what_was_checked_without_an_end_does_not_come_back_by_itself(some, answers, now, hours):
    lasting = [replace(reply, until=None) if reply.until else reply for reply in answers]
    reported = [one for one in some if one.at <= now]
    given_ = [one for one in lasting if one.at <= now]
    before = folded(*reported, replies=given_, now=now)
    after = folded(*reported, replies=given_, now=now + hours * HOUR)
    assert shut(after) <= shut(before)


@given(findings, replies, moments)
def test_an_open_finding_closes_all_it_names_and_a_closed_thing_names_what_closes_it(
    some, answers, now
):
    status_now = folded(*some, replies=answers, now=now)
    for case in status_now.open:
        assert set(case.finding.closes) <= set(case.closes)
        assert all(status_now.closing(closure) for closure in case.finding.closes)
    for probe in PROBES:
        assert all(
            any(closure.covers(probe) for closure in case.closes)
            for case in status_now.closing(probe)
        )


@given(findings, replies, moments)
def test_every_open_finding_has_a_way_to_end(some, answers, now):
    for case in folded(*some, replies=answers, now=now).closing_now:
        finding = case.finding
        latest = max(now, *(one.at for one in (*some, *answers)))
        newest = max((one for one in some if one.rule == finding.rule), key=lambda one: one.at)
        check: Reply = a_check(newest, latest + SEEN_AFTER_EMERGENCY)
        status_now = status(some, [*answers, check], check.at, NOON.tzinfo)
        assert not [case for case in status_now.closing_now if case.finding.rule == finding.rule]


# ---------------------------------------------------------------- who answered, and when


def test_a_check_names_the_clinician_of_the_clinic_who_entered_it():
    finding = a_finding()
    checked = replace(a_check(finding, NOON + HOUR), account=UUID(int=7))
    assert only_case(finding, replies=[checked]).account == UUID(int=7)
    assert only_case(finding).account is None


def test_what_has_ended_waits_for_no_check():
    emergency = a_finding(urgency=Urgency.EMERGENCY)
    assert only_case(emergency).check_from == NOON + SEEN_AFTER_EMERGENCY
    check = a_check(emergency, NOON + 3 * HOUR)
    ended = only_case(emergency, replies=[check], now=NOON + 4 * HOUR)
    assert not ended.open
    assert ended.check_from is None
