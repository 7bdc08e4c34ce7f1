"""When a spot is left, and what is kept of it."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneeapp.domain.routine.spots import LOOK_MS, SPOT_MS, Spot, SpotMark, spans, spots

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "spots.json").read_text())
WORK_MS = VECTORS["work_ms"]

marks = st.lists(
    st.builds(SpotMark, st.integers(0, WORK_MS), st.none() | st.integers(0, 10)), max_size=20
).map(lambda ordered: sorted(ordered, key=lambda mark: mark.at_ms))


@pytest.mark.parametrize("case", VECTORS["spans"], ids=lambda case: case["name"])
def test_spots_are_left_as_the_shared_vectors_say(case: dict[str, Any]) -> None:
    ordered = [SpotMark(*mark) for mark in case["marks"]]
    assert [list(span) for span in spans(ordered, case["reached_ms"], WORK_MS)] == case["expected"]


@given(marks, st.integers(0, WORK_MS))
def test_no_spot_is_longer_than_its_time_and_none_overlaps_the_next(
    ordered: list[SpotMark], reached_ms: int
) -> None:
    found = spans(ordered, reached_ms, WORK_MS)
    assert found[0].start_ms == 0
    assert all(0 <= span.end_ms - span.start_ms <= SPOT_MS for span in found)
    assert all(later.start_ms == earlier.end_ms + LOOK_MS for earlier, later in pairwise(found))


@given(marks, st.integers(0, WORK_MS), st.integers(0, WORK_MS))
def test_what_has_become_of_a_spot_stays_so_as_time_passes(
    ordered: list[SpotMark], first: int, later: int
) -> None:
    early, late = sorted((first, later))
    by_then = [mark for mark in ordered if mark.at_ms <= early]
    over = [span for span in spans(by_then, early, WORK_MS) if span.end_ms <= early]
    assert list(spans(ordered, late, WORK_MS))[: len(over)] == over


def test_of_a_spot_its_time_and_its_tenderness_are_kept() -> None:
    ordered = [SpotMark(4000, 5), SpotMark(20_000, 7), SpotMark(45_000, None), SpotMark(60_000, 4)]
    assert spots(ordered, 75_000, WORK_MS) == (
        Spot(start_s=0, worked_s=45, eased=True, first=5, highest=7),
        Spot(start_s=55, worked_s=20, eased=False, first=4, highest=4),
    )


def test_a_spot_that_has_not_eased_in_its_time_is_left_and_one_cut_short_is_not() -> None:
    first, second = spots([], 130_000, WORK_MS)
    assert (first.worked_s, first.eased, first.left) == (90, False, True)
    assert (second.worked_s, second.eased, second.left) == (30, False, False)


def test_a_spot_that_would_ease_later_has_not_eased_yet() -> None:
    assert not spots([SpotMark(1000, 2)], 20_000, WORK_MS)[0].eased


def test_without_work_there_is_no_spot() -> None:
    assert spots([SpotMark(0, 5)], 0, WORK_MS) == ()
