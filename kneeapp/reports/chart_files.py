"""A chart to take along: PNG, SVG, PDF, or an interactive page that needs no network."""

import html
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Template
from textwrap import wrap
from typing import Any

import altair as alt

from kneeapp.charts.theme import FONT, LABEL_PX
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import short_date
from kneeapp.reports.drawing import FILE, coloured, converter
from kneeapp.reports.fonts import FONTS, HEAD, drawable, isolated
from kneeapp.settings import PROJECT

WIDTH_PX, SHARPNESS = 720, 2
DOTS_PER_INCH = 96 * SHARPNESS
PAGE_OF_CHART = HEAD + Path(__file__).with_name("chart.typ").read_text("utf-8")
LETTERS, TITLE_LETTERS = 108, 62
"""Letters of the small print and of the title that fit into a line."""

SOURCE_BELOW_PX = 46
PAGE = Path(__file__).with_name("chart_page.html")
SCRIPT_FONTS = (
    (0x0250, 0x052F, "Sans-Regular"),
    (0x1E00, 0x1FFF, "Sans-Regular"),
    (0x0530, 0x058F, "Armenian-Regular"),
    (0x0590, 0x05FF, "Hebrew-Regular"),
    (0x0600, 0x08FF, "Arabic-Regular"),
    (0x10A0, 0x10FF, "Georgian-Regular"),
    (0x1F000, 0x1FAFF, "NotoEmoji_400Regular"),
)
"""First and last character of what a drawing brings a font for, where it is shown."""

BROWSER_FONT = PROJECT / "static" / "fonts" / "atkinson-hyperlegible-next-latin-wght-normal.woff2"


class Format(StrEnum):
    """The kinds of file; `label` says what each is good for."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    HTML = "html"

    @property
    def label(self) -> str:
        return _LABELS_AND_MIMES[self][0]

    @property
    def mime(self) -> str:
        return _LABELS_AND_MIMES[self][1]


_LABELS_AND_MIMES = {
    Format.PNG: ("Picture (PNG), for a message", "image/png"),
    Format.SVG: ("Drawing (SVG), sharp at any size", "image/svg+xml"),
    Format.PDF: ("Page (PDF), for printing", "application/pdf"),
    Format.HTML: ("Interactive (HTML), works offline", "text/html"),
}


@dataclass(frozen=True)
class Caption:
    """What stands around a chart that has left its page: the question it answers, the answer
    (bold parts in Markdown), how to read it, and its days.
    """

    title: str
    answer: str
    reading: str
    window: Window

    @property
    def days(self) -> str:
        return f"{short_date(self.window.first)} to {short_date(self.window.last)}"

    @property
    def said(self) -> str:
        return self.answer.replace("**", "")

    @property
    def small(self) -> tuple[str, str, str]:
        """What stands below the title."""
        return self.days, self.said, self.reading

    @property
    def description(self) -> str:
        """For who cannot see the chart."""
        return f"{self.title} {self.said}"


def chart_file(chart: alt.LayerChart, caption: Caption, kind: Format, *, until: datetime) -> bytes:
    """The chart of what was known `until` then, in the person's zone; it names nobody."""
    source = f"kneeapp · data until {short_date(until.date())}, {until:%H:%M}"
    if kind is Format.HTML:
        return _html(chart, caption, source)
    spec = coloured(chart, FILE, WIDTH_PX)
    if kind is Format.SVG:
        return _svg(_captioned(spec, caption, source), caption)
    return _typeset(spec, caption, source, kind, until)


def _typeset(
    spec: dict[str, Any], caption: Caption, source: str, kind: Format, at: datetime
) -> bytes:
    """A picture or a page with the fonts that kneeapp ships, wherever these suffice."""
    import typst  # noqa: PLC0415  large, and only needed here

    texts, fonts = drawable(
        {
            "title": caption.title,
            "small": caption.small,
            "description": caption.description,
            "source": source,
            "svg": converter().vegalite_to_svg(spec),
            "paper": FILE.paper,
            "ink": FILE.ink,
            "quiet": FILE.quiet,
        }
    )
    made: bytes = typst.compile(
        PAGE_OF_CHART.encode(),
        format=kind.value,
        ppi=DOTS_PER_INCH,
        font_paths=fonts,
        sys_inputs={"texts": json.dumps(texts)},
        timestamp=int(at.timestamp()),
    )
    return made


