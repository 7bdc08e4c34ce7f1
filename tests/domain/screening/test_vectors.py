"""Cases with a published source: which rules fire, how urgent it is, what is closed."""

import json
from pathlib import Path

import pytest

from kneeapp.domain.safety.closures import Closure, Family, Part, parse_closures
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.answers import judge
from kneeapp.domain.screening.questions import SAFETY, ItemsGroup, Stage
from tests.domain.answer_factory import QUESTIONS

FILE = json.loads(
    (Path(__file__).parents[2] / "vectors" / "screening.json").read_text(encoding="utf-8")
)
CASES = FILE["cases"]
HARMLESS = [case for case in CASES if case.get("harmless")]
KEYS = {"id", "source", "why", "answers", "rules", "urgency", "cautions"}
MAY_HAVE = {"closes", "harmless", "not_said"}


def named(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["id"] for case in cases])


def closed(findings):
    return {closure for finding in findings for closure in finding.closes}


@named(CASES)
def test_a_published_case_is_judged_as_its_source_says(case):
    findings = judge(QUESTIONS, case["answers"])
    told = {True: [], False: []}
    for finding in findings:
        told[finding.is_red_flag].append(finding.rule)
    assert sorted(told[True]) == case["rules"]
    assert sorted(told[False]) == case["cautions"]
    worst = max((finding.urgency for finding in findings), default=Urgency.NONE_SEEN)
    assert worst.name.lower() == case["urgency"]
    if "closes" in case:
        assert sorted(map(str, closed(findings))) == case["closes"]


@named(HARMLESS)
def test_a_harmless_case_closes_nothing(case):
    """Nobody has to be seen soon, and the programme stays open with its easiest exercises."""
    findings = judge(QUESTIONS, case["answers"])
    assert (
        max((finding.urgency for finding in findings), default=Urgency.NONE_SEEN) <= Urgency.ROUTINE
    )
    for kept in (
        Closure(Part.PROGRAMME),
        Closure(Part.TEST_MOVE),
        Closure(Part.EXERCISE, Family.LYING),
        Closure(Part.EXERCISE, Family.STANDING),
    ):
        assert not any(finding.closing(kept) for finding in findings)
    assert "closes" in case


def test_every_question_of_a_harmless_case_is_answered():
    asked_of_all = [
        group.id
        for group in QUESTIONS.groups
        if group.every is not None and not group.when and isinstance(group, ItemsGroup)
    ]
    for case in HARMLESS:
        assert set(asked_of_all) <= set(case["answers"]), case["id"]


def test_items_left_out_of_a_harmless_case_are_items_that_are_asked():
    for case in HARMLESS:
        for named_item in case.get("not_said", []):
            group, item = named_item.split(".")
            assert item in [option.id for option in QUESTIONS.group(group).asked], case["id"]
            assert item not in case["answers"][group], case["id"]


def test_every_answer_of_a_case_is_one_a_person_can_give():
    for case in CASES:
        for group, value in case["answers"].items():
            assert QUESTIONS.group(group).check(value) == value, case["id"]


def test_every_rule_fires_in_some_case():
    fired = {rule for case in CASES for rule in (*case["rules"], *case["cautions"])}
    assert fired == {rule.id for rule in QUESTIONS.all_rules}


def test_every_safety_item_is_used_in_some_case():
    given = {
        (group, item)
        for case in CASES
        for group, value in case["answers"].items()
        if isinstance(value, list)
        for item in value
        if isinstance(item, str)
    }
    for group in QUESTIONS.groups:
        if group.stage in {*SAFETY, Stage.START} and isinstance(group, ItemsGroup):
            for item in group.items:
                assert (group.id, item.id) in given


def test_the_file_says_which_questions_it_is_for():
    assert FILE["questions"] == QUESTIONS.version
    assert FILE["version"].isdecimal()


def test_every_case_names_its_source_and_why():
    assert len({case["id"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert set(case) >= KEYS
        assert set(case) <= KEYS | MAY_HAVE
        assert case["source"]
        assert case["why"]
        assert all(parse_closures(closure) for closure in case.get("closes", ()))


def test_there_are_enough_cases_and_enough_of_them_are_harmless():
    def distinct(cases):
        return len({json.dumps(case["answers"], sort_keys=True) for case in cases})

    assert distinct(CASES) >= 250
    assert distinct(HARMLESS) >= 60
