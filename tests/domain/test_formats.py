"""Days and counts as people read them."""

from datetime import date

import pytest

from kneeapp.domain import formats

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "as_text"),
    [
        (formats.long_date(DAY), "2 March 2026"),
        (formats.long_day_month(DAY), "2 March"),
        (formats.short_date(DAY), "2 Mar 2026"),
        (formats.unbroken_date(DAY), "2\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2026"),
        (formats.table_date(DAY), "02 Mar 2026"),
        (formats.day_month(DAY), "2 Mar"),
        (formats.counted(1, "session"), "1 session"),
        (formats.counted(0, "session"), "0 sessions"),
    ],
)
def test_a_day_or_a_count_is_written_as_its_place_wants_it(written: str, as_text: str) -> None:
    assert written == as_text
