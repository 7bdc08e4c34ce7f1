"""Fixtures to read a chart: one layer of its specification, and the rows of its data."""

import json
from collections.abc import Callable
from typing import Any

import altair as alt
import pytest

from kneeapp.charts.theme import specification

Rows = list[dict[str, Any]]


def layer_of(chart: alt.LayerChart, name: str) -> dict[str, Any]:
    layers = [each for each in specification(chart)["layer"] if each["data"]["name"] == name]
    assert len(layers) == 1, f"{len(layers)} layers are called {name!r}"
    return layers[0]


@pytest.fixture
def rows() -> Callable[[alt.LayerChart, str], Rows]:
    return lambda chart, name: json.loads(layer_of(chart, name)["data"]["values"])


@pytest.fixture
def layer() -> Callable[[alt.LayerChart, str], dict[str, Any]]:
    return layer_of
