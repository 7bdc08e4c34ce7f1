"""How a finding lives: what keeps it open, what ends it, and what is closed because of it."""

import random
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.safety.closures import Closure, Family, Part, parsed
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


def test_where_nothing_was_found_all_is_open_and_that_may_be_said():
    here = folded()
    assert here.no_sign_seen
    assert not here.nothing_left
    assert here.urgency is Urgency.NONE_SEEN
    assert (here.routine_open, here.programme_open, here.trial_open) == (True, True, True)
    assert (here.test_move_open, here.floor_open) == (True, True)


def test_a_finding_closes_what_it_names_until_something_ends_it():
    here = folded(a_finding(closes=("everything",)), now=LATER)
    assert here.nothing_left
    assert here.urgency is Urgency.SAME_DAY
    assert not here.no_sign_seen
    assert not here.trial_open
    assert not here.test_move_open
    assert not any(here.family_open(family) for family in Family)


def test_the_gravest_finding_comes_first_then_the_newest():
    cases = folded(
        a_caution(at=NOON + HOUR),
        a_finding("hot"),
        a_finding("locked", at=NOON + MINUTE),
        a_finding("cold", urgency=Urgency.EMERGENCY),
    ).cases
    assert [case.finding.rule for case in cases] == ["cold", "locked", "hot", "floor"]


def test_red_flags_and_cautions_are_told_apart():
    here = folded(a_finding("hot"), a_caution("floor"), a_caution("blood", ask=True))
    assert [case.finding.rule for case in here.red_flags] == ["hot"]
    assert {case.finding.rule for case in here.cautions} == {"floor", "blood"}
    assert [case.finding.rule for case in here.to_ask] == ["blood"]
    assert here.rules == {"hot", "floor", "blood"}


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
def test_what_is_closed_closes_no_more_than_it_says(text, routine, programme, trial):
    here = closed(text)
    assert here.routine_open is routine
    assert here.programme_open is programme
    assert here.trial_open is trial
    assert here.floor_open is (text != "floor")
    assert not here.no_sign_seen


def test_one_closed_family_leaves_the_others():
    here = closed("exercise:one_leg")
    assert {family for family in Family if not here.family_open(family)} == {Family.ONE_LEG}


def test_no_family_is_open_in_a_closed_programme():
    assert not any(closed("programme").family_open(family) for family in Family)


def test_closing_every_family_one_by_one_closes_the_programme():
    here = closed(*(f"exercise:{family}" for family in Family))
    assert not here.programme_open


def test_an_area_is_closed_on_its_side_for_every_tool():
    here = closed("area:calf:left")
    for tool in ("ball", "roller", "body"):
        assert here.area_closed(tool, Area.CALF, Side.LEFT)
        assert not here.area_closed(tool, Area.CALF, Side.RIGHT)
        assert not here.area_closed(tool, Area.ANKLE, Side.LEFT)


def test_a_closed_tool_closes_every_area_it_works_on():
    here = closed("roller")
    assert here.area_closed("roller", Area.CALF, Side.LEFT)
    assert not here.area_closed("ball", Area.CALF, Side.LEFT)


def test_movements_go_on_where_only_pressing_is_closed():
    here = closed("pressing")
    assert not here.area_closed("body", Area.ANKLE, Side.LEFT)


def test_a_closed_thing_names_the_findings_that_close_it():
    one, two = a_caution("one", closes=("ball",)), a_caution("two", closes=("pressing",))
    here = folded(one, two, a_caution("three"))
    rules = {case.finding.rule for case in here.closing(Closure(Part.BALL))}
    assert rules == {"one", "two"}
    assert here.routine_closed("release") == ()
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


def test_of_a_rule_that_became_milder_the_graver_saying_stays():
    graver = a_finding(urgency=Urgency.EMERGENCY)
    milder = a_caution("hot", at=NOON + DAY, closes=("ball",))
    case = only_case(graver, milder, now=LATER)
    assert case.urgency is Urgency.EMERGENCY
    assert set(case.closes) >= set(closing("everything"))


