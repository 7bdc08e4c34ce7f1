"""Charts as drawings for paper and files, by vl-convert and the fonts that kneeapp ships."""

import re
from collections.abc import Mapping
from dataclasses import astuple, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import altair as alt

from kneeapp.charts.theme import DARK, LIGHT, ChartPalette, specification
from kneeapp.reports.fonts import FONTS

if TYPE_CHECKING:
    from types import ModuleType

FILE = LIGHT
PAPER = replace(LIGHT, paper="#ffffff")
GREY = ChartPalette(
    paper="#ffffff",
    ink="#111111",
    quiet="#595959",
    grid="#dddddd",
    zone="#e9e9e9",
    eased="#767676",
    same="#595959",
    worse="#000000",
)
"""For a printer without colours: shapes tell the changes apart, and what got worse is black."""

COLOUR = re.compile(r"#[0-9a-f]{6}")


def coloured(chart: alt.LayerChart, look: ChartPalette, width: int | None = None) -> dict[str, Any]:
    """The chart's specification in the colours of `look`, `width` px wide where it is given."""
    spec: dict[str, Any] = _coloured(specification(chart), look)
    if width is None:
        return spec
    return {**spec, "width": width, "autosize": {"type": "pad", "contains": "padding"}}


def drawn(
    chart: alt.LayerChart, look: ChartPalette, *, width: int, height: int | None = None
) -> str:
    """The chart as SVG for a page, in px; as high as on screen unless `height` says so."""
    spec = coloured(chart, look, width)
    svg: str = converter().vegalite_to_svg(spec | ({"height": height} if height else {}))
    return svg


@cache
def converter() -> "ModuleType":
    """vl-convert with our fonts; it is large, and only who takes a chart along needs it."""
    import vl_convert  # noqa: PLC0415  see above

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _coloured(value: Any, look: ChartPalette) -> Any:
    """A specification with each colour of the screen, light or dark, as it is in `look`."""
    if isinstance(value, str):
        return COLOUR.sub(lambda match: _colours(look).get(match[0], match[0]), value)
    if isinstance(value, Mapping):
        return {key: _coloured(part, look) for key, part in value.items()}
    return [_coloured(part, look) for part in value] if isinstance(value, list) else value


@cache
def _colours(look: ChartPalette) -> dict[str, str]:
    screens = (LIGHT, DARK)
    return {
        ours: theirs
        for screen in screens
        for ours, theirs in zip(astuple(screen), astuple(look), strict=True)
    }
