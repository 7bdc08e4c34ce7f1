"""What saving and reading cost as the database grows, and the chart of it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.store_crowd import Desk, Somebody
from benchmarks.store_figures import ROUNDS, Times, in_turn
from benchmarks.store_reading import FIRST, SERIES
from kneeapp.charts.theme import LABEL_PX, LIGHT
from kneeapp.reports.drawing import converter

EVENT, SAVE = "An event", "A Save"
SHOWN = (SAVE, SERIES, FIRST)
"""The panels of the chart."""

WRITERS = 5
"""People a round whose next event and whose Save are timed."""

COLOURS = {
    "DuckDB": LIGHT.eased,
    "DuckDB, restored": "#7fb8b3",
    "PostgreSQL": LIGHT.worse,
}
PANEL_PX = (230, 220)


@dataclass(frozen=True)
class Point:
    """What one thing takes on one engine at one size: milliseconds, p50."""

    what: str
    engine: str
    sessions: int
    ms: float


def writing(store: Desk, sqlite: Desk) -> Times:
    """The next event of a routine under way, and the Save of another one, here and in SQLite."""
    fours = [
        tuple(Somebody(desk, number) for desk in (store, store, sqlite, sqlite))
        for number in range(WRITERS * (ROUNDS + 1))
    ]
    for four in fours:
        for somebody in four:
            somebody.begin()
    return in_turn(
        {
            EVENT: lambda four: four[0].act(),
            SAVE: lambda four: four[1].save(),
            f"{EVENT} in SQLite": lambda four: four[2].act(),
            f"{SAVE} in SQLite": lambda four: four[3].save(),
        },
        fours,
    )


def draw(points: Sequence[Point], path: Path) -> None:
    """A panel a question, both axes in powers of ten, as SVG."""
    engines = [engine for engine in COLOURS if any(one.engine == engine for one in points)]
    colour = {
        "field": "engine",
        "type": "nominal",
        "scale": {"domain": engines, "range": [COLOURS[engine] for engine in engines]},
    }
    panels = [_panel(what, [one for one in points if one.what == what], colour) for what in SHOWN]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "hconcat": panels,
        "background": LIGHT.paper,
        "padding": 16,
        "config": {
            "font": "Atkinson Hyperlegible Next, sans-serif",
            "axis": {"labelFontSize": LABEL_PX, "titleFontSize": LABEL_PX, "titleFontWeight": 400}
            | {"gridColor": LIGHT.grid, "domain": False, "ticks": False}
            | {"labelColor": LIGHT.quiet, "titleColor": LIGHT.quiet},
            "title": {"anchor": "start", "fontSize": LABEL_PX + 2, "color": LIGHT.ink},
            "view": {"stroke": None},
            "legend": {"labelFontSize": LABEL_PX, "title": None, "orient": "bottom"}
            | {"labelColor": LIGHT.ink},
        },
    }
    path.write_text(converter().vegalite_to_svg(spec), encoding="utf-8")


def _panel(what: str, points: Sequence[Point], colour: dict[str, Any]) -> dict[str, Any]:
    width, height = PANEL_PX
    return {
        "title": what,
        "width": width,
        "height": height,
        "data": {"values": [asdict(point) for point in points]},
        "mark": {"type": "line", "point": {"filled": True, "size": 40}},
        "encoding": {
            "color": colour,
            "x": _powers("sessions", "sessions in the database"),
            "y": _powers("ms", "milliseconds, median"),
        },
    }


def _powers(field: str, title: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"type": "log"},
        "axis": {"format": "~s", "values": [10**power for power in range(-1, 8)]},
    }
