"""A list of people to invite: pasted, or a CSV file as spreadsheets save it."""

import csv
from collections.abc import Container, Iterator
from dataclasses import dataclass

from kneeapp.domain.accounts.accounts import name_of
from kneeapp.errors import BadInput

MOST = 300
"""People invited at once."""

LARGEST = 200_000
"""Characters: more than MOST people need."""

_DELIMITERS = ("\t", ";", ",")
_HEADERS = {"name", "full name", "called", "patient"}
_CALCULATED = ("=", "+", "-", "@")
"""How a cell begins that a spreadsheet calculates."""
_LONGEST = 100


@dataclass(frozen=True)
class Invitee:
    """Somebody to invite: as the clinic calls them, and by what they sign in."""

    called: str
    name: str


@dataclass(frozen=True)
class InvitationList:
    """The people of a list, and a sentence for each row that cannot be taken."""

    people: tuple[Invitee, ...]
    faults: tuple[str, ...]


def invitation_list(text: str) -> InvitationList:
    """The people of `text`, a row each: full name, then sign-in name; a header is left out.

    Raises BadInput where it is too long.
    """
    if len(text) > LARGEST:
        raise BadInput(f"This list is too long: at most {MOST} people are invited at once.")
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("sep="):  # as Excel marks its files
        lines.remove(first)
        delimiter = first[4:5] or ","
    else:
        delimiter = max(_DELIMITERS, key=first.count)
    people: dict[str, Invitee] = {}
    faults = []
    for number, cells in _rows(lines, delimiter):
        try:
            invitee = _invitee(cells, people)
        except BadInput as fault:
            faults.append(f"Row {number}: {fault}")
        else:
            people[invitee.name] = invitee
    if len(people) > MOST:
        raise BadInput(f"This list has {len(people)} people; at most {MOST} are invited at once.")
    return InvitationList(tuple(people.values()), tuple(faults))


def _rows(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, by their number from 1, without a header."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    begun = False
    for row in reader:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:  # spreadsheets save empty columns, too
            cells.pop()
        if cells and (begun or cells[0].casefold() not in _HEADERS):
            yield reader.line_num, cells
        begun = begun or bool(cells)


def _invitee(cells: list[str], others: Container[str]) -> Invitee:
    """The person of a row; raises BadInput, also where `others` have that sign-in name."""
    if len(cells) != 2:
        raise BadInput("it needs two parts, the full name and the sign-in name.")
    called, name = cells
    if any(cell.startswith(_CALCULATED) for cell in cells):
        raise BadInput("a name begins with a sign that a spreadsheet calculates with.")
    if not called or len(called) > _LONGEST or not called.isprintable():
        raise BadInput(f"a full name has 1 to {_LONGEST} characters.")
    sign_in_name = name_of(name)
    if sign_in_name in others:
        raise BadInput(f"the sign-in name {sign_in_name} stands there twice.")
    return Invitee(called, sign_in_name)
