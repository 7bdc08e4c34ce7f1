"""Cases with a published source: which rules fire, how urgent it is, which cautions hold."""

import json
from pathlib import Path

import pytest

from kneeapp.domain.findings import Urgency
from kneeapp.domain.groups import SAFETY
from kneeapp.domain.screening import cautions, judge
from tests.domain.answering import QUESTIONS

CASES = json.loads(
    (Path(__file__).parents[1] / "vectors" / "screening.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_published_case_is_judged_as_its_source_says(case):
    findings = judge(QUESTIONS, case["answers"])
    assert sorted(finding.rule for finding in findings) == case["rules"]
    worst = max((finding.urgency for finding in findings), default=Urgency.NONE_SEEN)
    assert worst.name.lower() == case["urgency"]
    held = cautions(QUESTIONS, case["answers"])
    assert sorted(caution.id for caution in held) == case["cautions"]


def test_every_answer_of_a_case_is_one_a_person_can_give():
    for case in CASES:
        for group, value in case["answers"].items():
            assert QUESTIONS.group(group).check(value) == value, case["id"]


def test_every_rule_fires_in_some_case():
    fired = {rule for case in CASES for rule in case["rules"]}
    assert fired == {rule.id for rule in QUESTIONS.rules}


def test_every_caution_holds_in_some_case():
    held = {caution for case in CASES for caution in case["cautions"]}
    assert held == {rule.caution.id for rule in QUESTIONS.cautions}


def test_every_item_about_safety_stands_in_some_case():
    given = {
        (group, item)
        for case in CASES
        for group, value in case["answers"].items()
        if isinstance(value, list)
        for item in value
    }
    for group in QUESTIONS.groups:
        if group.stage in SAFETY and group.kind == "items":
            for item in group.items:
                assert (group.id, item.id) in given


def test_every_case_names_its_source():
    assert all(case["source"] for case in CASES)
    assert len(CASES) >= 80
