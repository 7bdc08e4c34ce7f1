"""The overview on paper: one sheet with what the page says, in words that can be searched."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from kneeapp.charts.overview.pictures import levels_picture, pairs_picture, strip_picture
from kneeapp.domain.evidence.progress import RatingPair, Window
from kneeapp.domain.evidence.trend import Level, trend
from kneeapp.reports.overview_file import OverviewContent
from kneeapp.reports.overview_print import overview_pdf

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WINDOW = Window(date(2026, 3, 2), date(2026, 3, 29))


def picture(kind: str, title: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "answer": f"The answer of {title}.",
        "reading": "Each dot is a rating.",
        "spec": json.dumps(spec),
    }


def sheet(charts: int) -> PdfReader:
    """The PDF with the strip and that many charts beside it."""
    pairs = [RatingPair(NOON + timedelta(days=n), 5, 3) for n in range(14)]
    levels = [Level(pair.at, pair.before) for pair in pairs]
    relief = pairs_picture(pairs, WINDOW, bands=(), dark=False)
    course = levels_picture(levels, trend(levels), WINDOW, zone=UTC, bands=(), dark=False)
    shown = [picture(f"{n}", f"Chart {n}", course if n % 2 else relief) for n in range(charts)]
    strip = strip_picture((), [pair.at for pair in pairs], WINDOW, dark=False)
    content = OverviewContent(
        charts={"pictures": [picture("strip", "Days", strip), *shown]},
        verdict="Your knee feels better after it.",
        whose="Ann, left knee,",
        window=WINDOW,
        until=NOON + timedelta(days=20),
    )
    return PdfReader(BytesIO(overview_pdf(content)))


@pytest.mark.parametrize("charts", [1, 2, 4, 6])
def test_any_choice_of_charts_fits_on_one_sheet(charts):
    [page] = sheet(charts).pages
    words = " ".join(page.extract_text().split())
    assert [n for n in range(6) if f"Chart {n} The answer of Chart {n}." in words] == [
        *range(charts)
    ]


def test_it_says_whose_days_these_are_and_that_it_is_no_diagnosis():
    [page] = sheet(1).pages
    words = " ".join(page.extract_text().split())
    assert "Your knee feels better after it." in words
    assert "Ann, left knee, 2 Mar 2026 to 29 Mar 2026. Rated by the person themselves;" in words
    assert "not a diagnosis" in words
    assert "data until 22 Mar 2026, 12:00" in words
