"""At a clinic nothing is shown before somebody has signed in, and then only what is theirs."""

from datetime import timedelta

import bcrypt
import pyotp
import pytest
from streamlit.testing.v1 import AppTest

from kneeapp import clock
from kneeapp.domain.accounts.accounts import OPERATOR
from kneeapp.domain.accounts.people import Role
from kneeapp.settings import settings
from kneeapp.store.clinic import accounts, one_time_codes
from kneeapp.ui.shell import store_pool
from tests.pages.conftest import APP, SECRETS, Screen

PASSWORD = "tangerine bicycle moss"


@pytest.fixture
def open_clinic(tmp_path, monkeypatch):
    """Open the clinic's app in a new browser."""
    (tmp_path / "secrets.toml").write_text(SECRETS, "utf-8")
    monkeypatch.setenv("KNEEAPP_SECRETS", str(tmp_path / "secrets.toml"))
    salt = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: salt(4))
    return lambda: Screen(AppTest.from_file(str(APP), default_timeout=30))


def invite(name, role=Role.PATIENT):
    store, now = store_pool.shared_store(settings()), clock.now()
    added = accounts.add(store, OPERATOR, name=name, called=name.title(), role=role, at=now)
    return one_time_codes.issue(store, store_pool.clinic_key(settings()), OPERATOR, added.id, now)


def field(screen, label):
    return screen._only(screen.app.text_input, label)


def submit(screen, button, **typed):
    """Fill in a form, spaces of labels written as _, and send it off at once."""
    for label, text in typed.items():
        field(screen, label.replace("_", " ")).set_value(text)
    return screen.press(button)


def join(screen, code):
    submit(screen, "Use code", Code=code)
    return submit(screen, "Go on", New_password=PASSWORD)


def send_code(screen, button, secret, half_minutes=0):
    """Send what an authenticator app shows, or will show so many half minutes later."""
    typed = pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * half_minutes))
    field(screen, "6-digit code from your authenticator app").set_value(typed)
    return screen.press(button)


def set_up(screen):
    """Turn the second factor on; its secret."""
    secret = screen.app.code[0].value
    send_code(screen, "Turn on and sign in", secret)
    return secret


def sign_in(screen, name, password=PASSWORD):
    return submit(screen, "Sign in", Name=name, Password=password)


def shown(screen):
    """The title of the page; every other page is where the sign-in leads."""
    return screen.app.title[0].value


def test_only_the_sign_in_page_is_open_before_signing_in(open_clinic):
    screen = open_clinic()
    assert shown(screen) == "Sign in"
    assert screen.buttons() == ["Sign in", "Use code"]
    assert "112" in screen.text


def test_a_patient_joins_by_code_leaves_and_comes_back_by_password(open_clinic):
    screen = join(open_clinic(), code := invite("anna"))
    assert "Start screening" in screen.buttons()
    screen.go("account").press("Sign out")
    assert shown(screen) == "Sign in"
    sign_in(screen, "anna", "wrong")
    assert "do not belong together" in screen.app.error[0].value
    assert "Start screening" in sign_in(screen, "Anna").go("today").buttons()
    other = submit(open_clinic(), "Use code", Code=code)
    assert "used" in other.app.error[0].value


def test_staff_set_up_a_second_factor_before_they_are_let_in(open_clinic):
    screen = join(open_clinic(), invite("ada", Role.ADMIN))
    assert shown(screen) == "Sign in"
    assert "not enough" in screen.text
    secret = set_up(screen)
    assert shown(screen) == "People"
    again = sign_in(open_clinic(), "ada")
    assert shown(again) == "Sign in"
    send_code(again, "Sign in", secret)
    assert "was used" in again.app.error[0].value
    assert shown(send_code(again, "Sign in", secret, 1)) == "People"


def test_an_admin_invites_resets_disables_and_enables_accounts(open_clinic):
    screen = join(open_clinic(), invite("ada", Role.ADMIN))
    set_up(screen)
    submit(screen, "Make a code", Full_name="Pat P", **{"Sign-in name": "pat"})
    patient = join(open_clinic(), screen.app.code[0].value)
    assert "Start screening" in patient.buttons()
    screen.go("people").app.selectbox[0].select("Pat P (pat)").run()
    screen.press("Code for a new password")
    assert len(screen.app.code[0].value) == len("7K2M-9QXR-41AB-ZT5C")
    screen.press("Let in no more")
    assert shown(patient.press("Start screening")) == "Sign in"
    screen.press("Let in again")
    assert shown(sign_in(open_clinic(), "pat")) == "Today"


def test_an_admins_reset_closes_pages_that_are_open_before_the_code_is_used(open_clinic):
    admin = join(open_clinic(), invite("ada", Role.ADMIN))
    set_up(admin)
    clinician = join(open_clinic(), invite("clara", Role.CLINICIAN))
    set_up(clinician)
    assert shown(clinician) == "Clinic"
    admin.go("people").app.selectbox[0].select(admin.app.selectbox[0].options[1]).run()
    admin.press("Code for a new password")
    assert shown(clinician.press("Ask")) == "Sign in"
    again = join(open_clinic(), admin.app.code[0].value)
    assert "Scan this with an authenticator app" in again.text
    set_up(again)
    assert shown(again) == "Clinic"


