"""Random walks: pages are opened and widgets used at random, without a browser."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from kneeapp import clock, content
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.routine.stop_findings import STOP_SIGNS
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.store.access.record import Record
from kneeapp.store.record import ratings, sessions
from kneeapp.store.record.findings import safety_record
from tests.pages.conftest import Screen, played

WORDS = ("", "44", "0", "-1", "knee", "<b>x</b>", "$x$ **y**", "' or 1=1 --", "é" * 300)
WAITS = (timedelta(minutes=1), timedelta(minutes=40), timedelta(hours=7), timedelta(days=3))
ONWARD = ("Next", "None of these", "Start", "Save", "Go on", "Skip", "No")
"""Beginnings of labels of buttons that are pressed more often: else walks would not get far."""

RELEASE_STARTS = ("Start routine", "Go to what is open")
PROGRAMME_STARTS = ("Start guided session", "Go to strengthening")
TRIAL_STARTS = ("Draw the order", "Keep this rating")
"""The labels of buttons that start something, or lead to where it is started."""


def _flip(widget: Any, _: Random) -> None:
    widget.set_value(not widget.value)


def _pick(widget: Any, chance: Random) -> None:
    widget.select(chance.choice(widget.options))


def _write(widget: Any, chance: Random) -> None:
    widget.set_value(chance.choice(WORDS)[: widget.proto.max_chars or None])


def _count(widget: Any, chance: Random) -> None:
    least, most = (widget.min or 0), (100 if widget.max is None else widget.max)
    widget.set_value(type(widget.step)(chance.uniform(least, most)))


def _date(widget: Any, chance: Random) -> None:
    day = widget.min + timedelta(days=chance.randint(0, (widget.max - widget.min).days))
    widget.set_value((day, widget.max) if widget.is_range else day)


TOUCHES: dict[str, Callable[[Any, Random], None]] = {
    "button": lambda widget, _: widget.click(),
    "checkbox": _flip,
    "toggle": _flip,
    "selectbox": _pick,
    "button_group": _pick,
    "number_input": _count,
    "text_input": _write,
    "text_area": _write,
    "date_input": _date,
}
"""How each kind of widget is used."""


class RandomWalk:
    """Acts on `screen` at random; `wait` advances the clock, `record` is the person's, if any."""

    def __init__(
        self,
        screen: Screen,
        chance: Random,
        pages: Sequence[str],
        wait: Callable[..., None],
        record: Record | None = None,
    ) -> None:
        self.screen = screen
        self.done: deque[str] = deque(maxlen=20)
        self._chance = chance
        self._pages = pages
        self._wait = wait
        self._record = record
        self._plays = count()

    def act(self) -> None:
        """One random action, after which the page must have no error."""
        dice = self._chance.random()
        if dice < 0.1:
            self._go(self._chance.choice(self._pages))
        elif dice < 0.15:
            passed = self._chance.choice(WAITS)
            self.done.append(f"{passed} later")
            self._wait(seconds=passed.total_seconds())
            self.screen._run()
        elif self.screen.has_player and dice < 0.6:
            self._play()
        elif (rated := self._ratings()) and dice < 0.4:
            key, value = self._chance.choice(rated), self._chance.randint(0, 10)
            self.done.append(f"{key} {value}")
            self.screen.rate(key, value)
        else:
            self._touch()
        self.look()

    def look(self) -> None:
        """Check that the page shows neither a traceback nor the message of an unexpected error."""
        app = self.screen.app
        assert not app.exception, (list(self.done), app.exception)
        errors = [element.value for element in app.error if "Something went wrong" in element.value]
        assert not errors, list(self.done)

    def offered(self) -> set[str]:
        """The labels of the buttons that can be pressed."""
        return {element.label for element in self.screen.app.button if not element.disabled}

    def _go(self, page: str) -> None:
        self.done.append(f"to {page}")
        self.screen.go(page)

    def _touch(self) -> None:
        ways = list(self._ways())
        if not ways:
            self._go(self._chance.choice(self._pages))
            return
        frequent = [widget for widget in ways if widget[0].startswith(ONWARD)]
        many = frequent if frequent and self._chance.random() < 0.5 else ways
        what, touch = self._chance.choice(many)
        self.done.append(what)
        touch()
        self.screen._run()

    def _ways(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Each widget by its label, and a function that uses it."""
        for kind, touch in TOUCHES.items():
            for element in self.screen.app.get(kind):
                if not element.proto.disabled:
                    yield element.label, partial(touch, element, self._chance)

    def _ratings(self) -> list[str]:
        """The keys of the ratings on the page."""
        keyed = (element.proto for element in self.screen.app.get("bidi_component"))
        return [widget.id.split("-", 3)[-1] for widget in keyed if '"question"' in widget.json]

    def _play(self) -> None:
        """Send what the player would report: some steps, all of them, or a stop."""
        session = sessions.under_way(self._record) if self._record else None
        assert session
        log = played(session, until=self._chance.choice((0, 1, 2, None)))
        if self._chance.random() < 0.6:
            log.append(_a_stop(log[-1], self._chance.choice([*STOP_SIGNS, "finished"])))
        client = f"phone {next(self._plays)}"
        self.done.append(f"played: {log[-1].kind} {log[-1].value}")
        self.screen.report(session, [event.model_copy(update={"client": client}) for event in log])
        self.screen.sent.pop("player")


def _a_stop(last: Event, reason: str) -> Event:
    different = {
        "seq": last.seq + 1,
        "kind": EventKind.STOP,
        "value": reason,
        "at_ms": last.at_ms + 1,
    }
    return last.model_copy(update=different)


def standing(record: Record) -> Standing:
    """The standing of the person by their answers, stops and mornings.

    Findings of trends and verdicts are left out: they could only close more.
    """
    mornings = mornings_by_day(ratings.ratings(record, KNEE_DAY), UTC)
    safety_parts = safety_record(record, RatingHistory(mornings))
    return person_standing(content.questionnaire(), safety_parts, clock.now(), UTC)


def unsafe_offers(walk: RandomWalk, record: Record) -> set[str]:
    """The labels of buttons on the page that start something closed."""
    standing_now = standing(record)
    closed: set[str] = set()
    if not standing_now.status.routine_open:
        closed.update(RELEASE_STARTS)
    if not standing_now.status.programme_open:
        closed.update(PROGRAMME_STARTS)
    if not standing_now.status.trial_open:
        closed.update(TRIAL_STARTS)
    return walk.offered() & closed
