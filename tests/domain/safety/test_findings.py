"""What a finding may be, how one is read, and how older records are."""

import pytest
from pydantic import ValidationError

from kneeapp import content
from kneeapp.domain.safety.closures import EVERYTHING
from kneeapp.domain.safety.findings import Consequence, Ends, Finding, Sign, Urgency
from tests.domain.finding_factory import NOON, a_finding, closing

LEGACY = {
    "rule": "hot_knee",
    "said": "It is hot or red.",
    "reason": "It may be infected.",
    "go": "Get help today.",
    "source": "a source",
    "certainty": "V2",
}
CONSEQUENCE = {
    "urgency": "same_day",
    "reason": "It may be infected.",
    "closes": ["everything"],
    "ends": "check",
    "source": "a source",
    "certainty": "V2",
}


@pytest.mark.parametrize(
    ("urgency", "closes", "ends"),
    [
        ("emergency", EVERYTHING, Ends.CHECK),
        ("same_day", EVERYTHING, Ends.CHECK),
        ("within_days", EVERYTHING, Ends.ANSWER),
        ("routine", (), Ends.ANSWER),
    ],
)
def test_a_red_flag_of_an_older_record_closes_what_red_flags_closed_then(urgency, closes, ends):
    finding = Finding.model_validate(LEGACY | {"urgency": urgency})
    assert (finding.urgency.name.lower(), finding.closes, finding.ends) == (urgency, closes, ends)
    assert finding.at is None


@pytest.mark.parametrize("more", [{}, {"urgency": None}])
def test_a_finding_that_does_not_say_how_urgent_it_is_is_read_with_care(more):
    finding = Finding.model_validate(LEGACY | more)
    assert (finding.urgency, finding.closes) == (Urgency.SAME_DAY, EVERYTHING)
    assert finding.ends is Ends.CHECK


@pytest.mark.parametrize(
    "wrong",
    [
        {"urgency": "soon"},
        {"urgency": 9},
        {"urgency": "same_day", "closes": ["the door"]},
        {"urgency": "same_day", "ends": "never"},
        {"urgency": "same_day", "harmless": True},
    ],
)
def test_a_finding_with_unknown_values_is_refused(wrong):
    with pytest.raises(ValidationError):
        Finding.model_validate(LEGACY | wrong)


def test_a_stored_finding_reads_back_without_what_follows_from_the_record():
    stored = a_finding(key="", closes=("area:calf:left", "roller"), about="injury")
    whole = stored.model_copy(update={"key": "screening:1:hot", "injury_on": NOON.date()})
    assert Finding.model_validate_json(whole.model_dump_json(exclude_none=True)) == stored
    assert Finding.model_validate_json(stored.model_dump_json(exclude_none=True)) == stored


def test_a_stored_finding_without_closures_closes_nothing():
    stored = a_finding(urgency=Urgency.ROUTINE, closes=(), ends=Ends.ANSWER)
    assert Finding.model_validate_json(stored.model_dump_json()).closes == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"ends": "days", "urgency": "within_days"}, "days is given"),
        ({"days": 7}, "days is given"),
        ({"closes": []}, "closes something"),
        ({"urgency": "routine"}, "closes something"),
        ({"urgency": "same_day", "ends": "answer"}, "by a check only"),
        ({"urgency": "emergency", "ends": "day"}, "by a check only"),
        ({"urgency": "none_seen", "ends": "answer", "closes": [], "ask": True}, "asked about"),
        ({"ends": "days", "urgency": "within_days", "days": 0}, "greater than"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(change, why):
    with pytest.raises(ValidationError, match=why):
        Consequence.model_validate(CONSEQUENCE | change)


def test_directions_hold_the_numbers_of_the_country_or_words_for_them():
    finding = a_finding(go="Call {emergency}, or ring {line}.")
    assert finding.directions("144", "1450") == "Call 144, or ring 1450."
    assert "local emergency number" in finding.directions(None)
    assert "{" not in finding.directions(None)


def test_a_sign_uses_its_own_text_unless_another_is_given():
    sign = Sign.model_validate(CONSEQUENCE | {"id": "stop_x", "said": "it hurt"})
    finding = sign.finding(key="stop:1", at=NOON, version="1")
    assert (finding.said, finding.rule, finding.at) == ("it hurt", "stop_x", NOON)
    assert finding.closes == closing("everything")
    assert sign.finding(key="stop:1", at=NOON, version="1", said="5 to 8").said == "5 to 8"


def test_every_rule_and_sign_that_is_shipped_says_what_ends_it():
    questionnaire = content.questionnaire()
    for rule in (*questionnaire.all_rules, *questionnaire.signs):
        checkable_or_ends = rule.checkable or rule.ends is not Ends.CHECK
        assert checkable_or_ends, rule.id
