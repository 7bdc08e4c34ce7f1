"""Somebody who taps at random, and remembers each reading that was given on the way."""

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any, NamedTuple
from uuid import UUID

from playwright.sync_api import Dialog, Page
from playwright.sync_api import Error as PlaywrightError
from pydantic import TypeAdapter

from kneeapp.domain.routine.timeline import Event
from tests.browser.waiting import until

CONTROLS = """() => {
  const within = 'button, a[href], input, textarea, summary, label, ' +
    '[role=button], [role=radio], [role=combobox], [role=option], [role=slider], [role=tab]';
  const found = [];
  const deepest = (x, y) => {
    let element = document.elementFromPoint(x, y);
    for (;;) {
      const inner = element?.shadowRoot?.elementFromPoint(x, y);
      if (!inner || inner === element) return element;
      element = inner;
    }
  };
  const leadsOut = (link) => link && (link.origin !== location.origin ||
    !link.protocol.startsWith('http') || link.target === '_blank');
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) look(element.shadowRoot);
      if (!element.matches(within) || element.disabled || leadsOut(element.closest('a'))) continue;
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const hit = width > 2 && height > 2 && deepest(x, y);
      if (!hit || !(element.contains(hit) || hit.contains(element))) continue;
      const what = (element.ariaLabel || element.innerText || element.localName).trim();
      const written = element.matches('textarea, input') &&
        !['checkbox', 'radio', 'range', 'file'].includes(element.type);
      found.push([x, y, what.slice(0, 60), written, Boolean(element.closest('a'))]);
    }
  };
  look(document);
  return found;
}"""
"""What can be tapped where nothing lies over it: x, y, its name, whether it is written into, and
whether it leads to another page."""

SLIDERS = """() => {
  const found = {};
  const look = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) look(element.shadowRoot);
      if (element.type === 'range' && !element.classList.contains('unset'))
        found[element.ariaLabel || element.labels?.[0]?.innerText.trim()] = Number(element.value);
    }
  };
  look(document);
  return found;
}"""
"""The ratings on the page that have a value."""

REMEMBER = """
const keep = Storage.prototype.setItem;
Storage.prototype.setItem = function (name, value) {
  keep.call(this, name, value);
  if (name.startsWith('kneeapp.player.out.')) window.given(name, value);
};
"""
"""Tells `given` what the player takes from the person, before anything is sent."""

KEYS = ("Tab", "Enter", " ", "Escape", "Backspace", "ArrowLeft", "ArrowRight", "ArrowUp",
        "ArrowDown", "PageDown", "End", *"0123456789")  # fmt: skip
WORDS = ("0", "7", "-1", "44", "99999999999", "1e9", "knee", "<b>x</b>", "$x$ **y**",
         "' or 1=1 --", "\N{GRINNING FACE}é", "2020/01/01", "x" * 500)  # fmt: skip
FAULTS = "Traceback (most recent call last)", "Something went wrong on this page"
NOT_OURS = ("_stcore/health", "_stcore/host-config", "WebAssembly")
"""Streamlit looks for its own addresses below each page's, and the browser tells of each miss."""

STAYS = 25
"""Acts after which it comes back to the page it is to try."""

LEAVES = 0.1
"""The share of taps that may be on a link to another page."""

ONWARD = re.compile(r"Start|Resume|Save|Next|None of these|Knee pain|\d+$|Tenderness|More|Less")
GOES_ON = 0.5
"""What leads on or rates, and the share of taps on it: at random alone nobody gets far."""

KEEPS = {"Save rating": "knee_day", "Start routine": "before", "Save session": "after"}
"""The buttons that keep a rating, and as what."""

UNDOES = ("Delete", "Throw this session away", "Remove", "Take back", "Save changes", "Forget")
"""Beginnings of buttons that take away or change what was given before."""

SETTLED_MS = 20_000
WENT_ON_MS = 3_000


class Kept(NamedTuple):
    """A rating that a button kept: as what, and its value."""

    what: str
    value: int


