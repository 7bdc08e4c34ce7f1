"""What makes the charts of the overview move together."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import altair as alt
import pytest

from kneeapp.charts.overview.pictures import (
    levels_picture,
    loads_picture,
    pairs_picture,
    strip_picture,
    weeks_picture,
)
from kneeapp.domain.evidence.bands import Band, BandKind
from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.evidence.progress import RatingPair, Window
from kneeapp.domain.evidence.trend import Level, trend

FIRST = date(2026, 3, 2)
WINDOW = Window(FIRST, FIRST + timedelta(days=27))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BANDS = (
    Band(BandKind.PHASE, "Calm it down", FIRST, FIRST + timedelta(days=9)),
    Band(BandKind.PHASE, "Build strength", FIRST + timedelta(days=10), WINDOW.last),
    Band(BandKind.TRIAL, "Trial, sessions 1 and 2", FIRST, FIRST + timedelta(days=2)),
    Band(BandKind.MARK, "Flare", FIRST + timedelta(days=5), FIRST + timedelta(days=5)),
)


def pairs(count: int) -> list[RatingPair]:
    return [
        RatingPair(NOON + timedelta(days=n % 28), 5 + n % 3, None if n % 5 == 4 else 3)
        for n in range(count)
    ]


def levels(count: int) -> list[Level]:
    return [Level(NOON + timedelta(days=n), 3 + n % 3) for n in range(count)]


def drawn(count: int, *, dark: bool = False, bands: tuple[Band, ...] = BANDS) -> list[dict]:
    """Every kind of chart with `count` entries."""
    days: dict[str, Any] = {"bands": bands, "dark": dark}
    some = levels(min(count, 28))
    steps = [(level.at.date(), 900.0, level.value > 4) for level in some]
    weeks = [(FIRST + timedelta(weeks=n), count % 7, n) for n in range(4)]
    return [
        pairs_picture(pairs(count), WINDOW, **days),
        pairs_picture(pairs(count), WINDOW, zone=(3, 5), **days),
        levels_picture(some, trend(some), WINDOW, zone=UTC, **days),
        loads_picture(
            [(level.at.date(), 900.0, level.value > 4) for level in some], WINDOW, **days
        ),
        loads_picture(steps, WINDOW, **days),
        weeks_picture(weeks, WINDOW, target=4, **days),
        strip_picture(bands, [level.at for level in some], WINDOW, dark=dark),
    ]


def layer(spec: dict, name: str) -> dict:
    [found] = [each for each in spec["layer"] if each["data"]["name"] == name]
    return found


def rows(spec: dict, name: str) -> list[dict]:
    return json.loads(layer(spec, name)["data"]["values"])


@pytest.mark.parametrize(
    ("count", "dark"), [(0, False), (1, True), (2, False), (14, True), (1000, False)]
)
def test_every_chart_is_valid_vega_lite(count: int, *, dark: bool):
    for spec in drawn(count, dark=dark):
        alt.LayerChart.from_dict(spec)


@pytest.mark.parametrize("bands", [(), BANDS])
def test_all_charts_have_one_axis_of_days_to_the_end_of_the_last_one(bands):
    domains = {
        json.dumps(each["encoding"]["x"]["scale"]["domain"])
        for spec in drawn(3, bands=bands)
        for each in spec["layer"]
        if "x" in each.get("encoding", {})
    }
    assert domains == {'["2026-03-02T00:00:00", "2026-03-30T00:00:00"]'}


def test_a_session_is_sent_once_to_a_chart_that_draws_it_three_times():
    spec = pairs_picture(pairs(7), WINDOW, bands=(), dark=False)
    assert len(spec["datasets"]["rows"]) == 7
    assert sum(each["data"] == {"name": "rows"} for each in spec["layer"]) == 3


def test_a_session_that_does_not_count_is_hollow():
    counted = RatingPair(NOON, 5, 3)
    late = RatingPair(NOON, 5, 3, ExclusionReason.LATE)
    [full, hollow] = pairs_picture([counted, late], WINDOW, bands=(), dark=False)["datasets"][
        "rows"
    ]
    assert full["fill"] == full["colour"]
    assert hollow["fill"] != hollow["colour"]


def test_bands_lie_behind_and_every_second_phase_is_shaded():
    spec = pairs_picture(pairs(3), WINDOW, bands=BANDS, dark=False)
    names = [each["data"]["name"] for each in spec["layer"]]
    assert names[:3] == ["mark bands", "phase bands", "trial bands"]
    assert [row["name"] for row in rows(spec, "phase bands")] == ["Build strength"]
    assert rows(spec, "mark bands") == [
        {"day": "2026-03-07T00:00:00", "end": "2026-03-08T00:00:00", "name": "Flare"}
    ]


def test_the_strip_has_a_lane_for_each_kind_that_there_is_and_names_all_bands():
    spec = strip_picture(BANDS, [NOON], WINDOW, dark=False)
    alone = strip_picture((), [NOON], WINDOW, dark=False)
    assert spec["height"] > alone["height"]
    named = {row["name"] for kind in BandKind for row in rows(spec, f"{kind} names")}
    assert named == {band.name for band in BANDS}


def test_a_week_at_the_edge_is_cut_where_the_days_end():
    window = Window(FIRST + timedelta(days=2), FIRST + timedelta(days=8))
    weeks = [(FIRST, 3, 2), (FIRST + timedelta(weeks=1), 1, 0)]
    spec = weeks_picture(weeks, window, target=4, bands=(), dark=False)
    ends = [(row["day"][:10], row["end"][:10]) for row in rows(spec, "bars")]
    assert ends == [
        ("2026-03-04", "2026-03-05"),
        ("2026-03-05", "2026-03-09"),
        ("2026-03-09", "2026-03-11"),
    ]
