import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import altair as alt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneeapp.charts import theme
from kneeapp.charts.annotations import (
    MOST_LANES,
    NARROWEST_PX,
    SYMBOLS,
    between_places,
    markers,
    over_days,
)
from kneeapp.charts.trend import trend_chart
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.evidence.trend import Level

MONDAY = date(2026, 3, 2)
X = alt.X(field="day", type="temporal")


def an_event(day: int = 0, kind: LifeEventKind = LifeEventKind.FLARE, n: int = 0) -> LifeEvent:
    return LifeEvent(UUID(int=n), kind, MONDAY + timedelta(days=day))


def days(*numbers: int) -> list[date]:
    return [MONDAY + timedelta(days=n) for n in numbers]


def drawn(events: list[LifeEvent], rows, *, span: int = 84, dark: bool = False):
    placed = over_days(events, MONDAY, MONDAY + timedelta(days=span))
    chart = theme.framed(markers(placed, X, dark=dark), height=200, dark=dark)
    return rows(chart, "events")


def test_each_event_is_named_without_hovering(rows):
    drawn_rows = drawn([an_event(3), an_event(50, LifeEventKind.NEW_SHOES)], rows)
    assert {row["day"]: row["name"] for row in drawn_rows} == {
        "2026-03-05T00:00:00": "Flare",
        "2026-04-21T00:00:00": "New shoes",
    }


def test_each_kind_has_a_shape_of_its_own():
    assert len(set(SYMBOLS.values())) == len(LifeEventKind)


def test_kinds_of_event_do_not_differ_by_colour_alone(layer):
    events = [an_event(n, kind) for n, kind in enumerate(LifeEventKind)]
    placed = over_days(events, MONDAY, MONDAY + timedelta(days=84))
    chart = theme.framed(markers(placed, X, dark=True), height=200, dark=True)
    symbols = layer(chart, "events")
    assert not {"color", "fill", "stroke"} & symbols["encoding"].keys()
    assert symbols["mark"]["fill"] == theme.DARK.ink


@pytest.mark.parametrize(
    ("day", "place"),
    [(-1, 0.5), (0, 0.5), (1, 1.5), (2, 1.5), (3, 3.5), (9, 3.5)],
)
def test_an_event_is_placed_before_the_first_session_it_can_have_affected(day: int, place: float):
    (placed,) = between_places([an_event(day)], days(0, 2, 2), least=6)
    assert placed.at == place
    assert 0 <= placed.share <= 1


def test_an_event_outside_the_days_of_a_chart_is_left_out():
    events = [an_event(-1), an_event(0), an_event(7), an_event(8)]
    placed = over_days(events, *days(0, 7))
    assert [one.event.on for one in placed] == days(0, 7)


def test_a_chart_of_one_day_can_be_marked():
    (placed,) = over_days([an_event(0)], MONDAY, MONDAY)
    assert placed.share == 0


def test_at_the_right_edge_a_name_is_turned_to_the_left(rows):
    drawn_rows = drawn([an_event(10), an_event(84)], rows)
    assert {row["day"][:10]: row["turned"] for row in drawn_rows} == {
        "2026-03-12": False,
        "2026-05-25": True,
    }


@pytest.mark.parametrize("day", [4, 80])
def test_the_line_of_one_event_does_not_cross_the_name_of_another(day, rows):
    drawn_rows = drawn([an_event(day), an_event(day + 2)], rows)
    upper = max(drawn_rows, key=lambda row: row["lane"])
    lower = min(drawn_rows, key=lambda row: row["lane"])
    assert (upper["day"] > lower["day"]) is lower["turned"]


def test_with_many_events_some_symbols_have_no_name(rows):
    drawn_rows = drawn([an_event(5, n=n) for n in range(MOST_LANES + 2)], rows)
    assert [row["name"] for row in drawn_rows].count("Flare") == MOST_LANES
    assert len(drawn_rows) == MOST_LANES + 2


def trend_chart_of(*events: LifeEvent) -> alt.LayerChart:
    level = Level(datetime(2026, 3, 2, 18, tzinfo=UTC), 5)
    return trend_chart([level], None, zone=UTC, dark=False, events=events)


def test_an_event_is_drawn_on_its_day_in_the_trend_chart(rows):
    (row,) = rows(trend_chart_of(an_event(9)), "events")
    assert row["day"] == "2026-03-11T00:00:00"


def test_an_event_after_the_last_rating_is_in_the_trend_chart(rows, layer):
    chart = trend_chart_of(an_event(60))
    _, last = layer(chart, "dots")["encoding"]["x"]["scale"]["domain"]
    assert last == rows(chart, "events")[0]["day"] == "2026-05-01T00:00:00"


def test_without_events_a_chart_has_no_extra_layer():
    assert markers([], X, dark=False) == []


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 84), st.sampled_from(LifeEventKind)), max_size=30),
    st.booleans(),
)
def test_no_two_event_names_overlap_on_a_phone(happened, dark):
    events = [an_event(day, kind, n) for n, (day, kind) in enumerate(happened)]
    placed = over_days(events, MONDAY, MONDAY + timedelta(days=84))
    layers = markers(placed, X, dark=dark)
    if not layers:
        return
    chart = theme.framed(layers, height=200, dark=dark)
    chart.to_dict()
    named = [row for row in rows_of(layers) if row["name"]]
    taken = [(row["lane"], *reach(row)) for row in named]
    for n, (lane, start, end) in enumerate(taken):
        assert start >= -10
        assert end <= NARROWEST_PX + 10
        assert not any(
            lane == other and start < last and first < end for other, first, last in taken[:n]
        )


def rows_of(layers):
    return json.loads(layers[0].to_dict()["data"]["values"])


def reach(row) -> tuple[float, float]:
    """Where a name of 7 px a letter, its symbol and its rule begin and end."""
    at = (date.fromisoformat(row["day"][:10]) - MONDAY).days / 84 * NARROWEST_PX
    width = 10 + 7 * len(row["name"])
    return (at - width, at + 8) if row["turned"] else (at - 8, at + width)
