"""The pages follow what a person has set on their device, also while a page is open."""

import pytest
from playwright.sync_api import Page, expect

from kneeapp.server.middleware.preload import ICON
from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.waiting import until
from tests.browser.walker import LONG

CONTRAST = """([over, under]) => {
  const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (text) => rgb(text)
    .map((part) => part / 255)
    .map((part) => (part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [.2126, .7152, .0722][place], 0);
  const [high, low] = [light(over), light(under)].sort((one, other) => other - one);
  return (high + .05) / (low + .05);
}"""
BACKGROUND = "element => getComputedStyle(element).backgroundColor"
COLOUR = "element => getComputedStyle(element).color"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kneeapp(tmp_path_factory):
    folder = tmp_path_factory.mktemp("looks")
    server = Kneeapp(folder / "record.duckdb", short_content(folder / "content"))
    some_weeks(server)
    yield server.start()
    server.kill()


@pytest.fixture
def opened(kneeapp, phone: Page) -> Page:
    Person(phone).open(kneeapp.url).sees("Start routine").settled()
    return phone


def test_the_tab_shows_the_icon_of_kneeapp_which_its_own_server_sends(kneeapp, opened):
    icon = opened.locator("link[rel~=icon]")
    expect(icon).to_have_attribute("href", "./app/static/icon.png")
    answer = opened.request.get(f"{kneeapp.url}/app/static/icon.png")
    assert answer.body() == ICON.read_bytes()


def contrast(page: Page, over: str, under: str) -> float:
    """The contrast of two colours as a browser writes them (WCAG 2.2, 1.4.3)."""
    ratio: float = page.evaluate(CONTRAST, [over, under])
    return ratio


def test_a_device_that_goes_dark_darkens_our_own_colours_without_a_run(opened):
    bar = opened.locator(".st-key-tab_bar")
    words = bar.get_by_text("Routine")
    start = opened.get_by_role("button", name="Start routine")
    opened.context.set_offline(True)  # so that no run can help
    opened.emulate_media(color_scheme="dark")

    def readable() -> bool:
        on_bar = contrast(opened, words.evaluate(COLOUR), bar.evaluate(BACKGROUND))
        on_start = contrast(opened, start.evaluate(COLOUR), start.evaluate(BACKGROUND))
        return min(on_bar, on_start) >= 4.5

    try:
        assert until(opened, readable, within_ms=LONG)
    finally:
        opened.context.set_offline(False)


def test_a_device_that_goes_dark_darkens_the_drawings_too(kneeapp, phone):
    person = Person(phone).open(f"{kneeapp.url}/programme")
    drawing = phone.locator("img.drawing").first
    expect(drawing).to_be_visible(timeout=LONG)
    light = drawing.get_attribute("src")
    person.settled().page.emulate_media(color_scheme="dark")
    expect(drawing).not_to_have_attribute("src", str(light), timeout=LONG)


def test_forced_colours_leave_the_chosen_view_and_the_progress_visible(kneeapp, phone):
    phone.emulate_media(forced_colors="active")
    Person(phone).open(kneeapp.url).sees("sessions since Monday").settled()
    track = phone.get_by_test_id("stProgressBarTrack")
    done = track.locator("> *")
    assert done.evaluate(BACKGROUND) != track.evaluate(BACKGROUND)
    Person(phone).go("Progress").sees("What the ratings say").settled()
    chosen = phone.get_by_role("radio", checked=True)
    assert chosen.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_more_contrast_darkens_every_edge(opened):
    opened.emulate_media(contrast="more")
    edge = "getComputedStyle(document.querySelector('.stApp')).getPropertyValue('--knee-edge')"
    ink = "getComputedStyle(document.querySelector('.stApp')).getPropertyValue('--knee-ink')"
    assert opened.evaluate(edge) == opened.evaluate(ink)


def test_with_reduced_motion_nothing_moves(opened):
    opened.emulate_media(reduced_motion="reduce")
    longest = opened.evaluate(
        """() => Math.max(...[...document.querySelectorAll('*')].map((element) => Math.max(
          parseFloat(getComputedStyle(element).transitionDuration),
          parseFloat(getComputedStyle(element).animationDuration))))"""
    )
    assert longest <= 0.001


def test_on_paper_stand_words_without_buttons_and_bars(opened):
    opened.emulate_media(media="print", color_scheme="dark")
    expect(opened.get_by_role("heading", name="Today")).to_be_visible()
    expect(opened.locator(".st-key-tab_bar")).to_be_hidden()
    expect(opened.get_by_role("button", name="Start routine")).to_be_hidden()
    assert opened.get_by_role("heading", name="Today").evaluate(COLOUR) == "rgb(0, 0, 0)"


def test_streamlits_advertisement_for_coding_agents_covers_nothing(opened):
    """Streamlit shows it on some machines only; its place in the page is made here."""
    opened.evaluate(
        """() => document.querySelector('[data-testid=stApp]').insertAdjacentHTML(
          'beforeend', '<div data-testid="stSkillsNudgeAnchor">Install</div>')"""
    )
    expect(opened.get_by_test_id("stSkillsNudgeAnchor")).to_be_hidden()
