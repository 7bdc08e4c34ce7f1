"""What a clinician reads about a patient speaks of the person, never to them."""

import re
from dataclasses import replace

import pytest

from kneeapp import clock
from kneeapp.cli.demo import fill
from kneeapp.cli.demo_record import fill_story
from kneeapp.cli.demo_stories import STORIES
from kneeapp.domain.accounts.people import Role
from tests.store.care_helpers import let_in, signed_in

TO_THE_PERSON = re.compile(r"\b(you|your|yours|you're)\b", re.IGNORECASE)

ABOUT_THE_CLINICIAN = (
    "What you open is noted",
    "You see this record no more. They can let you in again when you ask.",
    "Lets you see this since",
    "told as your choice",
)
"""Sentences that do speak to the clinician."""

LOOKS = ("What the ratings say", "Relief now", "Over weeks", "Tender spots", "Per week")


def read_everything(screen):
    """All that the pages of one person show a clinician."""
    texts = [screen.text]
    for look in LOOKS:
        screen.choose("Look at", look)
        texts.append(screen.text)
    for view in ("Programme", "Notes", "Choices"):
        screen.choose("Record", view)
        texts.append(screen.text)
    return "\n".join(texts)


@pytest.mark.parametrize(
    "name",
    [
        "twelve weeks",
        "ruled-out",
        *(
            pytest.param(name, marks=pytest.mark.nightly)
            for name in ("worse", "faded", "not-enough")
        ),
    ],
)
def test_a_clinician_reads_of_the_person_and_is_not_spoken_to_as_them(
    name, open_as, store, clinician
) -> None:
    if name == "twelve weeks":
        own = fill(store, clock.now())
    else:
        own = fill_story(STORIES[name], store, clock.now())
    patient = replace(own, principal=signed_in(store, Role.PATIENT, called="Anna Berg", own=own))
    let_in(patient, clinician, clock.now())
    screen = open_as(clinician).press("Anna Berg")
    lines = [line for line in read_everything(screen).splitlines() if TO_THE_PERSON.search(line)]
    spoken_to = {line for line in lines if not any(fine in line for fine in ABOUT_THE_CLINICIAN)}
    assert not spoken_to, "\n".join(sorted(spoken_to))
