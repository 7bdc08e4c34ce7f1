"""What is written to the person speaks of them where others read it."""

import pytest

from kneeapp.domain.third_person import about_the_person

SENTENCES = {
    "Your knee feels better.": "Their knee feels better.",
    "It felt better; you rated your knee.": "It felt better; they rated their knee.",
    "You do not seem to choose bad days.": "They do not seem to choose bad days.",
    "Each leg carries you alone.": "Each leg carries them alone.",
    "That is higher than is usual for you.": "That is higher than is usual for them.",
    "Back to what you like": "Back to what they like",
    "Go on as you do, on fixed days.": "Go on as they do, on fixed days.",
    "**Next:** your choice": "**Next:** their choice",
    "The young knee": "The young knee",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_you_becomes_they_them_or_their(sentence):
    assert about_the_person(sentence) == SENTENCES[sentence]