def test_a_new_password_asks_for_the_present_one(open_clinic):
    screen = join(open_clinic(), invite("anna"))
    new = "another bicycle moss"
    submit(screen.go("account"), "Change password", Present_password="guess", New_password=new)
    assert "do not belong together" in screen.app.error[0].value
    assert shown(sign_in(open_clinic(), "anna", new)) == "Sign in"
    assert "Start screening" in sign_in(open_clinic(), "anna").buttons()


def test_after_an_invitation_the_form_is_empty_and_asks_for_a_patient_again(open_clinic):
    screen = join(open_clinic(), invite("ada", Role.ADMIN))
    set_up(screen)
    screen.app.radio[0].set_value(Role.CLINICIAN)
    submit(screen, "Make a code", Full_name="Clara C", **{"Sign-in name": "clara"})
    assert "One-time code for Clara C, clinician (sign-in name clara)" in screen.text
    assert screen.app.radio[0].value is Role.PATIENT
    assert [box.value for box in screen.app.text_input] == ["", ""]
    submit(screen, "Make a code", Full_name="Pat P", **{"Sign-in name": "pat"})
    assert "One-time code for Pat P, patient (sign-in name pat)" in screen.text


def test_an_invitation_that_is_refused_keeps_what_was_typed(open_clinic):
    screen = join(open_clinic(), invite("ada", Role.ADMIN))
    set_up(screen)
    submit(screen, "Make a code", Full_name="Another Ada", **{"Sign-in name": "ada"})
    assert "taken" in screen.app.error[0].value
    assert [box.value for box in screen.app.text_input] == ["Another Ada", "ada"]


def test_a_disabled_account_is_offered_no_code(open_clinic):
    invite("pat")
    screen = join(open_clinic(), invite("ada", Role.ADMIN))
    set_up(screen)
    chosen = screen._only(screen.app.selectbox, "Choose somebody to change")
    chosen.select("Pat (pat)").run()
    assert "New invitation code" in screen.buttons()
    screen.press("Let in no more")
    assert {"New invitation code", "Code for a new password"} & set(screen.buttons()) == set()


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.ADMIN, "decides who is let in"), (Role.CLINICIAN, "opens other people's records")],
)
def test_a_second_factor_is_asked_for_by_what_the_account_can_do(open_clinic, role, words):
    text = join(open_clinic(), invite("ada", role)).text
    assert f"Your account {words}" in text


def test_a_sign_in_that_ended_by_itself_is_explained(open_clinic, hand_clock):
    screen = join(open_clinic(), invite("ada", Role.ADMIN))
    set_up(screen)
    hand_clock.advance(minutes=31)
    screen.go("people")
    assert shown(screen) == "Sign in"
    assert "Your sign-in has ended: nothing was done here for a while" in screen.text


def test_who_signs_out_is_told_nothing_of_an_end(open_clinic):
    screen = join(open_clinic(), invite("anna"))
    screen.go("account").press("Sign out")
    assert shown(screen) == "Sign in"
    assert "has ended" not in screen.text


def test_staff_pages_are_closed_to_patients_and_patient_pages_to_staff(open_clinic):
    patient, admin = (
        join(open_clinic(), invite(role, role)) for role in (Role.PATIENT, Role.ADMIN)
    )
    set_up(admin)
    for screen, page in ((patient, "people"), (admin, "my_data")):
        with pytest.raises(ValueError, match="Could not find"):
            screen.go(page)


def test_a_new_password_signs_out_everywhere_else(open_clinic):
    this_browser = join(open_clinic(), invite("anna"))
    elsewhere = sign_in(open_clinic(), "anna")
    new = "another bicycle moss"
    submit(
        this_browser.go("account"), "Change password", Present_password=PASSWORD, New_password=new
    )
    assert shown(this_browser) == "Account"
    assert shown(elsewhere.press("Start screening")) == "Sign in"
    assert "Start screening" in sign_in(open_clinic(), "anna", new).buttons()


def test_a_host_without_kneeapps_server_is_refused_until_accepted(open_clinic, tmp_path):
    (tmp_path / "secrets.toml").write_text(SECRETS.replace("true", "false"), "utf-8")
    assert "docs/clinic.md" in open_clinic().app.error[0].value


def test_mistyped_secrets_are_told_on_the_page_and_open_no_record(open_clinic, tmp_path):
    (tmp_path / "secrets.toml").write_text('[clinc]\nname = "Knee Clinic"\n', "utf-8")
    screen = open_clinic()
    [error] = screen.app.error
    assert "Did you mean [clinic]?" in error.value
    assert screen.buttons() == []
    assert not (tmp_path / "record.duckdb").exists()
