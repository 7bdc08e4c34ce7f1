"""Letting a phone in, and sending it away."""

from datetime import UTC, datetime, timedelta

import pytest

from kneeapp.domain.accounts.device_pairing import CODE_LIVES, Pairings

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def pairings():
    return Pairings()


def let_in(pairings, name="iPhone"):
    return pairings.pair(pairings.new_code(NOON), name, NOON)


def test_whoever_brings_the_code_in_time_is_known_from_then_on(pairings):
    code = pairings.new_code(NOON)
    token = pairings.pair(code, "iPhone", NOON + CODE_LIVES - MOMENT)
    assert pairings.knows(token)
    assert [device.name for device in pairings.devices()] == ["iPhone"]


@pytest.mark.parametrize("late", [CODE_LIVES, timedelta(days=1)])
def test_a_code_is_void_after_two_minutes(pairings, late):
    code = pairings.new_code(NOON)
    assert pairings.pair(code, "iPhone", NOON + late) is None
    assert pairings.devices() == ()


def test_a_code_works_once(pairings):
    code = pairings.new_code(NOON)
    assert pairings.pair(code, "iPhone", NOON)
    assert pairings.pair(code, "stranger", NOON) is None


def test_a_new_code_voids_the_one_before(pairings):
    before, code = pairings.new_code(NOON), pairings.new_code(NOON)
    assert pairings.pair(before, "stranger", NOON) is None
    assert pairings.pair(code, "iPhone", NOON)


@pytest.mark.parametrize("code", ["", "guess", "\udcff", "a" * 10_000])
def test_no_other_code_works_and_a_guess_does_not_void_the_good_one(pairings, code):
    good = pairings.new_code(NOON)
    assert pairings.pair(code, "stranger", NOON) is None
    assert pairings.pair(good, "iPhone", NOON)


def test_without_a_code_given_out_nobody_comes_in(pairings):
    assert pairings.pair("", "stranger", NOON) is None
    assert not pairings.knows("")


def test_whoever_is_sent_away_is_known_no_more_and_the_others_are(pairings):
    phone, tablet = let_in(pairings), let_in(pairings, "iPad")
    pairings.send_away(pairings.devices()[0].id)
    assert not pairings.knows(phone)
    assert pairings.knows(tablet)


def test_neither_codes_nor_tokens_are_kept_as_they_are(pairings):
    token, code = let_in(pairings), pairings.new_code(NOON)
    kept = repr(vars(pairings))
    assert token not in kept
    assert code not in kept


def test_the_next_start_knows_nobody(pairings):
    assert not Pairings().knows(let_in(pairings))
