"""What a person agreed to is kept in its words, each version once."""

from kneeapp.domain.accounts.consent import Consent
from kneeapp.store.record import consents
from kneeapp.store.transfer import all_data
from tests.store.builders import MONDAY, a_record

FIRST, SECOND = Consent(1, MONDAY, "Kept here."), Consent(2, MONDAY, "Kept there.")


def test_the_words_are_kept_the_newest_version_first(record):
    for consent in (FIRST, SECOND, Consent(1, MONDAY, "Other words.")):
        consents.give(record, consent)
    assert consents.given(record) == [SECOND, FIRST]
    assert consents.given(a_record(record.store)) == []


def test_who_deletes_everything_is_asked_afresh(record):
    consents.give(record, FIRST)
    all_data.delete_everything(record)
    assert consents.given(record) == []
