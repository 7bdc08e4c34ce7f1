"""A chart that leaves the page says what the page said, and asks nobody for anything."""

import json
import re
import struct
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import altair as alt
import pytest
from pypdf import PdfReader

from kneeapp.charts.before_after import before_after_chart
from kneeapp.charts.relief import relief_chart
from kneeapp.charts.theme import DARK, LIGHT, specification
from kneeapp.charts.trend import trend_chart
from kneeapp.charts.weeks import weeks_chart
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.evidence.progress import RatingPair, SessionWeek, Window
from kneeapp.domain.evidence.trend import Level
from kneeapp.domain.evidence.verdicts import figures
from kneeapp.reports.chart_files import Caption, Format, chart_file
from kneeapp.reports.drawing import GREY, PAPER, coloured

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
UNTIL = datetime(2026, 3, 20, 18, 30, tzinfo=UTC)
RATED = [(6, 3), (5, 5), (4, 6), (7, None), (5, 2)]
PAIRS = [RatingPair(START + timedelta(days=3 * n), *both) for n, both in enumerate(RATED)]
EVENTS = [LifeEvent(id=None, kind=LifeEventKind.FLARE, on=date(2026, 3, 9))]
CAPTION = Caption(
    title="Does it hurt less & how much?",
    answer="Less after **2** of 4 sessions </script>.",
    reading="Dot: before.",
    window=Window(START.date(), UNTIL.date()),
)
SHOWN = before_after_chart(PAIRS, dark=True, events=EVENTS)
CHARTS = {
    "pairs": SHOWN,
    "relief": relief_chart([3, 2, 2, 1], figures([3, 2, 2, 1]), dark=False),
    "trend": trend_chart(
        [Level(pair.at, pair.before) for pair in PAIRS], None, zone=UTC, dark=False, events=EVENTS
    ),
    "weeks": weeks_chart([SessionWeek(date(2026, 3, 2), 3, open=False)], target=4, dark=False),
}


def made(kind: Format, chart: alt.LayerChart = SHOWN) -> bytes:
    return chart_file(chart, CAPTION, kind, until=UNTIL)


@pytest.fixture(scope="module")
def page() -> str:
    return made(Format.HTML).decode()


def test_a_picture_is_twice_as_sharp_as_the_screen():
    png = made(Format.PNG)
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width >= 2 * 720
    assert height > 600


def test_title_days_answer_and_source_stand_around_the_chart():
    pdf = PdfReader(BytesIO(made(Format.PDF)))
    text = " ".join(pdf.pages[0].extract_text().split())
    for told in (
        "Does it hurt less & how much?",
        "2 Mar 2026 to 20 Mar 2026",
        "Less after 2 of 4 sessions",
        "kneeapp · data until 20 Mar 2026, 18:30",
        "Flare",
    ):
        assert told in text
    fonts = pdf.pages[0]["/Resources"]["/Font"].values()
    for font in fonts:
        [descendant] = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]


def test_a_drawing_carries_its_font_and_its_title():
    svg = made(Format.SVG).decode()
    assert "<title>Does it hurt less &amp; how much?</title>" in svg
    assert "url(data:font/woff2;base64," in svg
    assert set(re.findall(r"https?://[^\"' ]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_the_interactive_page_loads_nothing_from_anywhere(page: str):
    assert "default-src 'none'" in page
    outside = re.sub(r"<script>.*?</script>", "<script>", page, flags=re.DOTALL)
    assert "src=" not in outside
    assert "<link" not in outside
    assert set(re.findall(r"url\((\w+:)", outside)) == {"data:"}
    assert not re.search(r"https?:", outside)
    assert not re.search(r"@import|\bimport\s*\(|\bfetch\(['\"]http", page)


def test_the_interactive_page_says_the_same_in_words(page: str):
    head, _, rest = page.partition("<script>")
    assert '<h1 dir="auto">Does it hurt less &amp; how much?</h1>' in head
    assert "Less after 2 of 4 sessions &lt;/script&gt;." in head
    assert "data until 20 Mar 2026, 18:30" in head
    assert rest.count("</script>") == 2


@pytest.mark.parametrize("name", CHARTS)
def test_what_the_page_draws_is_a_chart_that_vega_lite_knows(name: str):
    page = made(Format.HTML, CHARTS[name]).decode()
    spec = json.loads(
        re.search(r'vegaEmbed\("#chart", (\{.*\}), \{\n', page)[1].replace("<\\/", "</")
    )
    alt.LayerChart.from_dict(spec)
    assert [one for layer in spec["layer"] for one in layer.get("params", [])]


def test_the_values_are_those_on_the_screen():
    screen, paper = specification(SHOWN), coloured(SHOWN, PAPER, 800)
    for one, other in zip(screen["layer"], paper["layer"], strict=True):
        assert strip(one["data"]) == strip(other["data"])


@pytest.mark.parametrize("kind", [Format.SVG, Format.HTML])
def test_a_file_is_light_whatever_the_screen_is(kind: Format):
    text = made(kind).decode()
    assert LIGHT.eased in text
    assert not any(colour in text for colour in asdict(DARK).values())


def test_the_shades_of_grey_are_grey():
    spec = json.dumps(coloured(CHARTS["trend"], GREY)) + json.dumps(coloured(SHOWN, GREY))
    found = set(re.findall(r"#[0-9a-f]{6}", spec))
    assert found
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in found)


def test_the_shades_of_grey_can_be_told_apart():
    assert len({GREY.eased, GREY.worse, GREY.zone, GREY.grid, GREY.paper}) == 5


def strip(data: object) -> str:
    """The data of a layer without its colours."""
    return re.sub(r"#[0-9a-f]{6}", "", json.dumps(data))
