"""A report's content as an A4 page, set by typst."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneeapp.colours import LIGHT
from kneeapp.errors import KneeAppError
from kneeapp.reports.fonts import HEAD, drawable

if TYPE_CHECKING:
    from typst import Fonts

Block = dict[str, Any]
"""One piece of a page; `kind` names the function of report.typ that sets it."""

SIZES_PT = (8.6, 8.0)
"""Sizes of the words; below the last they are hard to read on paper."""

MOST_PAGES = 2
PAGE = re.compile(rb"/Type */Page\b")

TEMPLATE = HEAD + Path(__file__).with_name("report.typ").read_text("utf-8")


@dataclass(frozen=True)
class ReportPart:
    """A heading and what stands below it."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """A whole report in words and drawings; `who` may be empty."""

    title: str
    subtitle: str
    who: str
    about: str
    glance: Sequence[tuple[str, str]]
    """A few figures, each with what it means."""
    parts: Sequence[ReportPart]
    footer: str
    grey: bool


def typeset(document: Document, *, at: datetime) -> bytes:
    """The document as a tagged PDF with its title and language, made `at` (aware).

    In the largest of SIZES_PT that keeps it within MOST_PAGES, else in the smallest.
    """
    content, fonts = drawable(asdict(document))
    made = b""
    for size in SIZES_PT:
        made = _set(content, fonts, size, at)
        if _pages(made) <= MOST_PAGES:
            break
    return made


def _set(content: dict[str, Any], fonts: "Fonts", size: float, at: datetime) -> bytes:
    import typst  # noqa: PLC0415  large, and only needed here

    colours = {"ink": LIGHT.ink, "accent": LIGHT.accent}
    try:
        made: bytes = typst.compile(
            TEMPLATE.encode(),
            format="pdf",
            font_paths=fonts,
            sys_inputs={"report": json.dumps({**content, **colours, "size": size})},
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise KneeAppError("The report could not be set. Try it with fewer sections.") from error
    return made


def _pages(pdf: bytes) -> int:
    return len(PAGE.findall(pdf))


def said(words: str) -> Block:
    return {"kind": "said", "words": words.replace("**", "")}


def small(words: str) -> Block:
    return {"kind": "small", "words": words.replace("**", "")}


def strong(words: str) -> Block:
    return {"kind": "strong", "words": words}


def listed(items: Sequence[str]) -> Block:
    return {"kind": "listed", "items": items}


def pairs(rows: Sequence[tuple[str, str]]) -> Block:
    """What is asked, and the answer."""
    return {"kind": "pairs", "rows": rows}


def bars(rows: Sequence[tuple[str, float, str]]) -> Block:
    """A name, a share 0-1 and what speaks for it, one below the other."""
    return {"kind": "bars", "rows": rows}


def table(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Block:
    """`widths` are shares of the page."""
    return {"kind": "grid", "header": header, "rows": rows, "widths": widths}


def picture(svg: str, words: str) -> Block:
    """A drawing and its `words` for who cannot see it."""
    return {"kind": "picture", "svg": svg, "words": words.replace("**", "")}


def beside(left: Sequence[Block], right: Sequence[Block], widths: Sequence[int] = (1, 1)) -> Block:
    """Two columns; `widths` are shares of the page."""
    return {"kind": "beside", "left": left, "right": right, "widths": widths}
