"""Somebody who opens pages and touches what is on them at random, on a screen without a browser."""

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
"""Beginnings of buttons that are pressed more often: at random alone nobody gets far."""

RELEASE_STARTS = ("Start routine", "Go to what is open")
PROGRAMME_STARTS = ("Start guided session", "Go to strengthening")
TRIAL_STARTS = ("Draw the order",)
"""The buttons that begin something, or lead to where it is begun."""


def _flip(one: Any, _: Random) -> None:
    one.set_value(not one.value)


def _pick(one: Any, chance: Random) -> None:
    one.select(chance.choice(one.options))


def _write(one: Any, chance: Random) -> None:
    one.set_value(chance.choice(WORDS)[: one.proto.max_chars or None])


def _count(one: Any, chance: Random) -> None:
    least, most = (one.min or 0), (100 if one.max is None else one.max)
    one.set_value(type(one.step)(chance.uniform(least, most)))


def _date(one: Any, chance: Random) -> None:
    day = one.min + timedelta(days=chance.randint(0, (one.max - one.min).days))
    one.set_value((day, one.max) if one.is_range else day)


TOUCHES: dict[str, Callable[[Any, Random], None]] = {
    "button": lambda one, _: one.click(),
    "checkbox": _flip,
    "toggle": _flip,
    "selectbox": _pick,
    "button_group": _pick,
    "number_input": _count,
    "text_input": _write,
    "text_area": _write,
    "date_input": _date,
}
"""How each kind of widget is touched."""


class Wanderer:
    """Acts on `screen` by `chance`; `wait` lets time go by, `record` is their own if any."""

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
        """One thing that a person may do; the page must not break."""
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
        """See that the page is no traceback and no excuse for one."""
        app = self.screen.app
        assert not app.exception, (list(self.done), app.exception)
        told = [one.value for one in app.error if "Something went wrong" in one.value]
        assert not told, list(self.done)

    def offered(self) -> set[str]:
        """What can be pressed now."""
        return {one.label for one in self.screen.app.button if not one.disabled}

    def _go(self, page: str) -> None:
        self.done.append(f"to {page}")
        self.screen.go(page)

    def _touch(self) -> None:
        ways = list(self._ways())
        if not ways:
            self._go(self._chance.choice(self._pages))
            return
        onward = [one for one in ways if one[0].startswith(ONWARD)]
        many = onward if onward and self._chance.random() < 0.5 else ways
        what, touch = self._chance.choice(many)
        self.done.append(what)
        touch()
        self.screen._run()

    def _ways(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Each widget by what is written on it, and how it is touched."""
        for kind, touch in TOUCHES.items():
            for one in self.screen.app.get(kind):
                if not one.proto.disabled:
                    yield one.label, partial(touch, one, self._chance)

    def _ratings(self) -> list[str]:
        """The keys of the ratings on the page."""
        keyed = (one.proto for one in self.screen.app.get("bidi_component"))
        return [one.id.split("-", 3)[-1] for one in keyed if '"question"' in one.json]

    def _play(self) -> None:
        """What the player would report: rolled for a while, to the end, or stopped."""
        session = sessions.under_way(self._record) if self._record else None
        assert session
        log = played(session, until=self._chance.choice((0, 1, 2, None)))
        if self._chance.random() < 0.6:
            log.append(_a_stop(log[-1], self._chance.choice([*STOP_SIGNS, "finished"])))
        client = f"phone {next(self._plays)}"
        self.done.append(f"played: {log[-1].kind} {log[-1].value}")
        self.screen.report(session, [one.model_copy(update={"client": client}) for one in log])
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
    """Where the person stands by their answers, stops and mornings.

    What many sessions say together is left out: that can only close more.
    """
    mornings = mornings_by_day(ratings.ratings(record, KNEE_DAY), UTC)
    held = safety_record(record, RatingHistory(mornings))
    return person_standing(content.questionnaire(), held, clock.now(), UTC)


def unsafe_offers(wanderer: Wanderer, record: Record) -> set[str]:
    """The buttons on the page that begin what is closed."""
    here = standing(record)
    closed: set[str] = set()
    if not here.status.routine_open:
        closed.update(RELEASE_STARTS)
    if not here.status.programme_open:
        closed.update(PROGRAMME_STARTS)
    if not here.status.trial_open:
        closed.update(TRIAL_STARTS)
    return wanderer.offered() & closed