@dataclass
class Monkey:
    """Taps on `page`; the same seed makes the same choices where the page shows the same."""

    page: Page
    address: str
    chance: Random
    faults: list[str] = field(default_factory=list)
    ratings: Counter[Kept] = field(default_factory=Counter)
    events: dict[UUID, dict[tuple[str, int], Event]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    done: deque[str] = field(default_factory=lambda: deque(maxlen=20))
    acts: int = 0

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", lambda told: self._told(told.type, told.text, told.location))
        self.page.on("dialog", Dialog.accept)
        self.page.on("popup", lambda page: page.close())
        self.page.expose_function("given", self._given)
        self.page.add_init_script(REMEMBER)

    def play(self, minutes: float) -> None:
        """Act at random for so long, or until something is wrong."""
        ends = monotonic() + 60 * minutes
        while monotonic() < ends and not self.faults:
            if self.acts % STAYS == 0:
                self.page.goto(self.address)
                self.settle()
            self.acts += 1
            self.act()
            self.look()

    def act(self) -> None:
        dice = self.chance.random()
        if dice < 0.15:
            self.page.mouse.wheel(0, self.chance.choice((-600, 300, 600, 900)))
            self.page.wait_for_timeout(100)
        elif dice < 0.25:
            key = self.chance.choice(KEYS)
            self.done.append(f"key {key}")
            self.page.keyboard.press(key)
        elif dice < 0.27:
            self.done.append("reload")
            self.page.reload()
        else:
            self._tap()
        if self.chance.random() < 0.8:  # else the next act comes while the page is drawn
            self.settle()

    def look(self) -> None:
        """See whether the page shows what no person should see."""
        text = self.page.locator("body").inner_text()
        self.faults += [f"on the page: {fault}" for fault in FAULTS if fault in text]
        if self.page.get_by_test_id("stException").count():
            self.faults.append(f"on the page: {text[-2000:]}")

    def settle(self) -> None:
        """Wait until the page is drawn, as far as it comes to rest in time."""
        idle = "[data-testid=stApp][data-test-script-state=notRunning]"
        try:
            self.page.locator(idle).wait_for(timeout=SETTLED_MS)
        except PlaywrightError:
            self.faults.append("the page did not come to rest")

    def hand_over(self) -> None:
        """Open the player's page once more, so that what waits in the browser is sent."""
        self.page.goto(self.address.rsplit("/", 1)[0] + "/routine")
        self.settle()
        waits = "() => !Object.keys(localStorage).some(k => k.startsWith('kneeapp.player.out.'))"
        try:
            self.page.wait_for_function(waits, timeout=SETTLED_MS)
        except PlaywrightError:
            self.faults.append("readings wait in the browser and are not taken")

    def _tap(self) -> None:
        controls = self.page.evaluate(CONTROLS)
        stays = self.chance.random() > LEAVES
        controls = [one for one in controls if not (stays and one[-1])] or controls
        onward = [one for one in controls if ONWARD.match(one[2])]
        if onward and self.chance.random() < GOES_ON:
            controls = onward
        if not controls:
            return
        x, y, name, written, _ = self.chance.choice(controls)
        self.done.append(name)
        rated: dict[str, int] = self.page.evaluate(SLIDERS) if name in KEEPS else {}
        if name.startswith(UNDOES):
            self.ratings.clear()
            self.events.clear()
        self.page.mouse.click(x, y)
        if written:
            self.page.keyboard.type(self.chance.choice(WORDS))
            self.page.keyboard.press(self.chance.choice(("Enter", "Tab")))
        if rated:
            self._note(name, rated)

    def _note(self, name: str, rated: dict[str, int]) -> None:
        """Remember what was rated where the page went on from it."""
        [(slider, value), *others] = rated.items()
        if others:
            return
        went_on = until(
            self.page,
            lambda: self.page.evaluate(SLIDERS).get(slider) != value,
            within_ms=WENT_ON_MS,
        )
        if went_on:  # else something is asked first, or closed
            self.ratings[Kept(KEEPS[name], value)] += 1

    def _given(self, name: str, value: str) -> None:
        session = UUID(name.removeprefix("kneeapp.player.out.").split(".")[0])
        events = TypeAdapter(list[Event]).validate_json(value)
        self.events[session] |= {(event.client, event.seq): event for event in events}

    def _told(self, kind: str, text: str, where: Any) -> None:
        told = f"{text} {where.get('url', '')}"
        if kind == "error" and not any(known in told for known in NOT_OURS):
            self.faults.append(f"console: {told}")