def test_a_rule_that_became_milder_is_said_in_full_once_the_check_of_the_graver_is_over():
    graver = a_finding(urgency=Urgency.EMERGENCY)
    check = a_check(graver, NOON + 3 * HOUR, until=day(1))
    fresh = a_finding(at=NOON + 3 * DAY)
    case = only_case(graver, fresh, replies=[check], now=LATER)
    assert case.urgency is Urgency.SAME_DAY


def test_one_wrong_tap_takes_back_one_saying_only():
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


def test_a_wrong_tap_of_something_else_takes_nothing_back():
    other = a_finding(at=NOON - DAY)
    assert only_case(a_finding(), replies=[corrected(other, NOON + MINUTE)]).open


def test_it_can_be_put_right_only_while_that_would_count():
    case = only_case(a_finding())
    assert case.correctable(NOON + CORRECTED_WITHIN)
    assert not case.correctable(NOON + CORRECTED_WITHIN + timedelta(seconds=1))
    assert not case.correctable(NOON - MINUTE)


def test_what_was_put_right_is_not_told_of_as_something_that_was_lifted():
    finding = a_finding()
    here = folded(finding, replies=[corrected(finding, NOON + MINUTE)])
    assert here.no_sign_seen
    assert here.lifted_lately == ()


def test_a_wrong_tap_does_not_come_back_when_a_later_check_is_over():
    wrong, real = a_finding(), a_finding(at=NOON + DAY)
    check = a_check(real, real.at + HOUR, until=day(2))
    replies = [corrected(wrong, NOON + MINUTE), check]
    cases = folded(wrong, real, replies=replies, now=LATER).cases
    states = {case.last_at: case.state for case in cases}
    assert states[wrong.at] is FindingState.CORRECTED


# ---------------------------------------------------------------- a check


def test_a_check_lifts_the_one_finding_that_it_is_of():
    hot, blood = a_finding("hot"), a_caution("blood", closes=("release",), ask=True)
    here = folded(hot, blood, replies=[a_check(hot, NOON + HOUR)], now=NOON + 2 * HOUR)
    assert [case.finding.rule for case in here.open] == ["blood"]
    assert here.programme_open
    assert not here.routine_open


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
    here = folded(finding, replies=[check], now=LATER)
    assert (here.routine_open, here.programme_open) == (routine, programme)
    assert here.trial_open is routine
    assert here.urgency is Urgency.NONE_SEEN
    assert not here.no_sign_seen or allows is Allows.BOTH


def test_what_was_allowed_until_a_day_is_closed_from_the_next_day_on_and_asked_about():
    finding = a_finding(urgency=Urgency.EMERGENCY)
    check = a_check(finding, NOON + 3 * HOUR, until=day(7))
    last = folded(finding, replies=[check], now=NOON + 7 * DAY + 11 * HOUR)
    over = folded(finding, replies=[check], now=NOON + 7 * DAY + 12 * HOUR)
    assert last.routine_open
    assert not over.routine_open
    assert over.urgency is Urgency.ROUTINE
    assert over.cases[0].reply == check


def test_a_later_check_takes_the_place_of_an_earlier_one():
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
def test_a_check_is_made_and_entered_after_what_it_is_of_and_not_in_the_future(
    entered, seen, counts
):
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


def test_another_finding_can_be_checked_at_once():
    assert only_case(a_finding()).check_from is None
    finding = a_finding()
    assert not only_case(finding, replies=[a_check(finding, NOON)]).open


def test_no_check_opens_what_is_not_checkable():
    finding = a_caution("adults_only", closes=("everything",), checkable=False)
    assert folded(finding, replies=[a_check(finding, NOON + DAY)], now=LATER).nothing_left


def test_days_are_those_of_the_person():
    finding = a_finding(at=NOON + 11 * HOUR)  # 23:00 in UTC, the next morning in Auckland
    check = a_check(finding, NOON + 12 * HOUR, seen_on=day(0))
    assert not only_case(finding, replies=[check], now=LATER).open
    assert only_case(finding, replies=[check], now=LATER, zone=ZoneInfo("Pacific/Auckland")).open


