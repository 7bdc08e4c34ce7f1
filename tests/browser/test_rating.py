"""A rating: eleven numbers for a thumb, and nothing that looks or sounds rated before it is."""

import json
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from kneeapp.domain.measures import KNEE_BEFORE

pytestmark = pytest.mark.browser

FRONTEND = Path(__file__).parents[2] / "kneeapp" / "ui" / "widgets" / "rating" / "frontend"
CONTRAST = (Path(__file__).parent / "harness" / "contrast.js").read_text()
LABEL = KNEE_BEFORE.label
PRIMARY = (31, 122, 116)
COLOURS = {
    "--st-text-color": "#22302e",
    "--st-primary-color": "rgb({}, {}, {})".format(*PRIMARY),
    "--st-background-color": "#fbfaf7",
    "--st-secondary-background-color": "#f1f0ea",
}
SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important;"
SPACED += " word-spacing: .16em !important}"  # WCAG 2.2, 1.4.12


def page_with_rating(value: int | None = None) -> str:
    """A page with one rating as wide as Streamlit's column on a phone."""
    data: dict[str, Any] = {
        "label": LABEL,
        "question": KNEE_BEFORE.question,
        "low": KNEE_BEFORE.low,
        "high": KNEE_BEFORE.high,
        "least": KNEE_BEFORE.least,
        "most": KNEE_BEFORE.most,
        "value": value,
    }
    colours = ";".join(f"{name}:{colour}" for name, colour in COLOURS.items())
    return f"""<!doctype html><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="rating.css"><title>A rating</title>
<style>:root{{{colours}}} body{{margin:16px;background:var(--st-background-color)}}</style>
<main><div class="rating"></div></main>
<script type="module">
import mount from './rating.js';
window.given = [];
const setStateValue = (_, value) => window.given.push(value);
mount({{data: {json.dumps(data)}, parentElement: document.querySelector('main'), setStateValue}});
</script>"""


def answer(shown: str, route: Route) -> None:
    """Give the file that is asked for, or the page."""
    name = route.request.url.rsplit("/", 1)[1]
    kind = {"js": "text/javascript", "css": "text/css"}.get(name.rsplit(".", 1)[-1])
    if kind:
        route.fulfill(path=FRONTEND / name, content_type=kind)
    else:
        route.fulfill(body=shown, content_type="text/html")


@pytest.fixture
def rated(phone: Page) -> Page:
    """A phone that shows an unset rating."""
    phone.route("http://rating.test/**", partial(answer, page_with_rating()))
    phone.goto("http://rating.test/")
    expect(phone.get_by_role("button", name=f"{LABEL} 10")).to_be_visible()
    return phone


def amiss(page: Page) -> list[str]:
    """Numbers smaller than 44 px, and whatever sticks out."""
    faults: list[str] = page.evaluate("""() => {
      const box = (one) => one.getBoundingClientRect();
      const small = [...document.querySelectorAll('button')]
        .filter((one) => Math.min(box(one).width, box(one).height) < 44);
      const out = [...document.querySelectorAll('main *')]
        .filter((one) => box(one).left < 0 || box(one).right > innerWidth);
      return [...small, ...out].map((one) => one.innerText || one.tagName);
    }""")
    return faults


@pytest.mark.parametrize("width", [320, 360, 390, 640, 1280])
def test_every_number_is_as_wide_as_a_thumb(rated: Page, width: int) -> None:
    rated.set_viewport_size({"width": width, "height": 640})
    assert amiss(rated) == []
    rated.add_style_tag(content=SPACED)
    assert amiss(rated) == []
    rated.add_style_tag(content="html {font-size: 200%}")
    assert amiss(rated) == []


def test_on_a_wide_screen_the_numbers_lie_under_the_slider_in_one_row(rated: Page) -> None:
    rows = (
        "() => new Set([...document.querySelectorAll('button')].map((one) => one.offsetTop)).size"
    )
    assert rated.evaluate(rows) == 2
    rated.set_viewport_size({"width": 800, "height": 640})
    assert rated.evaluate(rows) == 1


def test_an_unset_rating_says_so_in_the_accessibility_tree(rated: Page) -> None:
    assert slider(rated) == f"{LABEL}, not rated yet"
    rated.get_by_role("button", name=f"{LABEL} 4").click()
    assert slider(rated) == LABEL
    assert rated.evaluate("window.given") == [4]
    expect(rated.get_by_role("slider")).to_have_attribute("aria-valuetext", "4 of 10")


def slider(page: Page) -> str:
    """What the browser tells a screen reader that the slider is called."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    [found] = [node for node in nodes if node.get("role", {}).get("value") == "slider"]
    name: str = found["name"]["value"]
    return name


def test_each_number_has_an_edge_and_a_ring_that_are_seen(rated: Page) -> None:
    for number in rated.get_by_role("button").all():
        number.focus()
        for colour in ("borderTopColor", "outlineColor"):
            assert number.evaluate(f"(one) => ({CONTRAST})(one, '{colour}')") >= 3


@pytest.mark.parametrize(("value", "filled"), [(None, False), (6, True)])
def test_in_firefox_the_track_is_filled_only_once_it_is_rated(
    firefox: Browser, value: int | None, filled: bool
) -> None:
    page = firefox.new_page(viewport={"width": 390, "height": 400})
    page.route("http://rating.test/**", partial(answer, page_with_rating(value)))
    page.goto("http://rating.test/")
    expect(page.get_by_role("button", name=f"{LABEL} 10")).to_be_visible()
    shown = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.close()
    column = [shown.getpixel((30, y)) for y in range(50, 150)]
    assert (PRIMARY in column) is filled
