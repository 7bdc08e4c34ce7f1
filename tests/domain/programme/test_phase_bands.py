from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.programme.phase_bands import phase_bands
from kneeapp.domain.programme.training_log import Training

FIRST = date(2026, 3, 2)
TITLES = {"calm": "Calm it down", "build": "Build strength"}


def trained(*phases: str) -> list[Training]:
    """One training every second day."""
    return [
        Training(FIRST + timedelta(days=2 * n), phase, (), ()) for n, phase in enumerate(phases)
    ]


def test_a_phase_reaches_to_the_day_before_the_next_and_the_last_to_today():
    today = FIRST + timedelta(days=30)
    shown = phase_bands(trained("calm", "calm", "build", "calm"), TITLES, today)
    assert [(band.name, (band.first - FIRST).days, (band.last - FIRST).days) for band in shown] == [
        ("Calm it down", 0, 3),
        ("Build strength", 4, 5),
        ("Calm it down", 6, 30),
    ]


def test_a_phase_that_the_content_no_longer_has_bears_its_id():
    assert phase_bands(trained("gone"), TITLES, FIRST)[0].name == "gone"


@given(st.lists(st.sampled_from(["calm", "build"]), max_size=12))
def test_every_day_from_the_first_training_to_today_is_in_one_phase(phases):
    today = FIRST + timedelta(days=2 * len(phases))
    shown = phase_bands(trained(*phases), TITLES, today)
    for number in range(2 * len(phases) + 1 if phases else 0):
        day = FIRST + timedelta(days=number)
        assert sum(band.first <= day <= band.last for band in shown) == 1
