"""Rules that can never be raised are faults."""

from kneeapp.domain.clearance.rule_validation import rule_faults
from kneeapp.domain.screening.conditions import Condition
from tests.domain.answer_factory import QUESTIONS


def test_a_rule_about_a_group_that_is_not_there_is_left_to_the_check_of_names():
    when = (Condition.model_validate({"group": "nowhere", "has": "x"}),)
    rule = QUESTIONS.rules[0].model_copy(update={"when": when, "unless": (), "closes": ()})
    changed = QUESTIONS.model_copy(update={"rules": (rule,), "signs": (), "groups": ()})
    assert list(rule_faults(changed, ())) == []