def test_a_check_of_what_a_caution_left_closed_ends_with_the_caution():
    finding = a_caution("blood", closes=("everything",), denied_at=NOON + WEEK)
    check = a_check(finding, NOON + HOUR, allows=Allows.TRAIN)
    assert not folded(finding, replies=[check], now=NOON + DAY).routine_open
    assert folded(finding, replies=[check], now=NOON + 2 * WEEK).routine_open


def test_what_a_clinician_did_not_allow_until_a_day_outlasts_the_caution():
    finding = a_caution("sore", closes=("release",), ends=Ends.DAY)
    check = a_check(finding, NOON + HOUR, allows=Allows.NEITHER, until=day(3))
    assert not folded(finding, replies=[check], now=NOON + 2 * DAY).routine_open
    assert folded(finding, replies=[check], now=NOON + 4 * DAY).routine_open


# ---------------------------------------------------------------- what a check holds for


def test_felt_again_after_a_check_it_is_open_again():
    first, again = a_finding(), a_finding(at=NOON + 2 * DAY)
    check = a_check(first, NOON + DAY)
    assert folded(first, again, replies=[check], now=LATER).nothing_left


def injured(at, days_ago, **different):
    happened = (at - days_ago * DAY).date()
    return a_finding("ligament", at=at, about=About.INJURY, injury_on=happened, **different)


def test_a_checked_injury_does_not_come_back_each_time_it_is_told():
    first = injured(NOON, 2)
    check = a_check(first, NOON + DAY)
    told = [injured(NOON + n * DAY, 2 + n) for n in range(2, 12)]
    here = folded(first, *told, replies=[check], now=NOON + 12 * DAY)
    assert not here.open
    assert not here.no_sign_seen


def test_a_check_before_the_first_telling_of_that_injury_counts_for_it():
    told = injured(NOON, 5, urgency=Urgency.EMERGENCY)
    check = a_check(told, NOON - 3 * DAY)
    assert not folded(told, replies=[check], now=LATER).open


def test_a_new_injury_comes_back_after_the_check_of_the_old_one():
    first, new = injured(NOON, 2), injured(NOON + 9 * DAY, 1)
    check = a_check(first, NOON + DAY)
    assert folded(first, new, replies=[check], now=LATER).nothing_left


def test_a_check_of_an_injury_is_not_of_the_day_before_it():
    told = injured(NOON, 2)
    check = a_check(told, NOON + HOUR, seen_on=day(-3))
    assert folded(told, replies=[check], now=LATER).open


def test_an_injury_of_an_unknown_day_is_checked_like_what_is_felt_now():
    told = a_finding("ligament", about=About.INJURY)
    before, after = a_check(told, NOON - DAY), a_check(told, NOON + DAY)
    assert folded(told, replies=[before], now=LATER).open
    assert not folded(told, replies=[after], now=LATER).open


def test_a_check_of_a_condition_holds_whenever_it_is_told_again():
    first = a_caution("blood", closes=("release",), about=About.CONDITION, ask=True)
    again = replace_at(first, NOON + 26 * WEEK)
    check = a_check(first, NOON + DAY)
    here = folded(first, again, replies=[check], now=NOON + 27 * WEEK)
    assert here.routine_open
    assert not here.to_ask


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
def test_nothing_else_ends_because_time_passes(ends):
    finding = a_finding(
        urgency=Urgency.WITHIN_DAYS, ends=ends, days=7 if ends is Ends.DAYS else None
    )
    assert folded(finding, now=NOON + 500 * DAY).nothing_left


def test_what_ends_with_the_day_is_over_at_midnight_of_the_person():
    finding = a_caution("red_morning", closes=("release",), ends=Ends.DAY)
    zone = ZoneInfo("America/New_York")
    midnight = NOON.replace(hour=5) + DAY
    assert only_case(finding, now=midnight - MINUTE, zone=zone).open
    case = only_case(finding, now=midnight, zone=zone)
    assert (case.state, case.ended_at, case.closes) == (FindingState.EXPIRED, midnight, ())


