"""How long a clinic may keep a record, and the mark of one that is gone."""

from datetime import UTC, date, datetime

import pytest
from uuid6 import uuid7

from kneeapp.domain.accounts.erasure import Request, person_digest


@pytest.mark.parametrize(
    ("last", "until"),
    [((2026, 3, 2), date(2036, 3, 2)), ((2024, 2, 29), date(2034, 2, 28))],
)
def test_a_record_is_kept_for_years_after_its_last_entry(last, until):
    asked_at = datetime(2026, 6, 1, tzinfo=UTC)
    asked = Request(uuid7(), "Anna", asked_at, datetime(*last, tzinfo=UTC))
    assert asked.kept_until(10) == until


def test_a_persons_digest_is_stable_and_differs_between_people():
    anna, ben = uuid7(), uuid7()
    assert person_digest(anna) == person_digest(anna) != person_digest(ben)
    assert anna.hex not in person_digest(anna)
