"""Where a person stands: how far the screening went, what is due and why, what is open."""

from dataclasses import replace
from datetime import UTC, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kneeapp.domain.clearance.person_status import (
    SafetyRecord,
    person_standing,
    record_replies,
)
from kneeapp.domain.clearance.standing import DueWhy, standing, version
from kneeapp.domain.evidence.rating_findings import RED_MORNINGS
from kneeapp.domain.safety.findings import Ends, Urgency
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.screening.answers import ScreeningKind, new_screening
from kneeapp.domain.screening.questionnaire import applicable_groups
from kneeapp.domain.screening.questions import INTERVALS, SAFETY, Every
from tests.domain.answer_factory import MORNING, QUESTIONS, a_screening, none_of_these

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FULL, SHORT, CHECKED = ScreeningKind.FULL, ScreeningKind.SHORT, ScreeningKind.CHECKED


def full(days=0, **answers):
    return none_of_these(a_screening(at=MORNING + days * DAY, number=days + 1, **answers))


def short(days, *before, **answers):
    """The questions that are due after `before`, with these answers, else none of these."""
    at = MORNING + days * DAY
    standing_now = standing(QUESTIONS, before, at)
    screening = a_screening(SHORT, at=at, number=days + 1, known=standing_now.known, **answers)
    return none_of_these(screening, SAFETY, only=standing_now.due)


def checked(days):
    return a_screening(CHECKED, at=MORNING + days * DAY, number=days + 1)


def stand(*screenings, at=MORNING + 30 * DAY, replies=()):
    return person_standing(QUESTIONS, SafetyRecord(screenings, replies), at, UTC)


def a_check(standing_now, rule, days):
    """A doctor's check of the case of `rule`, made and entered so many days after MORNING."""
    case = next(case for case in standing_now.status.cases if case.finding.rule == rule)
    at = MORNING + days * DAY
    return Reply(
        id=UUID(int=days + 1),
        finding=case.finding.key,
        rule=rule,
        kind=ReplyKind.CHECKED,
        at=at,
        by=Clinician.DOCTOR,
        seen_on=at.date(),
        allows=Allows.BOTH,
    )


def to_ask(standing_now):
    """The questions that are asked, as far as is known before the first is answered."""
    return {
        group.id
        for group in applicable_groups(QUESTIONS, SAFETY, standing_now.known, only=standing_now.due)
    }


def of_every(every):
    return {group.id for group in QUESTIONS.groups if group.every is every}


# ---------------------------------------------------------------- how far it went


def test_a_person_without_a_screening_is_neither_blocked_nor_ready():
    standing_now = stand()
    assert not standing_now.screened
    assert not standing_now.blocked
    assert standing_now.list_due
    assert set(standing_now.due.values()) == {DueWhy.NEW}


def test_a_clear_full_screening_opens_the_routine():
    standing_now = stand(full(), at=MORNING + MINUTE)
    assert standing_now.screened
    assert not standing_now.blocked
    assert standing_now.latest == standing_now.unfinished == full()
    assert not standing_now.list_due


def test_a_finished_screening_is_not_continued():
    done = replace(full(), finished_at=MORNING + 5 * MINUTE)
    assert stand(done).unfinished is None
    assert stand(done).latest == done


def test_only_the_newest_full_screening_is_continued():
    older, newer = full(), full(1)
    assert stand(older, replace(newer, finished_at=newer.started_at)).unfinished is None


def test_a_screening_that_ended_at_an_emergency_is_complete():
    flagged = a_screening(emergency=["foot_cold"])
    assert stand(flagged).screened
    assert stand(flagged).blocked


def test_a_list_goes_on_while_a_graver_answer_is_possible():
    flagged = a_screening(emergency=[], spine=[], legs=["weaker"])
    assert not stand(flagged).screened
    assert stand(flagged).blocked


def test_a_question_added_by_newer_content_makes_the_screening_due():
    answers = dict(full().answers)
    del answers["tissue"]
    standing_now = stand(replace(full(), answers=answers), at=MORNING + MINUTE)
    assert not standing_now.screened
    assert to_ask(standing_now) == {"tissue"}
    assert standing_now.due["tissue"] is DueWhy.NEW


# ---------------------------------------------------------------- what is due


def test_each_question_is_due_once_its_answer_is_too_old():
    for every, interval in INTERVALS.items():
        fresh = stand(full(), at=MORNING + interval - MINUTE)
        due = stand(full(), at=MORNING + interval)
        groups = of_every(every) & set(full().answers)
        assert not groups & set(fresh.due)
        assert groups <= set(due.due)


def test_each_due_question_has_a_reason():
    standing_now = stand(full(), at=MORNING + 5 * INTERVALS[Every.FOUR_WEEKS] / 4)
    whys = {every: {standing_now.due.get(group) for group in of_every(every)} for every in Every}
    assert DueWhy.SESSION in whys[Every.SESSION]
    assert DueWhy.TIME in whys[Every.FOUR_WEEKS]
    assert whys[Every.YEAR] == {None}


