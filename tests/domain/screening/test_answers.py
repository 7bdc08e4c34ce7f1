"""How a screening is answered, judged and never softened."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.safety.closures import EVERYTHING, PRESSING, Closure, Family, Part
from kneeapp.domain.safety.findings import (
    EMERGENCY_PLACE,
    LINE_PLACE,
    About,
    Ends,
    Finding,
    Urgency,
)
from kneeapp.domain.screening.answers import ScreeningKind, judge, new_screening
from kneeapp.domain.screening.conditions import NOT_SURE, SKIPPED
from kneeapp.domain.screening.questionnaire import applicable_groups, next_group
from kneeapp.domain.screening.questions import (
    BEFORE_START,
    MOST_ITEMS,
    SAFETY,
    ChoiceGroup,
    Every,
    ItemsGroup,
    NumberGroup,
    Stage,
)
from kneeapp.errors import BadInput
from tests.domain.answer_factory import HEALTHY, MORNING, QUESTIONS, a_screening, none_of_these

SAFETY_GROUPS = [group for group in QUESTIONS.groups if group.stage in SAFETY]
EACH_SESSION = [group.id for group in SAFETY_GROUPS if group.every is Every.SESSION]
DANGERS = [
    (group.id, item.id)
    for group in QUESTIONS.groups
    if isinstance(group, ItemsGroup) and group.stage is Stage.DANGER
    for item in group.items
    if not item.explains
]
SECONDS_TO_READ = 45
WORDS_A_MINUTE = 238
"""Silent reading of English: Brysbaert 2019 J Mem Lang 109:104047 (from memory)."""

LIE_STILL = (
    Closure(Part.PROGRAMME),
    Closure(Part.TEST_MOVE),
    Closure(Part.EXERCISE, Family.LYING),
    Closure(Part.EXERCISE, Family.STANDING),
)
"""What concerns neither pressing nor falling nor holding the breath."""


def values(group):
    """Answers a person can give to `group`."""
    unsure = [NOT_SURE] if group.unsure else []
    if isinstance(group, ItemsGroup):
        words = [item.id for item in group.items] + unsure
        return st.lists(st.sampled_from(words), unique=True)
    if isinstance(group, ChoiceGroup):
        return st.sampled_from([option.id for option in group.options] + unsure)
    assert isinstance(group, NumberGroup)
    return st.integers(int(group.min), int(group.max)) | st.sampled_from(unsure or [int(group.min)])


def an_answer():
    return st.sampled_from(SAFETY_GROUPS).flatmap(
        lambda group: st.tuples(st.just(group.id), values(group))
    )


some_answers = st.lists(an_answer(), max_size=12).map(dict)


def worst(answers):
    findings = judge(QUESTIONS, answers)
    return max((finding.urgency for finding in findings), default=Urgency.NONE_SEEN)


def closed(answers):
    return {closure for finding in judge(QUESTIONS, answers) for closure in finding.closes}


@given(some_answers, st.sampled_from(DANGERS))
def test_one_more_danger_item_never_lowers_the_urgency(answers, danger):
    group, item = danger
    more = {**answers, group: [*dict.fromkeys([*answers.get(group, []), item])]}
    assert worst(more) >= worst(answers)
    assert closed(more) >= closed(answers)


@given(some_answers, st.sampled_from([group for group in SAFETY_GROUPS if group.unsure]))
def test_adding_not_sure_never_lowers_the_urgency(answers, group):
    if not isinstance(group, ItemsGroup):
        return
    more = {**answers, group.id: [*dict.fromkeys([*answers.get(group.id, []), NOT_SURE])]}
    assert worst(more) >= worst(answers)


@given(some_answers, some_answers)
def test_answers_known_before_raise_no_finding_by_themselves(answers, known):
    everything = judge(QUESTIONS, {**known, **answers})
    raised = judge(QUESTIONS, answers, known)
    assert {finding.rule for finding in raised} <= {finding.rule for finding in everything}
    assert not judge(QUESTIONS, {}, known)


@given(st.lists(an_answer(), max_size=15))
def test_no_later_answer_lowers_the_urgency_of_a_screening(given_in_turn):
    screening = a_screening()
    for group, value in given_in_turn:
        after = screening.answered(QUESTIONS, group, value, MORNING)
        assert after.urgency >= screening.urgency
        raised = {finding.rule for finding in (*after.findings, *after.cautions)}
        assert {finding.rule for finding in (*screening.findings, *screening.cautions)} <= raised
        assert {finding.rule for finding in judge(QUESTIONS, after.answers)} <= raised
        screening = after


@given(some_answers, st.randoms())
def test_the_order_of_answers_changes_nothing(answers, random):
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert judge(QUESTIONS, dict(shuffled)) == judge(QUESTIONS, answers)


def test_an_answer_taken_back_leaves_its_finding():
    screening = a_screening(knee_today=["hot"])
    screening = screening.answered(QUESTIONS, "knee_today", [], MORNING)
    assert screening.answers["knee_today"] == []
    assert screening.urgency is Urgency.SAME_DAY


def test_findings_are_sorted_worst_first_and_say_where_to_go():
    screening = a_screening(slow_signs=["stiff", "lump"], emergency=["foot_cold"])
    assert [finding.urgency for finding in screening.findings] == [
        Urgency.EMERGENCY,
        Urgency.WITHIN_DAYS,
        Urgency.ROUTINE,
    ]
    assert screening.findings[0].group == "emergency"
    assert "[112](tel:112)" in screening.findings[0].directions("[112](tel:112)")
    directions = screening.findings[0].directions(None)
    assert "your local emergency number" in directions
    assert EMERGENCY_PLACE not in directions


def test_the_directions_include_the_medical_phone_line():
    (finding,) = a_screening(knee_today=["severe"]).findings
    assert "NHS 111" in finding.directions("999", "NHS 111")
    directions = finding.directions("999")
    assert "a medical phone line" in directions
    assert LINE_PLACE not in directions


def test_a_finding_reads_back_from_json():
    finding = a_screening(emergency=["foot_cold"]).findings[0]
    stored = finding.model_dump(mode="json")
    assert stored["urgency"] == "emergency"
    assert Finding.model_validate(stored) == finding


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
def test_an_invalid_answer_is_refused(group, value):
    screening = a_screening(knee_today=[])
    with pytest.raises(BadInput):
        screening.answered(QUESTIONS, group, value, MORNING)


def test_none_of_these_counts_as_an_answer():
    screening = a_screening(emergency=())
    assert screening.answers == {"emergency": []}


def test_a_checked_entry_of_an_older_record_takes_no_answers():
    with pytest.raises(BadInput):
        a_screening(ScreeningKind.CHECKED, emergency=[])


def taps(groups):
    """One tap a list or choice, two for a number and Next."""
    return sum(2 if group.kind == "number" else 1 for group in groups)


def words_shown(group):
    texts = [group.title, group.help, *(option.text for option in group.asked)]
    return sum(len(text.split()) for text in texts)


def test_a_healthy_adult_answers_at_most_four_groups_more_than_in_the_first_version():
    healthy = none_of_these(a_screening())
    assert not healthy.findings
    assert not healthy.cautions
    groups = applicable_groups(QUESTIONS, BEFORE_START, healthy.answers)
    assert len(groups) <= 13 + 4
    assert taps(groups) <= 14 + 4


def test_no_group_asks_more_than_five_items_at_a_time():
    for group in QUESTIONS.groups:
        if isinstance(group, ItemsGroup):
            assert len(group.asked) <= MOST_ITEMS


def test_what_is_asked_before_each_session_is_read_in_45_seconds_and_few_taps():
    known = none_of_these(a_screening()).answers
    due = applicable_groups(QUESTIONS, SAFETY, known, only=EACH_SESSION)
    assert taps(due) <= 7
    words = sum(words_shown(group) for group in due)
    assert words <= SECONDS_TO_READ * WORDS_A_MINUTE / 60


def test_emergencies_are_asked_first():
    first = next_group(QUESTIONS, BEFORE_START, {})
    assert first is not None
    assert {
        rule.urgency
        for rule in QUESTIONS.rules
        for condition in rule.when
        if condition.group == first.id
    } == {Urgency.EMERGENCY}


def test_a_list_goes_on_while_a_graver_answer_is_possible():
    screening = a_screening(emergency=[], spine=[], legs=["weaker"])
    left = next_group(QUESTIONS, SAFETY, screening.answers, urgency=screening.urgency)
    assert left is not None
    assert left.id == "knee_today"
    assert QUESTIONS.gravest[left.id] is Urgency.EMERGENCY


def test_not_sure_is_never_an_emergency_and_says_how_to_tell():
    danger = [group for group in QUESTIONS.groups if group.stage is Stage.DANGER]
    for group in danger:
        assert group.unsure is not None
        answer = [NOT_SURE] if isinstance(group, ItemsGroup) else NOT_SURE
        assert worst({"injury": "no", "age": 40, group.id: answer}) < Urgency.EMERGENCY
        assert len(group.unsure.how.split()) >= 10


def test_not_sure_asks_a_clinician_first_where_it_refers_to_nobody():
    for group in QUESTIONS.groups:
        consequence = group.unsure.consequence if group.unsure else None
        if consequence and not consequence.urgency.blocks:
            assert consequence.ask
            assert set(consequence.closes) >= set(PRESSING)


def test_grave_findings_end_by_a_check_and_passing_ones_after_days():
    for rule in QUESTIONS.all_rules:
        if rule.urgency >= Urgency.SAME_DAY:
            assert rule.ends is Ends.CHECK
            assert set(rule.closes) == set(EVERYTHING)
        if rule.about is About.CONDITION:
            assert rule.ends is Ends.ANSWER


@pytest.mark.parametrize(
    ("group", "item"),
    [
        ("health", "bleeding"),
        ("history", "cancer_area"),
        ("tissue", "numb"),
        ("tissue", "wound"),
        ("tissue", "deep_bruise"),
        ("knee_moves", "bruise"),
        ("leg_state", "skin"),
        ("leg_state", "varicose"),
        ("leg_state", "lymph"),
        ("slow_signs", "cancer"),
    ],
)
def test_findings_about_rolling_leave_training_open(group, item):
    raised = judge(QUESTIONS, {group: [item]})
    assert raised
    for family in Family:
        assert not any(finding.closing(Closure(Part.EXERCISE, family)) for finding in raised)
    assert not any(finding.closing(Closure(Part.PROGRAMME)) for finding in raised)


@pytest.mark.parametrize(
    ("group", "item", "family"),
    [
        ("health", "fragile_bones", Family.ONE_LEG),
        ("slow_knee", "unstable", Family.ONE_LEG),
        ("health", "heart", Family.HOLDING),
        ("health", "after_birth", Family.HOLDING),
        ("history", "flexible", Family.STRETCH),
        ("history", "surgery", Family.ONE_LEG),
        ("leg_state", "torn", Family.STRETCH),
    ],
)
def test_findings_about_load_close_only_loaded_exercises(group, item, family):
    raised = judge(QUESTIONS, {group: [item]})
    assert any(finding.closing(Closure(Part.EXERCISE, family)) for finding in raised)
    for stored in LIE_STILL:
        assert not any(finding.closing(stored) for finding in raised)


def test_fracture_signs_are_asked_after_every_injury_of_the_last_six_weeks():
    def groups(**answers):
        return [group.id for group in applicable_groups(QUESTIONS, SAFETY, answers)]

    assert "fracture" not in groups(injury="no")
    assert "fracture" in groups(injury="recent", injury_days=7)
    assert "fracture" in groups(injury="recent", injury_days=42)
    assert "fracture" not in groups(injury="no", injury_days=7)
    assert "old_injury" in groups(injury="older")
    assert "old_injury" not in groups(injury="recent")


def test_growing_bones_are_asked_about_up_to_age_24_only():
    def groups(age):
        return [group.id for group in applicable_groups(QUESTIONS, SAFETY, {"age": age})]

    assert "young_bones" in groups(24)
    assert "young_bones" not in groups(25)


def test_a_short_list_uses_the_age_of_the_full_screening():
    full = none_of_these(a_screening(age=70))
    short = new_screening(
        QUESTIONS,
        ScreeningKind.SHORT,
        screening_id=UUID(int=2),
        started_at=MORNING + timedelta(days=1),
        known={"age": full.answers["age"]},
    )
    short = short.answered(QUESTIONS, "injury", "recent", short.started_at)
    short = short.answered(QUESTIONS, "injury_days", 1, short.started_at)
    assert [finding.rule for finding in short.findings] == ["ottawa_age"]


def test_a_short_list_uses_the_known_blood_thinner():
    short = a_screening(ScreeningKind.SHORT, known={"health": ["bleeding"]}, knee_moves=["bruise"])
    assert [finding.rule for finding in short.findings] == ["haematoma"]


def test_a_new_full_screening_asks_safety_afresh_and_keeps_the_rest():
    full = none_of_these(a_screening()).answered(QUESTIONS, "sitting_hours", 8, MORNING)
    again = new_screening(
        QUESTIONS,
        ScreeningKind.FULL,
        screening_id=UUID(int=2),
        started_at=MORNING + timedelta(days=1),
        previous=full,
    )
    assert again.answers == {"sore_knee": "left", "test_move": "squat", "sitting_hours": 8}


def test_the_healthy_answers_are_still_those_of_the_file():
    for group, value in HEALTHY.items():
        assert QUESTIONS.group(group).check(value) == value


def test_every_country_has_a_number_with_its_source_and_a_line_has_its_name():
    codes = [country.code for country in QUESTIONS.countries]
    assert len(set(codes)) == len(codes)
    for country in QUESTIONS.countries:
        assert country.source
        assert (country.line is None) is (country.line_name is None)
    assert {code: QUESTIONS.country(code).number for code in ("AT", "CH", "GB", "DE")} == {
        "AT": "144",
        "CH": "144",
        "GB": "999",
        "DE": "112",
    }
    assert QUESTIONS.country("GB").line == "111"
    assert QUESTIONS.country("NZ").line == "0800611116"
    assert QUESTIONS.country("XX") is None
