"""The overview on paper: the verdict, the strip of days and the charts on one A4 sheet."""

import json
from pathlib import Path
from typing import Any

from kneeapp.reports.drawing import FILE, converter
from kneeapp.reports.fonts import HEAD, drawable
from kneeapp.reports.overview_file import TITLE, OverviewContent

TEMPLATE = HEAD + Path(__file__).with_name("overview_print.typ").read_text("utf-8")
STRIP = "strip"
SHEET_PX, GAP_PX = 1032, 20
"""The width between the margins of overview_print.typ, and the gap between two charts."""

HEIGHT_PX = 160
"""Of a chart, so that two rows of them fit on the sheet."""


def overview_pdf(content: OverviewContent) -> bytes:
    """The same charts as in the page, without what moves."""
    import typst  # noqa: PLC0415  large, and only needed here

    pictures = content.charts["pictures"]
    charts = [picture for picture in pictures if picture["kind"] != STRIP]
    columns = 2 if len(charts) in {2, 4} else min(len(charts), 3)
    width = (SHEET_PX - (columns - 1) * GAP_PX) // columns
    texts, fonts = drawable(
        {
            "title": TITLE,
            "verdict": content.verdict,
            "about": content.about,
            "source": content.source,
            "strip": [_svg(picture, SHEET_PX) for picture in pictures if picture["kind"] == STRIP],
            "charts": [
                {
                    "title": chart["title"],
                    "answer": chart["answer"],
                    "reading": chart["reading"],
                    "svg": _svg(chart, width, height=HEIGHT_PX),
                }
                for chart in charts
            ],
            "ink": FILE.ink,
            "quiet": FILE.quiet,
        }
    )
    made: bytes = typst.compile(
        TEMPLATE.encode(),
        format="pdf",
        font_paths=fonts,
        sys_inputs={"texts": json.dumps({**texts, "columns": columns})},
        timestamp=int(content.until.timestamp()),
    )
    return made


def _svg(picture: dict[str, Any], width: int, **size: int) -> str:
    """A chart of the component's data as SVG, `width` px wide with its labels."""
    spec = json.loads(picture["spec"]) | {"width": width} | size
    svg: str = converter().vegalite_to_svg(spec)
    return svg