def test_a_list_asks_only_due_questions_and_then_none_is_due():
    first = full()
    later = short(1, first)
    assert set(later.answers) <= of_every(Every.SESSION)
    assert not stand(first, later, at=MORNING + DAY + MINUTE).list_due


def test_an_unfinished_list_leaves_the_rest_due():
    begun_list = a_screening(SHORT, at=MORNING + DAY, number=2, emergency=[])
    standing_now = stand(full(), begun_list, at=MORNING + DAY + MINUTE)
    assert standing_now.list_due
    assert "emergency" not in standing_now.due


def test_a_dependent_question_is_not_due_by_itself():
    standing_now = stand(full(), at=MORNING + MINUTE)
    hanging = {group.id for group in QUESTIONS.groups if group.every and group.when}
    assert hanging
    assert not standing_now.due


def test_answers_from_a_clock_that_ran_ahead_are_asked_again():
    standing_now = stand(full(1), at=MORNING)
    assert set(standing_now.due.values()) == {DueWhy.SESSION, DueWhy.TIME, DueWhy.NEW}


def test_where_the_rules_became_more_careful_the_question_is_asked_again():
    groups = tuple(
        group.model_copy(update={"careful_since": "9999.1"}) if group.id == "age" else group
        for group in QUESTIONS.groups
    )
    newer = QUESTIONS.model_copy(update={"groups": groups})
    standing_now = standing(newer, [full()], MORNING + MINUTE)
    assert to_ask(standing_now) == {"age"}
    assert standing_now.due["age"] is DueWhy.CAREFUL
    assert "age" not in standing_now.known


def test_a_version_that_is_no_number_counts_as_the_oldest():
    assert version("old") < version("2026.1") < version("2026.2") < version("2026.10")


def test_known_answers_are_still_valid_or_only_old():
    standing_now = stand(full(), at=MORNING + 2 * HOUR)
    assert standing_now.known["age"] == 40
    assert not of_every(Every.SESSION) & set(standing_now.known)


# ---------------------------------------------------------------- what is open


def test_a_red_flag_blocks_before_the_screening_is_complete():
    assert stand(a_screening(emergency=["foot_cold"])).blocked


def test_an_ordinary_appointment_does_not_block():
    routine = next(
        rule
        for rule in QUESTIONS.all_rules
        if rule.urgency is Urgency.ROUTINE and rule.when[0].group == "slow_signs"
    )
    standing_now = stand(full(slow_signs=list(routine.when[0].words)), at=MORNING + MINUTE)
    assert standing_now.status.urgency is Urgency.ROUTINE
    assert not standing_now.blocked


def test_neither_a_clear_list_nor_a_clear_screening_lifts_an_urgent_finding():
    flagged = full(knee_today=["hot"])
    assert stand(flagged, short(1, flagged)).blocked
    assert stand(flagged, full(1)).blocked


def test_a_check_ends_the_finding_it_is_about():
    before = full(knee_today=["hot"])
    check = a_check(stand(before), "hot_knee", 1)
    standing_now = stand(before, replies=[check])
    assert "hot_knee" not in {case.finding.rule for case in standing_now.status.open}
    assert not standing_now.status.no_sign_seen


def test_a_checked_finding_opens_again_once_it_is_said_again():
    before = full(knee_today=["hot"])
    check = a_check(stand(before), "hot_knee", 1)
    assert stand(before, short(2, before, knee_today=["hot"]), replies=[check]).blocked


def test_repeating_an_answer_raises_the_finding_anew():
    before = full(knee_today=["hot"])
    check = a_check(stand(before), "hot_knee", 1)
    again = before.answered(QUESTIONS, "knee_today", ["hot"], MORNING + 2 * DAY)
    assert stand(again, replies=[check]).blocked


def test_another_answer_in_the_same_screening_does_not_raise_old_findings_anew():
    before = full(knee_today=["hot"])
    check = a_check(stand(before), "hot_knee", 1)
    later = before.answered(QUESTIONS, "tissue", [], MORNING + 2 * DAY)
    assert not stand(later, replies=[check]).blocked


def test_a_wrong_tap_that_is_ticked_again_counts():
    tapped = a_screening(emergency=["foot_cold"])
    (case,) = stand(tapped).status.cases
    wrong = Reply(
        id=UUID(int=9),
        finding=case.finding.key,
        rule=case.finding.rule,
        kind=ReplyKind.CORRECTED,
        at=MORNING + MINUTE,
    )
    put_right = tapped.answered(QUESTIONS, "emergency", [], MORNING + MINUTE)
    assert not stand(put_right, replies=[wrong]).blocked
    again = put_right.answered(QUESTIONS, "emergency", ["foot_cold"], MORNING + 2 * MINUTE)
    assert stand(again, replies=[wrong]).blocked


