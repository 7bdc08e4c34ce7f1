"""Today's rules beside those of then, answer by answer."""

from dataclasses import replace

import pytest

from kneeapp.domain.clearance.rule_replay import Counts, RuleChange, replayed
from kneeapp.domain.safety.closures import PRESSING
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.answers import ScreeningKind
from tests.domain.answer_factory import QUESTIONS, a_screening


def again(screening):
    [one] = replayed(QUESTIONS, [screening])
    return one


FLAGGED = a_screening(legs=["breathless"])
[FLAG] = FLAGGED.findings


def test_a_screening_of_today_is_told_the_same():
    one = again(FLAGGED)
    assert one.change is RuleChange.SAME
    assert set(one.by_rule.values()) == {RuleChange.SAME}


def test_a_rule_of_today_that_nobody_was_told_of_is_more_careful():
    one = again(replace(FLAGGED, findings=()))
    assert one.change is RuleChange.MORE
    assert one.by_rule[FLAG.rule] is RuleChange.MORE


def test_a_rule_that_is_gone_is_less_careful():
    gone = FLAG.model_copy(update={"rule": "gone"})
    one = again(a_screening(kind=ScreeningKind.SHORT, legs=[]))
    assert one.by_rule == {}
    one = again(replace(a_screening(legs=[]), findings=(gone,)))
    assert (one.change, one.by_rule) == (RuleChange.LESS, {"gone": RuleChange.LESS})


def test_a_rule_under_another_name_changes_the_rules_and_not_the_screening():
    renamed = FLAG.model_copy(update={"rule": "of_another_name"})
    one = again(replace(FLAGGED, findings=(renamed,)))
    assert one.change is RuleChange.SAME
    assert {one.by_rule[FLAG.rule], one.by_rule["of_another_name"]} == {
        RuleChange.MORE,
        RuleChange.LESS,
    }


@pytest.mark.parametrize(
    ("then", "change"),
    [
        ({"urgency": Urgency.SAME_DAY}, RuleChange.MORE),
        ({"closes": PRESSING}, RuleChange.MORE),
        ({"closes": FLAG.closes}, RuleChange.SAME),
    ],
)
def test_urgency_and_what_is_closed_tell_how_careful_it_was(then, change):
    milder = FLAG.model_copy(update=then)
    one = again(replace(FLAGGED, findings=(milder,)))
    assert (one.change, one.by_rule[FLAG.rule]) == (change, change)


def test_cautions_that_were_not_kept_are_compared_with_nothing():
    told = a_screening(health=["bleeding"])
    assert again(replace(told, cautions=None)).by_rule == {}
    assert again(replace(told, cautions=())).change is RuleChange.MORE


def test_answers_that_today_s_questions_do_not_take_are_left_out_and_named():
    older = replace(FLAGGED, answers={"legs": ["breathless"], "shoes": "red", "age": "old"})
    one = again(older)
    assert one.change is RuleChange.SAME
    assert one.not_judged == ("shoes", "age")


def test_a_check_of_an_older_record_asked_nothing():
    check = replace(FLAGGED, kind=ScreeningKind.CHECKED)
    assert replayed(QUESTIONS, [check]) == []


def test_changes_are_counted_by_rule_and_by_screening():
    counts = Counts()
    for one in replayed(QUESTIONS, [FLAGGED, replace(FLAGGED, findings=())]):
        counts.add(one)
    assert counts.screenings == {RuleChange.SAME: 1, RuleChange.MORE: 1}
    assert counts.by_rule[FLAG.rule] == {RuleChange.SAME: 1, RuleChange.MORE: 1}
