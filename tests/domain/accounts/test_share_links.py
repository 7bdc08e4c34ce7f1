"""A link shows some charts between two days, until it is over or taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from kneeapp.domain.accounts.secret_key import new_secret
from kneeapp.domain.accounts.share_links import (
    LONGEST_DAYS,
    LONGEST_NAME,
    USUAL_DAYS,
    Share,
    Shared,
    SharedChart,
    token_digest,
)
from kneeapp.domain.sides import Side

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
TODAY = NOON.date()


def shown(first: date = TODAY, last: date = TODAY, **different) -> Shared:
    usual = {"pictures": (SharedChart.WEEKS,), "knee": Side.LEFT}
    return Shared(first=first, last=last, **(usual | different))


def link(**different) -> Share:
    return Share("mark", shown(), NOON, NOON + timedelta(days=14), **different)


def test_a_link_works_until_its_end_and_not_at_it() -> None:
    assert link().works(link().ends_at - MOMENT)
    assert not link().works(link().ends_at)


def test_a_link_that_was_taken_back_does_not_work() -> None:
    assert not link(revoked_at=NOON).works(NOON)


def test_a_link_may_show_one_day_and_not_end_before_it_begins() -> None:
    assert shown().first == shown().last
    with pytest.raises(ValidationError, match="first day comes after the last"):
        shown(TODAY, TODAY - timedelta(days=1))


def test_a_link_shows_something_and_its_name_is_short() -> None:
    assert shown(name="x" * 60).name
    for wrong in ({"pictures": ()}, {"name": "x" * 61}):
        with pytest.raises(ValidationError):
            shown(**wrong)


def test_the_limits_of_links() -> None:
    assert (LONGEST_DAYS, USUAL_DAYS, LONGEST_NAME) == (90, 14, 60)


def test_a_token_is_256_random_bits_and_is_kept_as_its_hash_only() -> None:
    token = new_secret()
    assert len(token) == 43  # 32 bytes in base64
    assert token != new_secret()
    assert len(token_digest(token)) == 64
    assert token_digest(token) != token_digest(f"{token} ")
    assert token_digest("\ud800")  # an address may hold anything


def test_a_new_link_was_never_opened() -> None:
    assert (link().opened, link().last_opened) == (0, None)


def test_what_a_link_shows_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        shown().name = "somebody else"
