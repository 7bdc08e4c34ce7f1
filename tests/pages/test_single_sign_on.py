"""Single sign-on: a provider says who somebody is, and their account here what they may do."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kneeapp.domain.accounts.people import Role
from kneeapp.ui.account import single_sign_on
from tests.pages.conftest import APP, SECRETS, Screen
from tests.pages.test_sign_in import PASSWORD, invite, shown, sign_in, submit

ANNA = {"is_logged_in": True, "iss": "https://id.example", "sub": "a-17", "iat": 1_000}


@pytest.fixture
def browser(tmp_path, monkeypatch):
    """Open the clinic's app where its provider says who is there."""
    (tmp_path / "secrets.toml").write_text(SECRETS, "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))

    def opened(**user):
        app = AppTest.from_file(str(APP), default_timeout=30)
        app.secrets["auth"] = {"client_id": "kneeapp"}
        app.user = user or {"is_logged_in": False}
        return Screen(app)

    return opened


def joined(browser, role=Role.PATIENT):
    """Somebody who joined by a code and chose the provider in place of a password."""
    screen = submit(browser(**ANNA), "Use code", Code=invite("anna", role))
    return screen.press("Go on with single sign-on")


def test_who_joined_by_the_provider_comes_back_by_it_and_by_no_password(browser):
    assert shown(joined(browser)) == "Today"
    assert shown(browser(**ANNA | {"iat": 1_001})) == "Today"
    refused = sign_in(browser(), "anna", PASSWORD)
    assert "do not belong together" in refused.app.error[0].value


def test_staff_are_not_asked_for_a_second_factor_of_ours(browser):
    assert shown(joined(browser, Role.CLINICIAN)) == "Clinic"


@pytest.mark.parametrize(
    "told",
    [{"iat": 1_000}, {"iat": 2_000, "sub": "a-18"}, {"iat": 2_000, "iss": "https://x.example"}],
)
def test_a_word_used_before_another_person_and_another_provider_open_nothing(browser, told):
    joined(browser)
    screen = browser(**ANNA | told)
    assert shown(screen) == "Sign in"
    assert "not known here, or was used" in screen.app.info[0].value


def test_a_provider_that_does_not_say_who_somebody_is_opens_nothing(browser):
    screen = browser(**ANNA | {"sub": ""})
    assert "does not say who you are" in screen.app.error[0].value


def test_signing_out_ends_what_the_provider_said_in_this_browser_too(browser, monkeypatch):
    left = []
    monkeypatch.setattr(single_sign_on.st, "logout", lambda: left.append(st.user.sub))
    screen = joined(browser).go("account").press("Sign out")
    assert left == ["a-17"]
    assert shown(screen) == "Sign in"
