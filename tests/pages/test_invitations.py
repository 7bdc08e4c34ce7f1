"""A list is looked at before anybody is invited; a slip's code is filled in and used once."""

from streamlit.testing.v1 import AppTest

from kneeapp import clock
from kneeapp.domain.clinic.invitation_list import Invitee
from kneeapp.settings import settings
from kneeapp.store.clinic import one_time_codes
from kneeapp.ui.shell import cookies, store_pool
from tests.pages.conftest import APP, Screen


def test_several_are_invited_once_every_row_is_right(open_as, clinician) -> None:
    screen = open_as(clinician).enter("Or paste the list", "Anna Berg, anna\nBen")
    assert "Row 2: it needs two parts" in screen.text
    assert "Invite 1 person" not in screen.buttons()
    screen.enter("Or paste the list", "Anna Berg, anna\nBen, ben")
    screen.press("Invite 2 people")
    assert "2 people invited" in screen.text
    assert "Save 2 slips to print" in [one.label for one in screen.app.get("download_button")]
    screen.press("The slips are saved")
    assert not screen.app.get("download_button")
    labels = [box.label for box in screen.app.expander]
    assert "Invited and not here yet: 2" in labels


def test_who_is_not_here_gets_a_new_code_or_is_invited_no_more(open_as, store, clinician) -> None:
    key = store_pool.clinic_key(settings())
    [(anna, _)] = one_time_codes.invite(
        store, key, clinician, [Invitee("Anna Berg", "anna")], clock.now()
    )
    screen = open_as(clinician).pick("Who", anna.id)
    assert "Invited today" in screen.text
    screen.press("New code")
    assert "Save the slip to print" in [one.label for one in screen.app.get("download_button")]
    screen.press("Withdraw the invitation")
    assert "Invited and not here yet" not in str([box.label for box in screen.app.expander])


def test_a_slip_fills_the_code_in_and_is_dead_once_it_was_used(
    store, clinician, monkeypatch
) -> None:
    key = store_pool.clinic_key(settings())
    [(_, code)] = one_time_codes.invite(
        store, key, clinician, [Invitee("Anna Berg", "anna")], clock.now()
    )
    monkeypatch.setattr(cookies, "sent", lambda _: "")

    def scan():
        app = AppTest.from_file(str(APP), default_timeout=30)
        app.query_params["code"] = code
        return Screen(app)

    screen = scan()
    assert screen._only(screen.app.text_input, "Code").value == code
    assert "Welcome" not in screen.text, "a look alone uses nothing up"
    assert "Welcome, Anna Berg" in screen.press("Use code").text
    one_time_codes.use(store, key, code, at=clock.now(), password="x")
    assert "wrong, used or too old" in scan().press("Use code").app.error[0].value