def by_answer():
    """A caution that a later answer ends, as (rule, group, word)."""
    return next(
        (rule.id, rule.when[0].group, word)
        for rule in QUESTIONS.cautions
        if rule.ends is Ends.ANSWER and len(rule.when) == 1
        for word in rule.when[0].words
        if QUESTIONS.group(rule.when[0].group).stage in SAFETY
    )


def rules(standing_now):
    return {case.finding.rule for case in standing_now.status.open}


def test_a_caution_ends_with_the_next_answer_without_it():
    rule, group, word = by_answer()
    with_caution = full(**{group: [word]})
    assert rule in rules(stand(with_caution))
    assert rule not in rules(stand(with_caution, full(1)))


def test_a_screening_begun_before_a_caution_does_not_end_it():
    rule, group, word = by_answer()
    first = a_screening(at=MORNING, number=1, emergency=[])
    with_caution = a_screening(SHORT, at=MORNING + DAY, number=2, **{group: [word]})
    answered = first.answered(QUESTIONS, group, [], MORNING + 2 * DAY)
    assert rule in rules(stand(answered, with_caution))


def test_a_caution_given_late_in_a_screening_ends_with_a_later_answer():
    rule, group, word = by_answer()
    first = a_screening(at=MORNING, number=1, emergency=[])
    between = a_screening(SHORT, at=MORNING + DAY, number=2, **{group: []})
    with_caution = first.answered(QUESTIONS, group, [word], MORNING + 2 * DAY)
    assert rule in rules(stand(with_caution, between))
    after = a_screening(SHORT, at=MORNING + 3 * DAY, number=4, **{group: []})
    assert rule not in rules(stand(with_caution, between, after))


def test_a_carried_answer_keeps_its_finding_and_raises_no_new_one():
    first = full(back_and_hip=["down_the_leg"])
    newer = new_screening(
        QUESTIONS, FULL, screening_id=UUID(int=2), started_at=MORNING + DAY, previous=first
    )
    with_caution, carried = stand(first), stand(first, newer)
    assert rules(with_caution) == rules(carried) != set()
    assert [case.last_at for case in carried.status.cases] == [MORNING]
    clear = newer.answered(QUESTIONS, "back_and_hip", [], MORNING + 2 * DAY)
    assert rules(stand(first, clear, full(3, back_and_hip=[]))) == set()


# ---------------------------------------------------------------- older records


def older(screening):
    """As a record held it before findings said what they close, and cautions were kept."""
    flags = tuple(
        flag.__class__.model_validate(
            {
                "rule": flag.rule,
                "urgency": flag.urgency.name.lower(),
                "said": flag.said,
                "reason": flag.reason,
                "go": flag.go,
                "source": flag.source,
                "certainty": flag.certainty,
            }
        )
        for flag in screening.findings
    )
    return replace(screening, findings=flags, cautions=None, rules_version="2026.1")


def test_an_older_record_means_the_same_or_is_read_with_more_care():
    for answers in (
        {"knee_today": ["hot"]},
        {"slow_signs": ["lump"]},
        {"emergency": ["foot_cold"]},
    ):
        now, then = stand(full(**answers)), stand(older(full(**answers)))
        assert then.blocked
        assert then.status.urgency == now.status.urgency


def test_cautions_that_were_not_kept_are_those_of_todays_rules():
    rule, group, word = by_answer()
    assert rule in rules(stand(older(full(**{group: [word]}))))


def test_an_older_check_lifts_the_red_flags_before_it_but_no_emergency_on_the_spot():
    hot = older(full(knee_today=["hot"]))
    assert not rules(stand(hot, checked(1))) & {"hot_knee"}
    cold = older(a_screening(emergency=["foot_cold"]))
    at_once = replace(checked(0), started_at=MORNING + timedelta(seconds=3))
    assert stand(cold, at_once).blocked
    assert not stand(cold, checked(1)).blocked


def test_an_older_check_does_not_end_cautions():
    rule, group, word = by_answer()
    assert rule in rules(stand(older(full(knee_today=["hot"], **{group: [word]})), checked(1)))


# ---------------------------------------------------------------- properties

MAKERS = (
    full,
    lambda days: full(days, knee_today=["hot"]),
    lambda days: a_screening(SHORT, at=MORNING + days * DAY, number=days + 1, legs=[]),
    lambda days: a_screening(SHORT, at=MORNING + days * DAY, number=days + 1, legs=["weaker"]),
    checked,
)
histories = st.lists(st.sampled_from(MAKERS), max_size=5).map(
    lambda makers: [make(days) for days, make in enumerate(makers)]
)


@settings(max_examples=25, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_screenings_from_the_store_changes_nothing(screenings, chance):
    shuffled = screenings.copy()
    chance.shuffle(shuffled)
    assert stand(*shuffled) == stand(*screenings)


def test_a_day_on_which_somebody_had_looked_at_red_mornings_is_a_check_of_them():
    [check] = record_replies(SafetyRecord(seen=[MORNING.date()]), UTC)
    assert (check.kind, check.rule) == (ReplyKind.CHECKED, RED_MORNINGS)
    assert check.at == MORNING.replace(hour=12)
