"""One played session: its page, its journal, and what both should show."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from uuid import NAMESPACE_URL, UUID, uuid5

from journal import Journal
from playwright.sync_api import Locator, Page, expect
from scenery import a_plan

from kneeapp.domain.routine.definitions import Plan
from kneeapp.domain.routine.timeline import Position, anchor_after, position
from tests.browser.waiting import appears, until

DEVICE = """
window.heard = [];
window.felt = [];
window.lit = [];
Object.defineProperty(window, 'speechSynthesis', {configurable: true, value: {
  speak: (words) => window.heard.push(words.text), cancel: () => {}, getVoices: () => [],
}});
Object.defineProperty(navigator, 'vibrate', {
  configurable: true, value: (buzz) => window.felt.push(buzz),
});
Object.defineProperty(navigator, 'wakeLock', {configurable: true, value: {
  request: async () => {
    const lock = {released: false, release: async () => { lock.released = true; }};
    window.lit.push(lock);
    return lock;
  },
}});
"""


KEYS = {" ": "toggle", "ArrowRight": "skip", "ArrowLeft": "back"}
APART_S = 0.35


@dataclass
class Stage:
    """The player in one page, with the journal of its session."""

    page: Page
    journal: Journal
    url: str
    _turns: dict[str | None, float] = field(default_factory=dict, repr=False)

    @property
    def session(self) -> UUID:
        return uuid5(NAMESPACE_URL, self.url.rsplit("=", 1)[1])

    def open(self) -> "Stage":
        self.page.goto(self.url)
        appears(self.button("Start").or_(self.button("Resume")).or_(self.button("Pause")))
        return self

    def reload(self, shown: str = "Pause") -> None:
        """Load the page again, until it shows that button."""
        self.page.reload()
        appears(self.button(shown))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def in_dialog(self, name: str) -> Locator:
        return self.page.locator(".dialog").get_by_role("button", name=name, exact=True)

    def press(self, *names: str) -> None:
        """Tap buttons one after the other, each once the one before is stored and answered."""
        for name in names:
            known = len(self.journal.events)
            self.tap(name)
            self.until(lambda known=known: len(self.journal.events) > known)
            self.saved()

    def tap(self, *names: str | Locator) -> None:
        """Tap buttons, none so soon after another that the player takes two taps for one."""
        for name in names:
            button = self.button(name) if isinstance(name, str) else name
            self._in_turn(button.get_attribute("data-action"), button.click)

    def key(self, name: str) -> None:
        """Press a key, as `tap`."""
        self._in_turn(KEYS.get(name), lambda: self.page.keyboard.press(name))

    def _in_turn(self, name: str | None, act: Callable[[], None]) -> None:
        early = self._turns.get(name, 0) - monotonic()
        if early > 0:
            self.page.wait_for_timeout(1000 * early)
        act()
        self._turns[name] = monotonic() + APART_S

    def rate(self, value: int) -> None:
        self.touch(self.page.locator(".cell").nth(value))

    def touch(self, target: Locator) -> None:
        """Click on the spot: what an inert page would swallow is not stored afterwards."""
        appears(target)
        box = target.bounding_box()
        assert box
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait for something in the journal."""
        assert until(self.page, holds, within_ms=20_000), f"the journal has {self.journal.kinds}"

    def stored(self, *kinds: str) -> None:
        """Wait until the journal holds exactly these events, in the order of their numbers."""
        self.until(lambda: self.journal.kinds == list(kinds))

    def saved(self) -> None:
        """Wait until the player knows that all of its events are stored."""
        expect(self.page.locator(".save-status")).to_contain_text("Saved")

    def run(self, seconds: float, *, steps: int = 1) -> None:
        """Both clocks go ahead, each timer fires when it is due.

        An answer that comes in between tells the page a time to come: be `saved` before.
        """
        for _ in range(steps):
            self.journal.move_clock(seconds / steps)
            self.page.clock.run_for(round(1000 * seconds / steps))

    def pass_time(self, seconds: float) -> None:
        """Both clocks jump ahead, as over a sleeping page: each timer fires at most once."""
        self.journal.move_clock(seconds)
        self.page.clock.fast_forward(round(seconds * 1000))

    @property
    def plan(self) -> Plan:
        asked = self.journal.options
        return a_plan(asked.get("plan", "release"), asked.get("scale", 1.0))

    @property
    def due(self) -> Position:
        """Where the session must stand by its stored events."""
        now_ms = round(self.journal.now.timestamp() * 1000)
        return position(self.plan, anchor_after(self.plan, self.journal.events), now_ms)

    @property
    def shown_seconds(self) -> int:
        minutes, seconds = self.page.locator(".digits").inner_text().split(":")
        return int(minutes) * 60 + int(seconds)

    def is_right(self) -> None:
        """The step and the second on the screen are those of the stored events."""
        self.until(lambda: abs(self.shown_seconds - self.due.segment_left_ms / 1000 - 0.5) <= 1)
        place = f"Step {self.due.step + 1} of {len(self.plan.steps)}"
        expect(self.page.locator(".count")).to_have_text(place)

    def no_error(self) -> None:
        expect(self.page.get_by_test_id("stException")).to_have_count(0)
