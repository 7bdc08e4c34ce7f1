"""How long spots took to ease."""

from datetime import UTC

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.ease_times import ease_times, ease_words
from kneeapp.domain.routine.sessions import Session, StepDone
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.sides import Side
from tests.store.builders import a_session, finished

HIP, LEFT = Area.GLUTEUS_MEDIUS, Side.LEFT


def with_spots(*spots: Spot) -> Session:
    step = StepDone(0, HIP, LEFT, "ball", 285, 285, spots=spots)
    return finished(a_session(), steps=(step,))


def spot(worked_s: int, *, eased: bool = True, highest: int | None = None) -> Spot:
    return Spot(start_s=0, worked_s=worked_s, eased=eased, first=None, highest=highest)


def test_of_each_session_the_middle_time_to_ease_counts() -> None:
    session = with_spots(spot(20), spot(50), spot(80), spot(90, eased=False))
    (times,) = ease_times([session], UTC, HIP, LEFT)
    assert times.typical_s == 50
    assert len(times.spots) == 4


def test_a_spot_that_was_cut_short_tells_nothing_and_neither_does_the_clock() -> None:
    assert ease_times([with_spots(spot(12, eased=False)), with_spots()], UTC, HIP, LEFT) == ()
    assert ease_times([with_spots(spot(20))], UTC, HIP, Side.RIGHT) == ()


def test_where_none_eased_there_is_no_middle_time() -> None:
    (times,) = ease_times([with_spots(spot(90, eased=False))], UTC, HIP, LEFT)
    assert times.typical_s is None
    assert ease_words([times]) == "0 of 1 spots eased; 1 left after 90 s."


def test_the_words_tell_how_soon_and_what_was_too_strong() -> None:
    times = ease_times([with_spots(spot(20), spot(41, highest=7))], UTC, HIP, LEFT)
    assert ease_words(times) == "2 of 2 spots eased, half of them within 30 s; 1 rated 7 or more."