def test_a_later_answer_ends_what_an_answer_ends():
    finding = a_caution(denied_at=NOON + WEEK)
    assert only_case(finding, now=NOON + WEEK - MINUTE).open
    case = only_case(finding, now=NOON + WEEK)
    assert (case.state, case.ended_at) == (FindingState.PASSED, NOON + WEEK)


def test_an_answer_from_before_or_after_now_ends_nothing():
    assert only_case(a_caution(denied_at=NOON - HOUR)).open
    assert only_case(a_caution(denied_at=NOON), now=LATER).open


@pytest.mark.parametrize("ends", sorted(set(Ends) - {Ends.ANSWER}))
def test_a_later_answer_ends_nothing_else(ends):
    finding = a_finding(
        urgency=Urgency.WITHIN_DAYS,
        ends=ends,
        days=7 if ends is Ends.DAYS else None,
        denied_at=NOON + MINUTE,
    )
    assert only_case(finding, now=NOON + HOUR).open


def seven_days(**different):
    return a_finding(urgency=Urgency.WITHIN_DAYS, ends=Ends.DAYS, days=7, **different)


def test_what_has_gone_passes_once_its_days_are_over_and_not_before():
    finding = seven_days()
    assert only_case(finding).asked_from == NOON + WEEK
    assert only_case(finding, replies=[gone(finding, NOON + WEEK - MINUTE)], now=LATER).open
    case = only_case(finding, replies=[gone(finding, NOON + WEEK)], now=LATER)
    assert (case.state, case.ended_at) == (FindingState.PASSED, NOON + WEEK)


@pytest.mark.parametrize("ends", sorted(set(Ends) - {Ends.DAYS}))
def test_nothing_else_passes_because_the_person_says_so(ends):
    finding = a_finding(urgency=Urgency.WITHIN_DAYS, ends=ends)
    assert only_case(finding).asked_from is None
    assert only_case(finding, replies=[gone(finding, NOON + 5 * HOUR)], now=NOON + 6 * HOUR).open


def test_what_is_still_there_is_asked_about_after_as_many_days_again():
    finding = seven_days()
    answered = still(finding, NOON + 8 * DAY)
    case = only_case(finding, replies=[answered], now=LATER)
    assert (case.asked_from, case.last_at) == (NOON + 15 * DAY, NOON + 8 * DAY)
    early = gone(finding, NOON + 14 * DAY)
    assert only_case(finding, replies=[answered, early], now=LATER).open
    in_time = gone(finding, NOON + 15 * DAY)
    assert not only_case(finding, replies=[answered, in_time], now=LATER).open


def test_said_again_it_has_not_gone_by_what_was_said_before():
    first, again = seven_days(), seven_days(at=NOON + 6 * DAY)
    case = only_case(first, again, replies=[gone(first, NOON + 8 * DAY)], now=NOON + 9 * DAY)
    assert case.open
    assert case.asked_from == NOON + 13 * DAY


@pytest.mark.parametrize("answer", [gone, still])
def test_what_is_said_while_a_check_is_in_force_is_no_answer_once_it_is_over(answer):
    finding = seven_days()
    check = a_check(finding, NOON + DAY, until=day(9))
    replies = [check, answer(finding, NOON + 8 * DAY)]
    case = only_case(finding, replies=replies, now=NOON + 10 * DAY)
    assert (case.state, case.reply, case.urgency) == (FindingState.OPEN, check, Urgency.ROUTINE)


def test_what_has_gone_stays_gone_until_it_is_said_again():
    finding = seven_days()
    replies = [gone(finding, NOON + WEEK), still(finding, NOON + 8 * DAY)]
    assert not only_case(finding, replies=replies, now=LATER).open


def test_a_reply_given_in_a_tab_that_did_not_know_of_a_later_saying_leaves_that_open():
    first, again = a_finding(), a_finding(at=NOON + HOUR)
    check = a_check(first, NOON + 2 * HOUR)
    assert only_case(first, again, replies=[check], now=LATER).open
    check = a_check(again, NOON + 2 * HOUR)
    assert not only_case(first, again, replies=[check], now=LATER).open


def test_a_reply_to_a_finding_that_is_no_longer_there_counts_by_its_time():
    finding = a_finding()
    check = replace(a_check(finding, NOON + HOUR), finding="screening:lost:hot")
    assert not only_case(finding, replies=[check], now=LATER).open


