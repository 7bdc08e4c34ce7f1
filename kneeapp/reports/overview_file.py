"""The overview to take along: one page with linked charts that needs no network."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from kneeapp.charts.theme import FONT, LIGHT
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import short_date
from kneeapp.reports.chart_files import font_faces, vega_script
from kneeapp.reports.drawing import FILE
from kneeapp.settings import PROJECT

PAGE = Path(__file__).with_name("overview_page.html")
FRONTEND = PROJECT / "kneeapp" / "ui" / "progress" / "dashboard" / "frontend"
"""The code that links the charts on *Progress* links them in the file."""

MODULES = ("markup.js", "days.js", "gestures.js", "overlay.js", "chart.js", "board.js")
"""Each after those that it imports."""

IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=class|const|function)", re.MULTILINE)
TITLE = "Knee progress"
NOT_A_DIAGNOSIS = "Rated by the person themselves; not a diagnosis."
HOW = "Drag over days to choose them: every chart follows. Nothing is sent from here."


@dataclass(frozen=True)
class OverviewContent:
    """What is in the file: the component's data, the verdict, and whose days they are."""

    charts: Mapping[str, Any]
    verdict: str
    whose: str
    window: Window
    until: datetime
    """When it was taken from the record, in the person's zone."""

    @property
    def about(self) -> str:
        days = f"{short_date(self.window.first)} to {short_date(self.window.last)}"
        return " ".join(filter(None, (self.whose, f"{days}.", NOT_A_DIAGNOSIS)))

    @property
    def source(self) -> str:
        return f"kneeapp · data until {short_date(self.until.date())}, {self.until:%H:%M}"


def overview_page(content: OverviewContent) -> bytes:
    """The page in HTML, with all that it needs."""
    charts = json.dumps(content.charts, ensure_ascii=False)
    about = f"{content.about} {HOW}"
    return (
        Template(PAGE.read_text(encoding="utf-8"))
        .substitute(
            title=TITLE,
            verdict=html.escape(content.verdict),
            about=f"<bdi>{html.escape(about)}</bdi>",
            source=content.source,
            font=font_faces(charts + about),
            family=FONT,
            paper=FILE.paper,
            ink=FILE.ink,
            quiet=FILE.quiet,
            accent=LIGHT.eased,
            style=(FRONTEND / "dashboard.css").read_text("utf-8"),
            vega=vega_script(),
            script=_script(),
            # words with </script> in them would end the script
            data=charts.replace("</", "<\\/"),
        )
        .encode()
    )


@cache
def _script() -> str:
    """The modules as one script: a page opened from a disk may not import others."""
    written = "".join((FRONTEND / module).read_text("utf-8") for module in MODULES)
    return EXPORT.sub("", IMPORT.sub("", written))
