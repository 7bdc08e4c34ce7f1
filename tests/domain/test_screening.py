"""How a screening is answered, judged and never softened."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.conditions import SKIPPED
from kneeapp.domain.findings import EMERGENCY_PLACE, Finding, Urgency
from kneeapp.domain.groups import (
    BEFORE_START,
    SAFETY,
    ChoiceGroup,
    ItemsGroup,
    NumberGroup,
    Stage,
)
from kneeapp.domain.questionnaire import asked, next_group
from kneeapp.domain.screening import ScreeningKind, begun, cautions, judge
from kneeapp.errors import BadInput
from tests.domain.answering import HEALTHY, MORNING, QUESTIONS, a_screening, none_of_these

SAFETY_GROUPS = [group for group in QUESTIONS.groups if group.stage in SAFETY]
EXCLUSIONS = {
    (condition.group, word)
    for rule in QUESTIONS.rules
    for condition in rule.unless
    for word in condition.words
}
DANGERS = [
    (group.id, item.id)
    for group in QUESTIONS.groups
    if isinstance(group, ItemsGroup) and group.stage is Stage.DANGER
    for item in group.items
    if (group.id, item.id) not in EXCLUSIONS
]


def values(group):
    """Answers a person can give to `group`."""
    if isinstance(group, ItemsGroup):
        return st.lists(st.sampled_from([item.id for item in group.items]), unique=True)
    if isinstance(group, ChoiceGroup):
        return st.sampled_from([option.id for option in group.options])
    assert isinstance(group, NumberGroup)
    return st.integers(int(group.min), int(group.max))


def an_answer():
    return st.sampled_from(SAFETY_GROUPS).flatmap(
        lambda group: st.tuples(st.just(group.id), values(group))
    )


some_answers = st.lists(an_answer(), max_size=12).map(dict)


def worst(answers):
    findings = judge(QUESTIONS, answers)
    return max((finding.urgency for finding in findings), default=Urgency.NONE_SEEN)


@given(some_answers, st.sampled_from(DANGERS))
def test_one_more_danger_item_never_lowers_the_urgency(answers, danger):
    group, item = danger
    more = {**answers, group: [*dict.fromkeys([*answers.get(group, []), item])]}
    assert worst(more) >= worst(answers)


@given(st.lists(an_answer(), max_size=15))
def test_no_later_answer_lowers_the_urgency_of_a_screening(given_in_turn):
    screening = a_screening()
    for group, value in given_in_turn:
        after = screening.answered(QUESTIONS, group, value)
        assert after.urgency >= screening.urgency
        assert {one.rule for one in screening.findings} <= {one.rule for one in after.findings}
        assert {one.rule for one in judge(QUESTIONS, after.answers)} <= {
            one.rule for one in after.findings
        }
        screening = after


@given(some_answers, st.randoms())
def test_the_order_of_answers_changes_nothing(answers, random):
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert judge(QUESTIONS, dict(shuffled)) == judge(QUESTIONS, answers)
    assert cautions(QUESTIONS, dict(shuffled)) == cautions(QUESTIONS, answers)


def test_an_answer_taken_back_leaves_its_finding():
    screening = a_screening(knee_today=["hot"])
    screening = screening.answered(QUESTIONS, "knee_today", [])
    assert screening.answers["knee_today"] == []
    assert screening.urgency is Urgency.SAME_DAY


def test_findings_stand_worst_first_and_say_where_to_go():
    screening = a_screening(slow_signs=["stiff_joints", "lump"], emergency=["foot_cold"])
    assert [one.urgency for one in screening.findings] == [
        Urgency.EMERGENCY,
        Urgency.WITHIN_DAYS,
        Urgency.ROUTINE,
    ]
    assert screening.findings[0].group == "emergency"
    assert "[112](tel:112)" in screening.findings[0].directions("[112](tel:112)")
    told = screening.findings[0].directions(None)
    assert "your local emergency number" in told
    assert EMERGENCY_PLACE not in told


def test_a_finding_reads_back_from_json():
    finding = a_screening(emergency=["foot_cold"]).findings[0]
    kept = finding.model_dump(mode="json")
    assert kept["urgency"] == "emergency"
    assert Finding.model_validate(kept) == finding


def test_urgency_is_ordered_and_blocks_from_within_days_on():
    assert sorted(Urgency) == list(Urgency)
    assert [urgency for urgency in Urgency if urgency.blocks] == [
        Urgency.WITHIN_DAYS,
        Urgency.SAME_DAY,
        Urgency.EMERGENCY,
    ]


@pytest.mark.parametrize(
    ("group", "value"),
    [
        ("emergency", ["no such item"]),
        ("emergency", "deformed"),
        ("emergency", None),
        ("emergency", [["deformed"]]),
        ("emergency", SKIPPED),
        ("injury", "perhaps"),
        ("injury", ["no"]),
        ("age", 0),
        ("age", "40"),
        ("age", 40.5),
        ("age", True),
        ("age", float("nan")),
        ("no_such_group", []),
    ],
)
def test_an_answer_that_is_none_is_refused(group, value):
    screening = a_screening(knee_today=[])
    with pytest.raises(BadInput):
        screening.answered(QUESTIONS, group, value)


def test_none_of_these_is_an_answer():
    screening = a_screening(emergency=())
    assert screening.answers == {"emergency": []}


def test_an_entry_that_a_clinician_has_checked_takes_no_answers():
    with pytest.raises(BadInput):
        a_screening(ScreeningKind.CHECKED, emergency=[])


def test_a_healthy_adult_reaches_the_routine_in_few_taps():
    healthy = none_of_these(a_screening())
    assert not healthy.findings
    groups = asked(QUESTIONS, BEFORE_START, healthy.answers)
    taps = sum(2 if group.kind == "number" else 1 for group in groups)
    assert taps <= 14
    assert sum(group.kind == "items" for group in groups) <= 9


def test_emergencies_are_asked_first():
    first = next_group(QUESTIONS, BEFORE_START, {})
    assert first is not None
    assert {
        rule.urgency
        for rule in QUESTIONS.rules
        for condition in rule.when
        if condition.group == first.id
    } == {Urgency.EMERGENCY}


def test_the_short_list_is_at_most_five_screens_for_a_healthy_adult():
    short = none_of_these(a_screening(ScreeningKind.SHORT), SAFETY, short=True)
    assert len(short.answers) <= 5
    assert "emergency" in short.answers


def test_fracture_signs_are_asked_only_within_a_week_of_an_injury():
    def groups(**answers):
        return [group.id for group in asked(QUESTIONS, SAFETY, answers)]

    assert "fracture" not in groups(injury="no")
    assert "fracture" in groups(injury="recent", injury_days=7)
    assert "fracture" not in groups(injury="recent", injury_days=8)
    assert "fracture" not in groups(injury="no", injury_days=7)


def test_a_short_screening_knows_the_age_from_the_full_one():
    full = none_of_these(a_screening(age=70))
    short = begun(
        QUESTIONS,
        ScreeningKind.SHORT,
        screening_id=UUID(int=2),
        started_at=MORNING + timedelta(days=1),
        previous=full,
    )
    short = short.answered(QUESTIONS, "injury", "recent").answered(QUESTIONS, "injury_days", 1)
    assert [finding.rule for finding in short.findings] == ["ottawa_age"]


def test_a_new_full_screening_asks_safety_afresh_and_keeps_the_rest():
    full = none_of_these(a_screening()).answered(QUESTIONS, "sitting_hours", 8)
    again = begun(
        QUESTIONS,
        ScreeningKind.FULL,
        screening_id=UUID(int=2),
        started_at=MORNING + timedelta(days=1),
        previous=full,
    )
    assert again.answers == {"sore_knee": "left", "test_move": "squat", "sitting_hours": 8}


def test_a_checked_entry_carries_nothing():
    full = none_of_these(a_screening())
    checked = begun(
        QUESTIONS,
        ScreeningKind.CHECKED,
        screening_id=UUID(int=2),
        started_at=MORNING,
        previous=full,
    )
    assert checked.answers == {}


def test_the_healthy_answers_are_still_those_of_the_file():
    for group, value in HEALTHY.items():
        assert QUESTIONS.group(group).check(value) == value
