"""What is said about a finding: every one has a way out, and says what came of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.safety.closures import EVERYTHING, RELEASE, Closure, Family, Part
from kneeapp.domain.safety.findings import About, Ends, Finding, Urgency, inconsistency
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.safety.status import Case, status
from kneeapp.domain.safety.text import closed_words, said_and_checked, way_out
from kneeapp.domain.sides import Side
from tests.store.builders import a_caution, a_finding, a_reply, said_later

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SAID = datetime(2026, 3, 2, 8, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
QUESTIONS = content.questionnaire()


def case_of(finding: Finding, *replies: Reply, now: datetime = NOW) -> Case:
    [case] = status(
        [finding.model_copy(update={"at": finding.at or SAID})], replies, now, BERLIN
    ).cases
    return case


def said(rule: str = "bleeding", **different) -> Finding:
    return a_caution(rule, said="I take blood thinners", **different)


SEEN_ON = date(2026, 3, 4)
CHECKED = a_reply(rule="bleeding", at=SAID + timedelta(days=3), seen_on=SEEN_ON, allows=Allows.ROLL)


def test_the_text_of_a_case_says_what_was_said_and_who_checked_it():
    text = said_and_checked(case_of(said(), CHECKED), BERLIN)
    assert text == (
        "You said “I take blood thinners” on 2 March 2026; a doctor checked it on 4 March 2026: "
        "rolling is allowed, strengthening is not."
    )


def test_the_text_for_a_clinician_names_the_person_and_who_entered_the_check():
    text = said_and_checked(case_of(said(), CHECKED), BERLIN, name="Anna Berg", by="Dr Vogt")
    assert text.startswith(
        "Anna Berg said “I take blood thinners” on 2 March 2026; Dr Vogt checked"
    )


@pytest.mark.parametrize(
    ("replies", "different", "end"),
    [
        ([], {}, "nobody has checked it yet."),
        (
            [said_later(ReplyKind.STILL, rule="bleeding", at=SAID + timedelta(days=2))],
            {},
            "still there.",
        ),
        (
            [said_later(ReplyKind.GONE, rule="bleeding", at=SAID + timedelta(days=7))],
            {"ends": Ends.DAYS, "days": 5},
            "you said on 9 March 2026 that it has gone.",
        ),
        (
            [],
            {"denied_at": SAID + timedelta(days=4)},
            "the answers of 6 March 2026 do not say it any more.",
        ),
        ([], {"ends": Ends.DAY}, "that day is over."),
        (
            [replace(CHECKED, until=SEEN_ON + timedelta(days=1))],
            {},
            "until 5 March 2026, which is over.",
        ),
    ],
    ids=["open", "still", "gone", "denied", "day", "until"],
)
def test_the_text_of_a_case_says_how_it_ended(replies, different, end):
    assert said_and_checked(case_of(said(**different), *replies), BERLIN).endswith(end)


def test_the_text_of_a_corrected_finding_says_it_was_a_wrong_tap():
    finding = said().model_copy(update={"key": "screening:1:bleeding"})
    wrong = said_later(
        ReplyKind.CORRECTED, rule="bleeding", finding=finding.key, at=SAID + timedelta(minutes=3)
    )
    text = said_and_checked(case_of(finding, wrong), BERLIN)
    assert text.endswith("you put it right on 2 March 2026 as a wrong tap.")


def test_the_text_of_a_rated_finding_does_not_say_the_person_said_it():
    rated = said("red_morning", group="", ask=False).model_copy(update={"said": "6 of 10"})
    assert said_and_checked(case_of(rated), BERLIN).startswith("2 March 2026: 6 of 10; ")


@pytest.mark.parametrize(
    ("closes", "words"),
    [
        (EVERYTHING, "every routine, strengthening and the test move"),
        (RELEASE, "every routine"),
        ((Closure(Part.BALL), Closure(Part.ROLLER)), "ball and roller"),
        ((Closure(Part.AREA, Area.CALF),), "the calf"),
        ((Closure(Part.AREA, Area.GLUTEUS_MEDIUS, Side.LEFT),), "the left outer hip"),
        ((Closure(Part.EXERCISE, Family.ONE_LEG),), "exercises on one leg or a step"),
        (
            (Closure(Part.FLOOR), Closure(Part.TRIAL)),
            "lying or kneeling on the floor and comparing two routines",
        ),
    ],
)
def test_the_text_of_closures_uses_plain_words(closes, words):
    finding = said(closes=closes, ask=False)
    assert closed_words(case_of(finding)) == f"Closed for now: {words}."


def test_a_finding_without_closures_has_no_closure_text():
    routine = said(closes=(), ask=False, urgency=Urgency.ROUTINE)
    assert closed_words(case_of(routine)) == ""


def test_the_text_of_an_emergency_says_when_a_check_can_be_entered():
    emergency = a_finding("lung_clot", urgency=Urgency.EMERGENCY)
    just_now = case_of(emergency.model_copy(update={"at": NOW}))
    assert way_out(just_now, NOW, BERLIN).startswith(
        "It opens once a clinician has looked at it and you enter what they said, from 15:00 on."
    )
    late = NOW.replace(hour=22)
    text = way_out(case_of(emergency.model_copy(update={"at": late}), now=late), late, BERLIN)
    assert "from 01:00 on 11 March 2026 on" in text


def test_the_text_says_from_which_day_on_the_person_is_asked():
    finding = said(ends=Ends.DAYS, days=14, ask=False)
    assert "From 16 March 2026 on you are asked" in way_out(case_of(finding), NOW, BERLIN)
    later = NOW + timedelta(days=7)
    assert "If it has gone, say so." in way_out(case_of(finding, now=later), later, BERLIN)


def test_the_text_of_a_one_day_finding_says_it_ends_tomorrow():
    finding = said(ends=Ends.DAY, ask=False, checkable=False).model_copy(update={"at": NOW})
    assert way_out(case_of(finding), NOW, BERLIN).startswith("It opens by itself tomorrow.")


def test_the_text_says_until_when_a_wrong_tap_can_be_corrected():
    finding = said().model_copy(update={"at": NOW})
    assert "until 13:10" in way_out(case_of(finding), NOW + timedelta(minutes=2), BERLIN)


findings = st.builds(
    a_finding,
    urgency=st.sampled_from(Urgency),
    closes=st.sampled_from([EVERYTHING, RELEASE, (), (Closure(Part.FLOOR),)]),
    ends=st.sampled_from(Ends),
    days=st.none() | st.integers(1, 60),
    about=st.sampled_from(About),
    ask=st.booleans(),
    checkable=st.booleans(),
    group=st.sampled_from(["", "legs"]),
    said=st.sampled_from(["", "a sore spot"]),
    at=st.integers(-400, 20).map(lambda hours: NOW + timedelta(hours=hours)),
).filter(lambda finding: not inconsistency(finding))

some_replies = st.lists(
    st.builds(
        lambda kind, hours, allows: (
            a_reply(
                rule="hot_knee",
                at=NOW + timedelta(hours=hours),
                seen_on=(NOW + timedelta(hours=hours)).date(),
                allows=allows,
            )
            if kind is ReplyKind.CHECKED
            else said_later(kind, rule="hot_knee", at=NOW + timedelta(hours=hours))
        ),
        st.sampled_from(ReplyKind),
        st.integers(-300, 0),
        st.sampled_from(Allows),
    ),
    max_size=3,
)


@given(findings, some_replies)
def test_whatever_is_open_or_closed_has_a_way_out_and_a_sentence(finding, replies):
    for case in status([finding], replies, NOW, BERLIN).cases:
        text = way_out(case, NOW, BERLIN)
        assert bool(text) is (case.open or bool(case.closes))
        assert said_and_checked(case, BERLIN).endswith(".")
        assert bool(closed_words(case)) is bool(case.closes)
        assert "None" not in text + said_and_checked(case, BERLIN)


@pytest.mark.parametrize("rule", [*QUESTIONS.all_rules, *QUESTIONS.signs], ids=lambda one: one.id)
def test_every_rule_and_sign_of_the_content_has_a_way_out(rule):
    given_rule = dict(rule)
    finding = Finding(
        rule=rule.id,
        go=rule.go or "",
        group=rule.when[0].group if hasattr(rule, "when") else "",
        at=NOW,
        **{
            name: given_rule[name]
            for name in Finding.model_fields
            if name in given_rule and name not in {"rule", "go", "group"}
        },
    )
    assert way_out(case_of(finding), NOW, BERLIN)
    assert inconsistency(finding) == ""


def test_every_clinician_and_every_part_has_a_text():
    for clinician in Clinician:
        reply = replace(CHECKED, by=clinician, account=UUID(int=1))
        assert f"; {clinician.label} checked it" in said_and_checked(case_of(said(), reply), BERLIN)
    for part in Part:
        name = {Part.AREA: "calf", Part.ROUTINE: "release"}.get(part, "")
        assert closed_words(case_of(said(closes=(Closure(part, name),), ask=False)))


def test_what_nothing_ends_sends_to_a_clinician():
    finding = said(ends=Ends.CHECK, ask=False, checkable=False)
    assert "Nothing here ends it" in way_out(case_of(finding), NOW, BERLIN)
