"""A name and a password let in whom they belong to, and tell everybody else nothing."""

from datetime import UTC, timedelta
from inspect import signature

import bcrypt
import pytest
from streamlit_authenticator.controllers import AuthenticationController
from streamlit_authenticator.utilities import Hasher

from kneeapp.access import Mode
from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.domain.accounts.known_browsers import issue_device_cookie
from kneeapp.domain.accounts.lockout import FREE
from kneeapp.errors import BadInput, NotAllowed
from kneeapp.settings import settings
from kneeapp.store.clinic import accounts
from kneeapp.ui.account import password_check
from kneeapp.ui.shell.request_context import RequestContext
from tests.store.builders import MONDAY
from tests.store.clinic_helpers import KEY, joined, signed_in

PASSWORD = "  Tangerine bicycle móss  " + "and lichen " * 5
DIGEST = password_check.password_policy.digest(PASSWORD)
HASHED = bcrypt.hashpw(DIGEST.encode(), bcrypt.gensalt(4)).decode()


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Passwords that cost a machine nothing to guess."""
    salt = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: salt(4))
    password_check._nobodys.cache_clear()
    yield
    password_check._nobodys.cache_clear()


@pytest.fixture
def anna(clinic):
    whose = joined(clinic, "anna")
    return accounts.change_password(clinic, signed_in(clinic, whose), HASHED, MONDAY)


def at(moment):
    return RequestContext(Mode.CLINIC, settings(), None, moment, UTC, dark=False)


@pytest.fixture
def here(anna):
    assert anna.name == "anna"
    return at(MONDAY)


def refusal(here, name, password, known=""):
    with pytest.raises(NotAllowed) as refused:
        password_check.account(here, name, password, known)
    return str(refused.value)


def test_only_the_exact_password_is_accepted(here, anna):
    assert password_check.account(here, " Anna ", PASSWORD, "") == anna
    for nearly in (PASSWORD.strip(), PASSWORD.lower(), PASSWORD[:72], PASSWORD + " "):
        assert refusal(here, "anna", nearly) == password_check.WRONG


def test_every_wrong_sign_in_gets_the_same_message(here, clinic, anna):
    accounts.disable(clinic, OPERATOR, joined(clinic, "bert").id, MONDAY)
    accounts.add(clinic, OPERATOR, name="cleo", called="Cleo", role=anna.role, at=MONDAY)
    accounts.disable(clinic, OPERATOR, anna.id, MONDAY)
    wrong = [("nobody", PASSWORD), ("anna", PASSWORD), ("cleo", ""), ("", ""), ("x\0y", "")]
    assert {refusal(here, *each) for each in wrong} == {password_check.WRONG}


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_every_wrong_sign_in_takes_the_same_time(here, name, monkeypatch):
    costs = []
    check = bcrypt.checkpw

    def count(password, kept):
        costs.append(kept[:7])
        return check(password, kept)

    monkeypatch.setattr(bcrypt, "checkpw", count)
    refusal(here, name, "wrong")
    assert costs == [b"$2b$04$"]


def test_a_password_costs_a_third_of_a_second_to_guess(monkeypatch):
    monkeypatch.undo()
    assert password_check.hashed("tangerine bicycle moss").startswith("$2b$12$")


@pytest.mark.parametrize("name", ["anna", "nobody"])
def test_after_wrong_tries_the_right_password_has_to_wait_too(here, name, monkeypatch):
    monkeypatch.setattr(password_check, "is_right", lambda *_: False)
    for _ in range(FREE):
        assert refusal(here, name, "wrong") == password_check.WRONG
    monkeypatch.undo()
    assert refusal(here, name, PASSWORD).startswith("Too many wrong tries. Wait 1 minute")


def test_guesses_from_other_browsers_do_not_delay_a_known_browser(here, anna, monkeypatch):
    with monkeypatch.context() as guessing:
        guessing.setattr(password_check, "is_right", lambda *_: False)
        for _ in range(FREE):
            refusal(here, "anna", "wrong")
    assert refusal(here, "anna", PASSWORD).startswith("Too many")
    assert password_check.account(here, "anna", PASSWORD, issue_device_cookie(KEY, "anna")) == anna
    later = at(MONDAY + timedelta(minutes=15))
    assert password_check.account(later, "anna", PASSWORD, "") == anna


def test_a_weak_password_is_not_hashed():
    with pytest.raises(BadInput, match="guessed first"):
        password_check.hashed("Football2024!")


def test_the_authenticator_package_still_has_the_used_parts():
    assert password_check._OneAccount("anna", HASHED).accepts("anna", DIGEST)
    assert not password_check._OneAccount("anna", HASHED).accepts("anna", PASSWORD)
    assert not password_check._OneAccount("anna", HASHED).accepts("bert", DIGEST)
    taken = list(signature(AuthenticationController.__init__).parameters)
    assert taken[1:4] == ["credentials", "validator", "auto_hash"]
    assert Hasher.check_pw(DIGEST, Hasher.hash(DIGEST))
