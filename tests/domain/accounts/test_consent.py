"""The words of a consent say what is true where they are shown."""

from kneeapp.domain.accounts import consent
from kneeapp.domain.accounts.clinic_settings import Clinic


def test_a_clinic_says_who_sees_it_that_nobody_watches_and_whom_to_call():
    words = consent.clinic(Clinic(name="Knee Clinic", phone="112", retention_years=1))
    for needed in (
        "Knee Clinic",
        "only while you let them",
        "Nobody watches live",
        "112",
        "1 year after",
    ):
        assert needed in words


def test_a_visitor_is_told_that_the_server_keeps_nothing():
    assert "The server keeps nothing" in consent.visitor()


def test_on_a_personal_machine_the_consent_says_where_the_record_is():
    assert "in a file on this computer. Nothing is sent" in consent.personal(
        "in a file on this computer"
    )
