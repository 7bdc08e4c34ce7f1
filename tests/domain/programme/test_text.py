"""The rules and the numbers of the programme, as a person reads them."""

from kneeapp.domain.programme.phase_gates import GateCheck, GateRule, SessionSeen
from kneeapp.domain.programme.phase_state import Ease, EaseWhy, Move, MoveWhy
from kneeapp.domain.programme.referral import SeeWhy
from kneeapp.domain.programme.text import (
    RULES,
    SEE,
    check_words,
    ease_words,
    move_words,
    session_words,
)
from kneeapp.domain.routine.pain_rules import Morning, MorningCheck
from tests.domain.training_factory import MONDAY

TITLES = {"activate": "Tighten the muscles", "strengthen": "Build strength"}


def test_the_text_of_the_rules_holds_their_numbers() -> None:
    up, over_time, back, half, load = RULES
    assert "2 sessions in a row" in up
    assert "at most 5" in up
    assert "14 days" in up
    assert "effort of at most 8" in up
    assert "4 sessions in the last 14 days" in over_time
    assert "a median morning of at most 4" in over_time
    assert "no rise of 1 point or more over 4 weeks" in over_time
    assert "above 5" in back
    assert "two mornings in a row that are 2 or more" in back
    assert "14 days without" in half
    assert "effort of at most 6" in load
    assert "effort of 9 or more" in load
    assert set(SEE) == set(SeeWhy)


def test_the_text_of_each_check_says_what_is_there_and_what_is_needed() -> None:
    assert check_words(GateCheck(GateRule.COMPLETE, False, 1, 2)).endswith("every set: 1 of 2.")
    assert check_words(GateCheck(GateRule.PAIN, False, None, 5)).endswith(
        "at most 5: not rated yet."
    )
    assert check_words(GateCheck(GateRule.PAIN, False, 6, 5)).endswith("at most 5: 6.")
    assert check_words(GateCheck(GateRule.MORNINGS, False, 0, 2)).endswith("0 of 2.")
    assert check_words(GateCheck(GateRule.DAYS, True, 20, 14)) == "Days in this phase: 14 of 14."
    assert check_words(GateCheck(GateRule.EFFORT, True, None, 8)).endswith("8: not rated.")
    assert check_words(GateCheck(GateRule.EFFORT, False, 9, 8)).endswith("8: 9.")
    assert check_words(GateCheck(GateRule.SESSIONS, True, 6, 4)).endswith("weeks: 4 of 4.")
    assert check_words(GateCheck(GateRule.LEVEL, False, None, 4)).endswith("not rated yet.")
    assert check_words(GateCheck(GateRule.LEVEL, False, 4.5, 4)).endswith("or falling: 4.5.")
    assert check_words(GateCheck(GateRule.RISE, True, None, 1)).endswith("too few to tell.")
    assert check_words(GateCheck(GateRule.RISE, False, 2.04, 1)).endswith("1 point: +2.0.")


def test_the_text_of_a_session_says_what_the_gate_sees() -> None:
    usual = MorningCheck(MONDAY, Morning.USUAL, 3, 2.5)
    assert session_words(SessionSeen(MONDAY, 5, 6, 4, usual)) == (
        "5 of 6 exercises with every set, knee pain up to 4, the morning after 3, usual 2.5."
    )
    unrated = MorningCheck(MONDAY, Morning.NOT_RATED)
    assert session_words(SessionSeen(MONDAY, 6, 6, None, unrated)).endswith(
        "knee pain not rated, the morning after not rated."
    )


def test_the_text_of_a_move_says_its_cause() -> None:
    up = Move(MONDAY, "activate", "strengthen", MoveWhy.GATE)
    assert move_words(up, TITLES).startswith("Up to Build strength")
    back = Move(MONDAY, "strengthen", "activate", MoveWhy.PAIN, 7)
    assert move_words(back, TITLES).startswith("Back to Tighten the muscles: the knee hurt 7 of 10")
    sore = Move(MONDAY, "strengthen", "activate", MoveWhy.MORNING, 6)
    assert "a second raised morning in a row, 6 of 10" in move_words(sore, TITLES)


def test_the_text_of_a_halved_session_says_why() -> None:
    assert ease_words(Ease(EaseWhy.AWAY, 16)).endswith("your last session was 16 days ago.")
    assert "hurt 7 of 10" in ease_words(Ease(EaseWhy.PAIN, 7))
    assert "raised, 5 of 10" in ease_words(Ease(EaseWhy.MORNING, 5))
    assert ease_words(Ease(EaseWhy.STOPPED)).endswith("you had to stop the last session.")
