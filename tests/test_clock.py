"""The one clock: aware, in UTC, and to be set by whoever tests."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kneeapp import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_now_is_aware_and_in_utc():
    assert clock.now().tzinfo is UTC


def test_the_clock_runs_on_what_it_is_given_until_the_block_ends():
    with clock.running_on(lambda: NOON):
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_the_clock_is_given_back_after_an_error():
    with pytest.raises(RuntimeError), clock.running_on(lambda: NOON):
        raise RuntimeError
    assert clock.now() != NOON


@pytest.mark.parametrize(("version", "taken"), [("2025b", 0), ("2026f", 1), ("2027a", 1)])
def test_zones_of_the_machine_are_taken_unless_those_of_the_package_are_newer(
    tmp_path, version, taken
):
    (tmp_path / "tzdata.zi").write_text(f"# version {version}\nR A 1916 o - Jun 14 23s 1 S\n")
    nothing = str(tmp_path / "nothing")
    assert clock.newest_zones([nothing, str(tmp_path)], "2026f") == (str(tmp_path),) * taken


def test_a_rule_of_this_year_holds_on_a_machine_with_older_zones():
    """British Columbia does not put its clocks back in November 2026."""
    winter = datetime(2026, 12, 15, 12, tzinfo=UTC).astimezone(ZoneInfo("America/Vancouver"))
    assert winter.utcoffset() == timedelta(hours=-7)
