"""A list of people to invite is read as spreadsheets save it, with each fault by its row."""

import pytest

from kneeapp.domain.clinic.invitation_list import LARGEST, MOST, Invitee, invitation_list
from kneeapp.errors import BadInput

TWO = (Invitee("Anna Berg", "anna@example.org"), Invitee("Ben Ito", "ben"))


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg, Anna@example.org\nBen Ito, ben\n",
        "Full name;Sign-in name;;\r\nAnna Berg;anna@example.org;;\r\n;;;\r\nBen Ito;ben;;\r\n",
        "\ufeffName\tSign-in name\nAnna Berg\tanna@example.org\nBen Ito\tben",
        'sep=;\n"Anna Berg";"anna@example.org"\nBen Ito;ben',
    ],
)
def test_a_pasted_list_and_a_file_as_excel_saves_it_are_read(text):
    listed = invitation_list(text)
    assert (listed.people, listed.faults) == (TWO, ())


def test_each_fault_names_its_row_and_what_is_wanted():
    listed = invitation_list("Anna Berg, anna\nBen\n=cmd|x, c\nCleo, ANNA\nDora, d\nEve, eve, x")
    assert [fault.split(": ")[0] for fault in listed.faults] == [f"Row {n}" for n in range(2, 7)]
    assert "two parts" in listed.faults[0]
    assert "spreadsheet calculates" in listed.faults[1]
    assert "stands there twice" in listed.faults[2]
    assert "2 to 100 characters" in listed.faults[3]


def test_a_list_that_is_too_long_is_refused_as_a_whole():
    many = "\n".join(f"Somebody {n}, name{n}" for n in range(MOST + 1))
    for text in (many, "x, y\n" * LARGEST):
        with pytest.raises(BadInput, match="at once"):
            invitation_list(text)
