import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import vl_convert as vlc

from kneeapp.charts import theme
from kneeapp.charts.theme import DARK, LIGHT, ChartPalette
from kneeapp.charts.trial_pairs import pairs_chart
from kneeapp.domain.trial.results import TrialPair

ROOT = Path(__file__).parent.parent.parent
MODES = [("light", LIGHT), ("dark", DARK)]

BUILD_ONE = """
import sys
from datetime import UTC, datetime
from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.theme import specification
from kneeapp.domain.evidence.progress import RatingPair
specification(before_after_chart([RatingPair(datetime(2026, 3, 2, tzinfo=UTC), 6, 3)], dark=False))
sys.exit("pandas" in sys.modules)
"""


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    darker, lighter = sorted((luminance(first), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("mode", "colours"), MODES)
def test_the_charts_wear_the_colours_of_the_app(mode: str, colours: ChartPalette):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    app = config["theme"][mode]
    assert colours.paper == app["backgroundColor"]
    assert colours.ink == app["textColor"]
    assert colours.eased == app["primaryColor"]
    assert config["theme"]["font"] == theme.FONT


@pytest.mark.parametrize(("_mode", "colours"), MODES)
def test_text_and_marks_have_enough_contrast(_mode: str, colours: ChartPalette):
    words = (colours.ink, colours.quiet)
    marks = (colours.eased, colours.same, colours.worse)
    assert min(contrast(word, colours.paper) for word in words) >= 4.5
    assert min(contrast(mark, colours.paper) for mark in marks) >= 3
    assert min(contrast(mark, colours.zone) for mark in marks) >= 3


def test_each_change_has_its_own_shape_besides_its_colour():
    assert len(set(theme.SHAPES.values())) == len(theme.SHAPES)


def test_words_are_large_enough_for_a_phone():
    assert theme.LABEL_PX >= 12


def test_a_chart_is_built_without_loading_pandas():
    done = subprocess.run([sys.executable, "-c", BUILD_ONE], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_marks_are_kept_from_screen_readers():
    chart = theme.framed([], height=100, dark=False)
    assert theme.specification(chart)["config"]["aria"] is False


def test_no_mark_of_a_chart_is_read_by_a_screen_reader() -> None:
    """The page tells it in a sentence and a table; Vega's own rule for marks is another option."""
    chart = pairs_chart([TrialPair(1, 3, 1)], dark=False)
    drawn = vlc.vegalite_to_svg(theme.specification(chart))
    assert "mark-symbol" in drawn
    assert "graphics-symbol" not in drawn
