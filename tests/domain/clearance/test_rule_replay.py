"""Today's rules beside those of then, answer by answer."""

from dataclasses import replace

import pytest

from kneeapp.domain.clearance.rule_replay import Counts, RuleChange, replayed
from kneeapp.domain.safety.closures import PRESSING
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.answers import ScreeningKind
from tests.domain.answer_factory import QUESTIONS, a_screening


def again(screening):
    [replay] = replayed(QUESTIONS, [screening])
    return replay


FLAGGED = a_screening(legs=["breathless"])
[FLAG] = FLAGGED.findings


def test_a_screening_of_today_replays_the_same():
    replay = again(FLAGGED)
    assert replay.change is RuleChange.SAME
    assert set(replay.by_rule.values()) == {RuleChange.SAME}


def test_a_new_rule_counts_as_more_careful():
    replay = again(replace(FLAGGED, findings=()))
    assert replay.change is RuleChange.MORE
    assert replay.by_rule[FLAG.rule] is RuleChange.MORE


def test_a_removed_rule_counts_as_less_careful():
    gone = FLAG.model_copy(update={"rule": "gone"})
    replay = again(a_screening(kind=ScreeningKind.SHORT, legs=[]))
    assert replay.by_rule == {}
    replay = again(replace(a_screening(legs=[]), findings=(gone,)))
    assert (replay.change, replay.by_rule) == (RuleChange.LESS, {"gone": RuleChange.LESS})


def test_a_rule_under_another_name_changes_the_rules_and_not_the_screening():
    renamed = FLAG.model_copy(update={"rule": "of_another_name"})
    replay = again(replace(FLAGGED, findings=(renamed,)))
    assert replay.change is RuleChange.SAME
    assert {replay.by_rule[FLAG.rule], replay.by_rule["of_another_name"]} == {
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
def test_urgency_and_closures_decide_how_careful_a_screening_was(then, change):
    milder = FLAG.model_copy(update=then)
    replay = again(replace(FLAGGED, findings=(milder,)))
    assert (replay.change, replay.by_rule[FLAG.rule]) == (change, change)


def test_cautions_that_were_not_kept_are_compared_with_nothing():
    told = a_screening(health=["bleeding"])
    assert again(replace(told, cautions=None)).by_rule == {}
    assert again(replace(told, cautions=())).change is RuleChange.MORE


def test_answers_that_todays_questions_refuse_are_left_out_and_named():
    older = replace(FLAGGED, answers={"legs": ["breathless"], "shoes": "red", "age": "old"})
    replay = again(older)
    assert replay.change is RuleChange.SAME
    assert replay.not_judged == ("shoes", "age")


def test_a_check_of_an_older_record_asked_nothing():
    check = replace(FLAGGED, kind=ScreeningKind.CHECKED)
    assert replayed(QUESTIONS, [check]) == []


def test_changes_are_counted_by_rule_and_by_screening():
    counts = Counts()
    for finding in replayed(QUESTIONS, [FLAGGED, replace(FLAGGED, findings=())]):
        counts.add(finding)
    assert counts.screenings == {RuleChange.SAME: 1, RuleChange.MORE: 1}
    assert counts.by_rule[FLAG.rule] == {RuleChange.SAME: 1, RuleChange.MORE: 1}