# ---------------------------------------------------------------- clocks


def test_replies_from_the_future_do_not_count_and_findings_from_it_are_open():
    finding = a_finding()
    assert only_case(finding, replies=[a_check(finding, NOON + DAY)], now=NOON + HOUR).open
    assert only_case(finding, now=NOON - DAY).open


def test_of_a_finding_from_the_future_it_is_said_from_when_on_a_check_counts():
    finding = a_finding(at=NOON + DAY)
    early = a_check(finding, NOON)
    case = only_case(finding, replies=[early], now=NOON)
    assert case.open
    assert case.check_from == finding.at
    assert not case.correctable(NOON)


def test_said_by_a_clock_that_was_set_back_it_is_not_lifted_by_an_earlier_check():
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
def test_for_twelve_weeks_after_a_lift_nobody_is_told_that_no_sign_was_seen(after, told):
    finding = a_finding()
    check = a_check(finding, NOON + HOUR)
    here = folded(finding, replies=[check], now=NOON + HOUR + max(after, timedelta()))
    assert bool(here.lifted_lately) is told
    assert here.no_sign_seen is not told


def test_a_caution_that_is_over_is_not_remembered():
    here = folded(a_caution(denied_at=NOON + HOUR), now=NOON + DAY)
    assert here.no_sign_seen


def test_an_ordinary_appointment_closes_nothing_and_is_still_no_clear_answer():
    finding = a_finding(urgency=Urgency.ROUTINE, closes=(), ends=Ends.ANSWER)
    here = folded(finding)
    assert not here.nothing_left
    assert not here.no_sign_seen


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
    for probe in parsed(text)
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


def shut(here: SafetyStatus) -> set[Closure]:
    return {probe for probe in PROBES if here.closing(probe)}


@given(findings, replies, moments, st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(some, answers, now, chance: random.Random):
    here = folded(*some, replies=answers, now=now)
    chance.shuffle(some)
    chance.shuffle(answers)
    assert folded(*some, replies=answers, now=now) == here


@given(findings, said(), replies, moments)
def test_one_more_finding_never_opens_anything_nor_calms_anybody(some, more, answers, now):
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
    told = [one for one in some if one.rule == "hot"]
    waved = [one for one in answers if one.kind in {ReplyKind.GONE, ReplyKind.STILL}]
    urgency = Urgency.EMERGENCY if told else Urgency.NONE_SEEN
    assert folded(*told, replies=waved, now=now).urgency is urgency


@given(findings, replies, moments, st.integers(1, 300))
def test_what_was_checked_without_an_end_does_not_come_back_by_itself(some, answers, now, hours):
    lasting = [replace(one, until=None) if one.until else one for one in answers]
    told = [one for one in some if one.at <= now]
    given_ = [one for one in lasting if one.at <= now]
    before = folded(*told, replies=given_, now=now)
    after = folded(*told, replies=given_, now=now + hours * HOUR)
    assert shut(after) <= shut(before)


@given(findings, replies, moments)
def test_an_open_finding_closes_all_it_names_and_a_closed_thing_names_what_closes_it(
    some, answers, now
):
    here = folded(*some, replies=answers, now=now)
    for case in here.open:
        assert set(case.finding.closes) <= set(case.closes)
        assert all(here.closing(closure) for closure in case.finding.closes)
    for probe in PROBES:
        assert all(any(one.covers(probe) for one in case.closes) for case in here.closing(probe))


@given(findings, replies, moments)
def test_there_is_always_a_way_out(some, answers, now):
    for case in folded(*some, replies=answers, now=now).closing_now:
        finding = case.finding
        latest = max(now, *(one.at for one in (*some, *answers)))
        newest = max((one for one in some if one.rule == finding.rule), key=lambda one: one.at)
        check: Reply = a_check(newest, latest + SEEN_AFTER_EMERGENCY)
        here = status(some, [*answers, check], check.at, NOON.tzinfo)
        assert not [one for one in here.closing_now if one.finding.rule == finding.rule]
