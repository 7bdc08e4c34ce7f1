"""Where a keyboard and a screen reader are after each step: on what comes next, told once."""

from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.screening.questionnaire import applicable_groups
from kneeapp.domain.screening.questions import BEFORE_START
from kneeapp.store.record import screenings
from tests.browser.kneeapp_server import Kneeapp, short_content, some_weeks
from tests.browser.person import Person
from tests.browser.reading import opened
from tests.browser.waiting import until
from tests.browser.walker import LONG

RECORD_WHAT_IS_SAID = """
window.heard = [];
new MutationObserver(() => {
  const words = document.querySelector('.knee-announcer')?.textContent;
  if (words && words !== window.heard.last) window.heard.push(words);
  window.heard.last = words;
}).observe(document, { childList: true, subtree: true, characterData: true });
"""
FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const words = element.innerText || element.closest('label')?.innerText || '';
  return [element.localName, words.trim()];
}"""

WATCHES = """() => performance.getEntriesByType('resource')
  .some(({ name }) => name.split('?')[0].endsWith('/announcer.js'))"""
"""The last file of the component that watches the focus has been loaded."""

FIRST, SECOND = (group.title for group in content.questionnaire().groups[:2])
QUESTIONS = len(applicable_groups(content.questionnaire(), BEFORE_START, {}))
"""How many questions a person who answers none of them with yes is asked."""

pytestmark = pytest.mark.browser


@pytest.fixture
def kneeapp(tmp_path):
    server = Kneeapp(tmp_path / "record.duckdb", short_content(tmp_path / "content"))
    yield server
    server.kill()


@pytest.fixture
def listener(phone: Page) -> Person:
    """A person who hears what the polite region says."""
    phone.add_init_script(RECORD_WHAT_IS_SAID)
    return Person(phone)


def hears(person: Person, *words: str) -> None:
    """Wait until this was said, each once and nothing beside it, since it was last asked."""
    page = person.page
    assert until(page, lambda: page.evaluate("heard") == [*words], within_ms=LONG), page.evaluate(
        "heard"
    )
    forget(person)


def forget(person: Person) -> None:
    """What was said before does not count."""
    person.settled().page.evaluate("heard.splice(0)")


def is_heard(person: Person, said: str) -> bool:
    """Whether this was said since anything was last forgotten, alone or beside something."""
    return any(said in words for words in person.page.evaluate("heard"))


def is_on(person: Person, kind: str, text: str = "") -> None:
    """Wait until the focus lies on an element of this kind with this text."""
    page = person.settled().page

    def there() -> bool:
        tag, words = page.evaluate(FOCUSED)
        return bool(tag == kind and text in words)

    assert until(page, there, within_ms=LONG), page.evaluate(FOCUSED)


def press(person: Person, name: str) -> None:
    """Press a button with the keyboard alone, once the page watches where the focus is."""
    person.page.wait_for_function(WATCHES, timeout=LONG)
    person.settled()
    button = person.page.get_by_role("button", name=name, exact=True).last
    expect(button).to_be_enabled(timeout=LONG)
    button.focus()
    person.page.keyboard.press("Enter")


def test_each_answer_leads_to_the_next_question_which_is_said_once(kneeapp, listener):
    listener.open(kneeapp.start().url).sees("What it is not")
    press(listener, "Start screening")
    is_on(listener, "h2", FIRST)
    hears(listener, f"Screening. Question 1 of {QUESTIONS}: {FIRST}")
    press(listener, "None of these")
    is_on(listener, "h2", SECOND)
    hears(listener, f"Question 2 of {QUESTIONS}: {SECOND}")


def test_none_of_these_comes_after_every_danger_sign(kneeapp, listener):
    listener.open(kneeapp.start().url).tap("Start screening").question(1)
    is_on(listener, "h2")
    expect(listener.page.get_by_role("checkbox").nth(1)).to_be_visible()
    signs = listener.page.get_by_role("checkbox").count()
    for _ in range(signs):
        listener.page.keyboard.press("Tab")
        is_on(listener, "input")
    listener.page.keyboard.press("Tab")
    is_on(listener, "summary", "Not sure?")
    listener.page.keyboard.press("Tab")
    is_on(listener, "button", "None of these")


def test_a_reload_and_the_ways_of_the_browser_keep_the_question(kneeapp, listener):
    listener.open(kneeapp.start().url).tap("Start screening").question(1)
    listener.tap("None of these").question(2)
    listener.page.reload()
    is_on(listener.question(2), "h2", SECOND)
    listener.go("Today").sees("Go on with the screening")
    is_on(listener, "h1", "Today")
    hears(listener, "Today.")
    listener.page.go_back()
    is_on(listener.question(2), "h2", SECOND)
    hears(listener, f"Screening. Question 2 of {QUESTIONS}: {SECOND}")
    press(listener, "Back")
    is_on(listener.question(1), "h2", FIRST)


def test_the_end_of_the_danger_list_the_player_and_the_saved_session_are_told(kneeapp, listener):
    listener.open(kneeapp.start().url).tap("Start screening").screen_without_danger_signs()
    listener.sees("No warning sign was seen")
    is_on(listener, "h1", "Screening")
    for said in ("No warning sign was seen in your answers.", "That was the last question."):
        assert until(listener.page, partial(is_heard, listener, said), within_ms=LONG), said
    press(listener, "Start routine")
    is_on(listener, "h1", "Routine")
    listener.rate("Knee pain now", 5)
    press(listener, "Start routine")
    is_on(listener, "h2", "Outer hip")
    listener.tap("Start")
    expect(listener.page.get_by_role("heading", name="Re-check")).to_be_visible(timeout=60_000)
    listener.rate("Knee pain after", 3)
    forget(listener)
    press(listener, "Save session")
    is_on(listener, "h1", "Routine")
    hears(listener, "Saved.")


def test_after_the_list_before_a_session_the_rating_is_told(kneeapp, listener):
    with opened(kneeapp.database) as record:
        at = clock.now() - timedelta(days=1)
        screenings.save(record, demo.screened(content.questionnaire(), at))
    listener.open(kneeapp.start().url).tap("Start routine").answer_the_list()
    listener.sees("Knee pain now").settled()
    said = "That was the last question. Rate your knee next."
    assert until(listener.page, partial(is_heard, listener, said), within_ms=LONG)


def test_each_page_says_its_name_in_the_title_and_when_it_is_reached(kneeapp, listener):
    some_weeks(kneeapp)
    listener.open(kneeapp.start().url).sees("Start routine")
    expect(listener.page).to_have_title("Today · kneeapp", timeout=LONG)
    for name in ("Screening", "Progress", "Programme", "My data"):
        listener.go(name)
        is_on(listener, "h1", name)
        expect(listener.page).to_have_title(f"{name} · kneeapp")
        hears(listener, f"{name}.")


def test_a_saved_rating_is_told_and_the_focus_stays_near(kneeapp, listener):
    some_weeks(kneeapp)
    listener.open(kneeapp.start().url).rate("Last 24 hours", 4)
    press(listener, "Save rating")
    is_on(listener.sees("4 of 10"), "h1", "Today")
    hears(listener, "Saved.")
