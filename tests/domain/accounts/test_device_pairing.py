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


def test_a_device_with_a_valid_code_is_paired(pairings):
    code = pairings.new_code(NOON)
    token = pairings.pair(code, "iPhone", NOON + CODE_LIVES - MOMENT)
    assert pairings.is_paired(token)
    assert [device.name for device in pairings.devices()] == ["iPhone"]


@pytest.mark.parametrize("late", [CODE_LIVES, timedelta(days=1)])
def test_a_code_expires_after_two_minutes(pairings, late):
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
def test_a_wrong_code_is_refused_and_leaves_the_valid_one_usable(pairings, code):
    good = pairings.new_code(NOON)
    assert pairings.pair(code, "stranger", NOON) is None
    assert pairings.pair(good, "iPhone", NOON)


def test_without_an_issued_code_no_device_is_paired(pairings):
    assert pairings.pair("", "stranger", NOON) is None
    assert not pairings.is_paired("")


def test_a_revoked_device_is_unknown_and_the_others_stay_paired(pairings):
    phone, tablet = let_in(pairings), let_in(pairings, "iPad")
    pairings.revoke(pairings.devices()[0].id)
    assert not pairings.is_paired(phone)
    assert pairings.is_paired(tablet)


def test_codes_and_tokens_are_stored_as_hashes_only(pairings):
    token, code = let_in(pairings), pairings.new_code(NOON)
    kept = repr(vars(pairings))
    assert token not in kept
    assert code not in kept


def test_after_a_restart_no_device_is_paired(pairings):
    assert not Pairings().is_paired(let_in(pairings))


def test_a_code_lives_two_minutes_and_neither_it_nor_a_token_can_be_guessed(pairings):
    assert timedelta(minutes=2) == CODE_LIVES
    assert len(pairings.new_code(NOON)) == 22  # 16 bytes in base64
    assert len(let_in(pairings)) == 43  # 32 bytes
