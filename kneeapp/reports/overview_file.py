"""The overview to take along: one page with linked charts that needs no network."""

import html
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from string import Template

from kneeapp.charts.theme import FONT, LIGHT
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import short_date
from kneeapp.reports.chart_files import font_faces, vega_script
from kneeapp.reports.drawing import FILE
from kneeapp.settings import PROJECT

PAGE = Path(__file__).with_name("overview_page.html")
FRONTEND = PROJECT / "kneeapp" / "ui" / "progress" / "dashboard" / "frontend"
"""The code that links the charts on *Progress* links them in the file."""

MODULES = ("markup.js", "days.js", "gestures.js", "chart.js", "board.js")
"""Each after those that it imports."""

IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=class|const|function)", re.MULTILINE)
NOT_A_DIAGNOSIS = "Rated by the person themselves; not a diagnosis."
HOW = "Drag over days to choose them: every chart follows. Nothing is sent from here."


@dataclass(frozen=True)
class OverviewContent:
    """What is in the file: the component's data as JSON, the verdict, and whose days they are."""

    charts: str
    verdict: str
    whose: str
    window: Window


def overview_file(content: OverviewContent, *, until: datetime) -> bytes:
    """The page of what was known `until` then, in the person's zone."""
    days = f"{short_date(content.window.first)} to {short_date(content.window.last)}"
    about = " ".join(filter(None, (content.whose, f"{days}.", NOT_A_DIAGNOSIS, HOW)))
    return (
        Template(PAGE.read_text(encoding="utf-8"))
        .substitute(
            title="Knee progress",
            verdict=html.escape(content.verdict),
            about=f"<bdi>{html.escape(about)}</bdi>",
            source=f"kneeapp · data until {short_date(until.date())}, {until:%H:%M}",
            font=font_faces(content.charts + about),
            family=FONT,
            paper=FILE.paper,
            ink=FILE.ink,
            quiet=FILE.quiet,
            accent=LIGHT.eased,
            style=(FRONTEND / "dashboard.css").read_text("utf-8"),
            vega=vega_script(),
            script=_script(),
            # words with </script> in them would end the script
            data=content.charts.replace("</", "<\\/"),
        )
        .encode()
    )


@cache
def _script() -> str:
    """The modules as one script: a page opened from a disk may not import others."""
    written = "".join((FRONTEND / module).read_text("utf-8") for module in MODULES)
    return EXPORT.sub("", IMPORT.sub("", written))
