"""Slips to hand over: a page a person, with a QR code that fills the code in."""

from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from kneeapp.reports.invitation_slips import Slip, SlipHead, code_address, invitation_slips

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HEAD = SlipHead("Knee Clinic", "+00 112", "https://knee.example", datetime(2026, 3, 16, tzinfo=UTC))


def pages(*slips):
    made = PdfReader(BytesIO(invitation_slips(HEAD, slips, NOW)))
    return [" ".join(page.extract_text().split()) for page in made.pages]


def test_each_person_has_a_page_of_their_own():
    anna, ben = pages(
        Slip("Anna Berg", "anna", "7K2M-9QXR-41AB-ZT5C"), Slip("Ben", "ben", "AAAA-BBBB-CCCC-DDDD")
    )
    for words in ("Knee Clinic", "Anna Berg", "anna", "7K2M-9QXR-41AB-ZT5C", "16 March 2026"):
        assert words in anna
    for words in ("+00 112", "https://knee.example"):
        assert words in anna
        assert words in ben
    assert "Anna" not in ben


def test_names_are_text_whatever_they_hold():
    [page] = pages(Slip('#set page(fill: red) *x* $y$ "', "a<b>", "7K2M-9QXR-41AB-ZT5C"))
    assert "#set page(fill: red) *x* $y$" in page
    assert "a<b>" in page


def test_the_address_of_a_code_fills_it_in():
    assert code_address(HEAD.address, "A B") == "https://knee.example/?code=A%20B"
