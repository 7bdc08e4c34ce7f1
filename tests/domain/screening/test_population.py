"""The simulation of ordinary people: few are closed out, and no one rule does much of it."""

from collections import Counter

import pytest

from benchmarks.screening_population import SHARES, people
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.questions import ItemsGroup
from tests.domain.answer_factory import QUESTIONS


@pytest.fixture(scope="module")
def simulated():
    return people(2_000, seed=3)


def of_100(count, simulated):
    return 100 * count / len(simulated)


def test_most_simulated_ordinary_people_may_begin(simulated):
    out = of_100(sum(person.status.nothing_left for person in simulated), simulated)
    assert 5 < out < 25


def test_no_rule_closes_out_more_than_3_in_100(simulated):
    raised = Counter(case.finding.rule for person in simulated for case in person.status.red_flags)
    blocking = {rule.id for rule in QUESTIONS.all_rules if rule.urgency.blocks}
    assert max(of_100(raised[rule], simulated) for rule in blocking) < 3


def test_hardly_any_simulated_person_is_shown_an_emergency(simulated):
    emergencies = sum(person.status.urgency is Urgency.EMERGENCY for person in simulated)
    assert 0 < of_100(emergencies, simulated) < 4


def test_a_caution_alone_leaves_something_to_do(simulated):
    for person in simulated:
        raised = {case.finding.rule for case in person.status.open}
        if person.status.nothing_left and raised != {"fracture"}:
            assert person.status.red_flags or "fracture" in raised


def test_every_question_has_a_share_in_the_simulated_population():
    for group_id, shares in SHARES.items():
        group = QUESTIONS.group(group_id)
        assert set(shares) == {option.id for option in group.asked}
    listed = {
        group.id for group in QUESTIONS.groups if group.every and isinstance(group, ItemsGroup)
    }
    assert set(SHARES) == listed