def _svg(spec: dict[str, Any], caption: Caption) -> bytes:
    svg = str(converter().vegalite_to_svg(spec))
    head, begin, rest = svg.partition(">")
    title = f"<title>{html.escape(caption.title)}</title>"
    return f"{head} xml:lang='en'{begin}{title}<style>{font_faces(svg)}</style>{rest}".encode()


def _html(chart: alt.LayerChart, caption: Caption, source: str) -> bytes:
    """A page whose chart is as wide as the window and can be moved and zoomed."""
    spec = _movable(coloured(chart, FILE)) | {"description": caption.description}
    shown = json.dumps([spec, caption.title, caption.small], ensure_ascii=False)
    return (
        Template(PAGE.read_text(encoding="utf-8"))
        .substitute(
            title=html.escape(caption.title),
            small="<br>".join(f"<bdi>{html.escape(words)}</bdi>" for words in caption.small),
            source=html.escape(source),
            font=font_faces(shown),
            family=FONT,
            paper=FILE.paper,
            ink=FILE.ink,
            quiet=FILE.quiet,
            script=vega_script(),
            # a title with </script> in it would end the script
            spec=json.dumps(spec).replace("</", "<\\/"),
        )
        .encode()
    )


def _movable(spec: dict[str, Any]) -> dict[str, Any]:
    """`spec` with an x axis that is dragged along, zoomed by the wheel and reset by two clicks."""
    move = {"name": "move", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"}
    # the axis is bound by one layer only: Vega-Lite refuses the same parameter in two
    layers = [_unclipped(layer) for layer in spec["layer"]]
    across = next(n for n, layer in enumerate(layers) if "x" in layer["encoding"])
    layers[across] = {**layers[across], "params": [move]}
    return {**spec, "layer": layers}


def _unclipped(layer: dict[str, Any]) -> dict[str, Any]:
    """What stands above the plot stays to be seen while its place on the axis is."""
    mark = layer["mark"]
    if "y" not in mark or mark["type"] == "rule":
        return layer
    field = layer["encoding"]["x"]["field"]
    there = {"expr": f"inrange(toNumber(datum.{field}), domain('x')) ? 1 : 0"}
    return {**layer, "mark": {**mark, "clip": False, "opacity": there}}


def _captioned(spec: dict[str, Any], caption: Caption, source: str) -> dict[str, Any]:
    small = {"fontSize": LABEL_PX, "color": FILE.quiet}
    title = {
        "text": [isolated(line) for line in wrap(caption.title, TITLE_LETTERS)],
        "subtitle": [isolated(line) for words in caption.small for line in wrap(words, LETTERS)],
        "anchor": "start",
        "font": FONT,
        "fontSize": 20,
        "color": FILE.ink,
        "subtitleFont": FONT,
        "subtitleFontSize": LABEL_PX,
        "subtitleColor": FILE.quiet,
        "subtitleLineHeight": 18,
        "subtitlePadding": 8,
        "offset": 16,
    }
    footer = {
        "data": {"values": [{}]},
        "mark": {
            **small,
            "type": "text",
            "align": "left",
            "text": source,
            "x": 0,
            "y": {"expr": f"height + {SOURCE_BELOW_PX}"},
        },
    }
    return {
        **spec,
        "title": title,
        "description": caption.description,
        "background": FILE.paper,
        "padding": 20,
        "layer": [*spec["layer"], footer],
    }


def font_faces(shown: str) -> str:
    """Our text font, and those of the scripts that are `shown`, for the one who looks at it."""
    own = [_font_face(BROWSER_FONT, "woff2")]
    own += [
        _font_face(FONTS / f"{font}.ttf", "truetype", f"U+{first:X}-{last:X}")
        for first, last, font in SCRIPT_FONTS
        if any(first <= ord(sign) <= last for sign in shown)
    ]
    return "".join(own)


@cache
def _font_face(file: Path, form: str, characters: str = "") -> str:
    font = b64encode(file.read_bytes()).decode()
    only = f"unicode-range:{characters};" if characters else ""
    return (
        f"@font-face{{font-family:'Atkinson Hyperlegible Next';font-weight:200 800;{only}"
        f"src:url(data:font/{form};base64,{font}) format('{form}')}}"
    )


@cache
def vega_script() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script."""
    return str(converter().javascript_bundle()).replace("</script", "<\\/script")
