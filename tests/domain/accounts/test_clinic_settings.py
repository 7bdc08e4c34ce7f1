"""What a clinic's operator may set, and how long a sign-in lasts."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Role

LEAST = {"name": "Knee Clinic", "phone": "112"}


def test_staff_are_signed_out_after_half_an_hour_and_patients_keep_their_own_phone():
    clinic = Clinic.model_validate(LEAST)
    assert clinic.idle(Role.CLINICIAN) == clinic.idle(Role.ADMIN) == timedelta(minutes=30)
    assert clinic.longest(Role.CLINICIAN) == timedelta(hours=12)
    assert clinic.idle(Role.PATIENT) == timedelta(days=14)
    assert clinic.longest(Role.PATIENT) == timedelta(days=30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cookie_key": "short"},
        {"cookie_key": "a" * 32},
        {"cookie_key": "0123456789abcdef" * 2},
        {"idle_minutes": 0},
        {"patient_idle_days": 10**12},
        {"alowed_hosts": []},
        {"phone": ""},
        {"allowed_hosts": ("https://knee.example",)},
        {"allowed_hosts": ("knee.example/",)},
        {"allowed_hosts": ("knee.example ",)},
        {"trusted_proxies": ("*",)},
        {"trusted_proxies": ("localhost",)},
    ],
)
def test_an_impossible_clinic_setting_is_refused(wrong):
    with pytest.raises(ValidationError):
        Clinic.model_validate(LEAST | wrong)


@pytest.mark.parametrize(
    "host", ["knee.example", "knee.example:8443", "127.0.0.1:8501", "[::1]:8501", "localhost"]
)
def test_a_host_is_taken_as_browsers_say_it(host):
    assert Clinic.model_validate(LEAST | {"allowed_hosts": (host.upper(),)}).allowed_hosts == (
        host,
    )


def test_no_message_shows_the_key():
    with pytest.raises(ValidationError) as refused:
        Clinic.model_validate(LEAST | {"cookie_key": "hush-hush"})
    assert "hush" not in str(refused.value)
    assert "hush" not in repr(
        Clinic.model_validate(
            LEAST | {"cookie_key": "hush-hush, this is a long key that nobody reads"}
        )
    )
