"""Links to charts: who makes them, what they open, and when they end."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from kneeapp.domain.accounts.people import Principal
from kneeapp.domain.accounts.share_links import GONE, Shared, SharedChart, token_digest
from kneeapp.domain.sides import Side
from kneeapp.errors import NotAllowed, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.record import people, sessions, share_links
from kneeapp.store.transfer import all_data
from tests.store.builders import MONDAY, a_record, a_session, finished
from tests.store.held_rows import held_rows

SHARED = Shared(
    pictures=(SharedChart.RELIEF, SharedChart.WEEKS),
    knee=Side.LEFT,
    first=MONDAY.date(),
    last=MONDAY.date(),
    name="A. B.",
)
SOON, LATER = MONDAY + timedelta(days=1), MONDAY + timedelta(days=14)


@pytest.fixture
def token(record):
    session = a_session()
    sessions.start(record, session)
    sessions.save(record, finished(session))
    return share_links.make(record, SHARED, now=MONDAY, ends_at=LATER)


def test_whoever_has_the_link_reads_what_it_shows(store, record, token):
    reached, shown, ends_at = share_links.opened(store, token, SOON)
    assert (shown, ends_at) == (SHARED, LATER)
    assert sessions.sessions(reached) == sessions.sessions(record)


def test_nobody_writes_by_a_link(store, token):
    reached, *_ = share_links.opened(store, token, SOON)
    with pytest.raises(NotAllowed):
        people.save_preferences(reached, people.person(reached).preferences)


def test_a_link_reaches_no_other_record(store, token):
    reached, *_ = share_links.opened(store, token, SOON)
    other = a_record(store)
    with pytest.raises(NotAllowed):
        sessions.sessions(Record(store, other.person, reached.principal))


def test_an_unknown_an_ended_and_a_revoked_link_answer_alike(store, record, token):
    def refusal(asked, when):
        said = set()
        for again in (False, True):
            with pytest.raises(NotFound) as refused:
                share_links.opened(store, asked, when, again=again)
            said.add(str(refused.value))
        [one] = said
        return one

    unknown, over = refusal("guessed", SOON), refusal(token, LATER)
    share_links.revoke(record, token_digest(token), SOON)
    assert {unknown, over, refusal(token, SOON)} == {GONE}


def test_a_link_that_is_open_ends_as_it_is_taken_back(store, record, token):
    reached, *_ = share_links.opened(store, token, SOON)
    share_links.revoke(record, token_digest(token), SOON)
    with pytest.raises(NotAllowed):
        sessions.sessions(reached)


def test_a_link_dies_with_what_it_shows(store, record, token):
    reached, *_ = share_links.opened(store, token, SOON)
    all_data.delete_everything(record)
    with pytest.raises(NotFound):
        share_links.opened(store, token, SOON)
    with pytest.raises(NotAllowed):
        sessions.sessions(reached)


def test_the_list_says_how_often_and_when_a_link_was_opened(store, record, token):
    share_links.opened(store, token, MONDAY)
    share_links.opened(store, token, SOON)
    share_links.opened(store, token, LATER - timedelta(days=1), again=True)
    (share,) = share_links.shares(record)
    assert (share.opened, share.last_opened, share.shared) == (2, SOON, SHARED)
    assert share.works(SOON)
    assert not share.works(LATER)


def test_what_opens_a_link_is_kept_nowhere(record, token):
    assert token not in str(held_rows(record))
    assert token_digest(token) in str(held_rows(record))


def test_nobody_takes_back_somebody_elses_link(store, token):
    with pytest.raises(NotFound):
        share_links.revoke(a_record(store), token_digest(token), SOON)


def test_a_link_shows_at_least_one_chart_and_days_in_order():
    with pytest.raises(ValidationError):
        Shared(**{**SHARED.model_dump(), "pictures": ()})
    with pytest.raises(ValidationError):
        Shared(**{**SHARED.model_dump(), "first": LATER.date()})


def test_an_asker_by_a_made_up_link_is_refused(store, record):
    with pytest.raises(NotAllowed):
        sessions.sessions(Record(store, record.person, Principal(None, share="made up")))
