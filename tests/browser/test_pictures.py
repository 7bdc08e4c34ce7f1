"""Drawings and charts look in Firefox and WebKitGTK as they do in Chromium."""

import re
from base64 import b64encode
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser

from kneeapp import content
from kneeapp.domain.sides import Side
from kneeapp.figure import draw
from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.walker import Walker

DRAWINGS = 5
CHARTS = {
    "Relief now": "Does the knee hurt less",
    "Over weeks": "Where is the knee over the weeks",
    "Tender spots": "Does a spot get less tender",
    "Per week": "How many sessions a week",
    "Last session": "How tender was each spot",
}
"""Each view of *Progress*, and the question over its first chart."""

CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg.marks)"
WIDE = (1600, 800)
EDGES = 2
"""Pixels of blur: engines smooth lines and letters each in their own way."""

UNLIKE = 32
"""How far apart one channel of a pixel must be, of 255, so that it looks unlike."""

MOST_UNLIKE = 0.005
"""The share of pixels that may look unlike."""

pytestmark = pytest.mark.browser
MOST_LOOKS = 20
"""So many pictures are taken until a chart is drawn."""

OTHERS = pytest.mark.parametrize("walker", ["firefox", "webkit"], indirect=True)


@pytest.fixture(scope="module")
def kneeapp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kneeapp]:
    folder = tmp_path_factory.mktemp("pictures")
    server = Kneeapp(folder / "record.duckdb", short_content(folder / "content"))
    some_weeks(server)
    yield server.start()
    server.kill()


@pytest.fixture
def in_chromium(chromium: Browser) -> Iterator[Person]:
    context = chromium.new_context()
    yield Person(context.new_page())
    context.close()


def poses() -> list[str]:
    """The first drawings of a person."""
    some = list(content.poses().values())[:DRAWINGS]
    return [draw(pose, side=Side.LEFT, still=True) for pose in some]


def drawings(walker: Walker, svgs: list[str]) -> list[Image.Image]:
    """What they look like as images in a page."""
    coded = [b64encode(svg.encode()) for svg in svgs]
    images = "".join(
        f'<img width="400" src="data:image/svg+xml;base64,{svg.decode()}">' for svg in coded
    )
    page = f"<!doctype html><title>Drawings</title><body>{images}"
    coded_page = b64encode(page.encode()).decode()
    return walker.open(f"data:text/html;base64,{coded_page}").pictures("img")


def charts(walker: Walker, server: Kneeapp) -> list[Image.Image]:
    """The first chart of each view."""
    walker.open(f"{server.url}/progress").sees("Look at")
    shown = []
    for view, question in CHARTS.items():
        walker.settled().choose(view).sees(question).settled()
        shown.append(drawn_chart(walker))
    return shown


def drawn_chart(walker: Walker) -> Image.Image:
    """The first chart on the page, once two pictures in a row show it alike."""
    before = walker.pictures(CHART)[0]
    for _ in range(MOST_LOOKS):
        chart = walker.pictures(CHART)[0]
        if chart.size == before.size and not unlike(chart, before):
            return chart
        before = chart
    raise TimeoutError("The chart does not come to rest.")


def unlike(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that a person would see in another colour; 1.0 for another size."""
    if max(abs(one.width - other.width), abs(one.height - other.height)) > EDGES:
        return 1.0
    blurred = [
        each.resize(one.size).filter(ImageFilter.GaussianBlur(EDGES)) for each in (one, other)
    ]
    channels = ImageChops.difference(*blurred).split()
    furthest = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    counted = furthest.histogram()
    return sum(counted[UNLIKE:]) / sum(counted)


@OTHERS
def test_a_drawing_looks_as_in_chromium(walker: Walker, in_chromium: Walker) -> None:
    here, there = (drawings(each.look_at(*WIDE), poses()) for each in (walker, in_chromium))
    assert max(map(unlike, here, there)) <= MOST_UNLIKE


@pytest.mark.parametrize("walker", ["firefox"], indirect=True)
def test_a_drawing_that_one_engine_cannot_read_is_noticed(
    walker: Walker, in_chromium: Walker
) -> None:
    """Chromium forgives a viewBox without a gap before the minus, Firefox does not."""
    broken = [re.sub(r'(viewBox="0) (?=-)', r"\1", svg) for svg in poses()]
    assert broken != poses()
    here, there = (drawings(each.look_at(*WIDE), broken) for each in (walker, in_chromium))
    assert min(map(unlike, here, there)) > MOST_UNLIKE


@OTHERS
@pytest.mark.nightly  # drawings are compared with each change; Vega is the same in all of them
def test_a_chart_looks_as_in_chromium(
    walker: Walker, in_chromium: Walker, kneeapp: Kneeapp
) -> None:
    here, there = (charts(each.look_at(*WIDE), kneeapp) for each in (walker, in_chromium))
    assert max(map(unlike, here, there)) <= MOST_UNLIKE


def test_a_wide_page_stays_as_wide_from_view_to_view(in_chromium: Person, kneeapp: Kneeapp) -> None:
    in_chromium.look_at(*WIDE).open(f"{kneeapp.url}/progress").sees("Look at")
    widths = set()
    for view, question in CHARTS.items():
        in_chromium.settled().choose(view).sees(question).settled()
        widths.add(in_chromium.page.locator(".block-container").bounding_box()["width"])
    assert len(widths) == 1
