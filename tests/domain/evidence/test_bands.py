from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.evidence.bands import Band, BandKind, bands_within, mark_bands
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.evidence.progress import Window

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
bands = st.builds(
    lambda kind, first, length: Band(kind, kind.value, first, first + timedelta(days=length)),
    st.sampled_from(BandKind),
    days,
    st.integers(0, 200),
)


def test_a_marked_day_is_a_band_of_one_day_with_its_name():
    event = LifeEvent(UUID(int=1), LifeEventKind.LONG_WALK, date(2026, 3, 2))
    assert mark_bands([event]) == (
        Band(BandKind.MARK, "Long walk", date(2026, 3, 2), date(2026, 3, 2)),
    )


@given(st.lists(bands), days, st.integers(0, 100))
def test_what_is_shown_lies_in_the_window_and_nothing_of_it_is_lost(all_bands, first, length):
    window = Window(first, first + timedelta(days=length))
    shown = bands_within(all_bands, window)

    def held(some, day):
        return sorted(band.name for band in some if band.first <= day <= band.last)

    assert all(window.first <= band.first <= band.last <= window.last for band in shown)
    for number in range(length + 1):
        day = first + timedelta(days=number)
        assert held(shown, day) == held(all_bands, day)
