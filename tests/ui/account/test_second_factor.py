"""A code from the authenticator app is good about now, and once."""

from dataclasses import replace
from datetime import UTC, timedelta

import pyotp
import pytest

from kneeapp.access import Mode
from kneeapp.domain.accounts.people import Role
from kneeapp.errors import NotAllowed
from kneeapp.settings import settings
from kneeapp.ui.account import second_factor
from kneeapp.ui.shell.request_context import RequestContext
from tests.store.builders import MONDAY
from tests.store.clinic_helpers import joined

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(at=MONDAY):
    return pyotp.TOTP(SECRET).at(at)


@pytest.fixture
def here(clinic):
    assert clinic.name
    return RequestContext(Mode.CLINIC, settings(), None, MONDAY, UTC, dark=False)


@pytest.fixture
def ada(here):
    account = joined(here.store, "ada", Role.ADMIN)
    return second_factor.set_up(here, account, SECRET, code())


def test_a_clock_may_be_half_a_minute_off_and_no_more():
    half_minutes = [timedelta(seconds=30 * n) for n in (-2, -1, 0, 1, 2)]
    time_steps = [second_factor.count(SECRET, code(MONDAY + by), MONDAY) for by in half_minutes]
    assert [finding is not None for finding in time_steps] == [False, True, True, True, False]


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "١٢٣٤٥٦", code()[::-1] + "0"])
def test_an_invalid_code_is_refused(typed):
    assert second_factor.count(SECRET, typed, MONDAY) is None


def test_the_setup_code_is_used_up_and_the_next_code_works_once(here, ada):
    with pytest.raises(NotAllowed, match="was used"):
        second_factor.check(here, ada, code())
    later = replace(here, now=MONDAY + timedelta(seconds=30))
    spaced = f"{code(later.now)[:3]} {code(later.now)[3:]}"
    second_factor.check(later, ada, spaced)
    with pytest.raises(NotAllowed, match="was used"):
        second_factor.check(later, ada, spaced)


def test_codes_cannot_be_guessed_for_long(here, ada):
    for _ in range(5):
        with pytest.raises(NotAllowed, match="wrong or was used"):
            second_factor.check(here, ada, "000000")
    with pytest.raises(NotAllowed, match="Too many"):
        second_factor.check(here, ada, "000000")


def test_a_wrong_code_does_not_set_up_the_second_factor(here):
    account = joined(here.store, "ada", Role.ADMIN)
    with pytest.raises(NotAllowed):
        second_factor.set_up(here, account, SECRET, "000000")


def test_the_qr_code_names_the_account_and_the_clinic(ada):
    address = second_factor.address(SECRET, ada, "Knee Clinic")
    assert address.startswith("otpauth://totp/kneeapp%20Knee%20Clinic:ada?secret=" + SECRET)
