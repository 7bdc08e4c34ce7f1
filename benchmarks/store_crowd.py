"""Two hundred people in a routine at once: how long each waits for what they did to be kept."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from sqlite3 import OperationalError
from time import perf_counter, sleep
from typing import Protocol
from uuid import UUID

from uuid6 import uuid7

from benchmarks.store_accounts import admit, own
from benchmarks.store_history import STEPS_EACH
from benchmarks.store_pools import NOW
from kneeapp import content
from kneeapp.domain.accounts.people import Person, Role
from kneeapp.domain.areas import Area
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.planner import plan
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.domain.sides import Side
from kneeapp.errors import KneeAppError
from kneeapp.metrics import REGISTRY
from kneeapp.store.engine.database import Store
from kneeapp.store.record import event_log, people, ratings, sessions

PEOPLE = 200
EVERY_S = 3.0
"""What a person in a routine does: an event as often as this."""

BEFORE = 200
"""Events in each journal when the measuring begins: ten minutes of a routine."""

FEW = 8
"""So many begin, and are looked at, at once; they act, and save, all together."""

RATES_EVERY = 10
"""One event in so many is a rating of its own."""


class Desk(Protocol):
    """Where the crowd's doings are kept; each method returns once it is."""

    def add(self, person: UUID) -> None: ...
    def start(self, person: UUID, session: Session) -> None: ...
    def append(self, person: UUID, session: Session, batch: Sequence[Event]) -> None: ...
    def rate(self, person: UUID, rating: Rating) -> None: ...
    def save(self, person: UUID, session: Session) -> None: ...
    def journal(self, person: UUID, session: Session) -> int: ...
    def kept(self, person: UUID) -> tuple[int, int, int]:
        """Saved sessions, their steps, and ratings."""


@dataclass(frozen=True)
class TheStore:
    """The app's own way."""

    store: Store

    def add(self, person: UUID) -> None:
        people.ensure_person(self.store, Person(person, NOW))
        self.store.run(lambda q: admit(q, [person], Role.PATIENT))

    def start(self, person: UUID, session: Session) -> None:
        sessions.start(own(self.store, person), session)

    def append(self, person: UUID, session: Session, batch: Sequence[Event]) -> None:
        event_log.append(own(self.store, person), session.id, batch)

    def rate(self, person: UUID, rating: Rating) -> None:
        ratings.save(own(self.store, person), rating)

    def save(self, person: UUID, session: Session) -> None:
        sessions.save(own(self.store, person), session)

    def journal(self, person: UUID, session: Session) -> int:
        return len(event_log.events(own(self.store, person), session.id))

    def kept(self, person: UUID) -> tuple[int, int, int]:
        record = own(self.store, person)
        saved = sessions.sessions(record)
        rated = ratings.ratings(record, KNEE_BETWEEN)
        return len(saved), sum(len(session.steps) for session in saved), len(rated)


@dataclass
class Somebody:
    """One of the crowd, and what was acknowledged to them."""

    desk: Desk
    number: int
    id: UUID = field(default_factory=uuid7)
    session: Session = field(init=False)
    took_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    acknowledged: Counter[str] = field(default_factory=Counter)
    refused: int = 0

    def __post_init__(self) -> None:
        self.session = _session()

    def begin(self, before: int = BEFORE) -> None:
        """Be in the middle of a routine, `before` events after its start."""
        self.desk.add(self.id)
        self.desk.start(self.id, self.session)
        self.desk.append(self.id, self.session, [an_event(seq) for seq in range(before)])
        self.acknowledged["event"] = before

    def act(self, due: float | None = None) -> None:
        """Do the next thing; it was `due` then, by the performance counter, or is now."""
        due = perf_counter() if due is None else due
        done = self.acknowledged["event"] + self.acknowledged["rating"]
        if done % RATES_EVERY == RATES_EVERY - 1:
            rating = Rating(uuid7(), KNEE_BETWEEN.name, 4, NOW + timedelta(seconds=done))
            self._keep("rating", due, lambda: self.desk.rate(self.id, rating))
        else:
            event = an_event(self.acknowledged["event"])
            self._keep("event", due, lambda: self.desk.append(self.id, self.session, [event]))

    def save(self) -> None:
        saved = _saved(self.session)
        self._keep("save", perf_counter(), lambda: self.desk.save(self.id, saved))

    def journal(self) -> int:
        return self.desk.journal(self.id, self.session)

    def lost(self, journal: int) -> int:
        """How much of what was acknowledged is not there, once all was saved of a `journal`."""
        kept = (journal, *self.desk.kept(self.id))
        asked = (self.acknowledged["event"], 1, STEPS_EACH, self.acknowledged["rating"])
        return sum(abs(one - other) for one, other in zip(kept, asked, strict=True))

    def _keep(self, what: str, due: float, write: Callable[[], None]) -> None:
        """Send again until it is acknowledged, as the browser's outbox does."""
        while True:
            try:
                write()
            except (KneeAppError, OperationalError):
                self.refused += 1
                continue
            self.acknowledged[what] += 1
            self.took_ms[what].append((perf_counter() - due) * 1000)
            return


@dataclass(frozen=True)
class Crowd:
    """What a crowd went through."""

    took_ms: dict[str, list[float]]
    seconds: float
    retries: int
    refused: int
    lost: int

    @property
    def rate(self) -> float:
        """Acknowledgements a second."""
        return (len(self.took_ms["event"]) + len(self.took_ms["rating"])) / self.seconds


def crowd(desk: Desk, seconds: float, pause: float, number: int = PEOPLE) -> Crowd:
    """Let `number` people act for so long, each every `pause` seconds (0: at once again)."""
    tried = _retries()
    everybody = [Somebody(desk, place) for place in range(number)]
    with ThreadPoolExecutor(number) as threads, ThreadPoolExecutor(FEW) as few:
        list(few.map(Somebody.begin, everybody))
        began = perf_counter() + 0.5
        list(threads.map(lambda one: _live(one, began, seconds, pause), everybody))
        spent = perf_counter() - began
        journals = list(few.map(Somebody.journal, everybody))
        list(threads.map(Somebody.save, everybody))
        lost = sum(few.map(Somebody.lost, everybody, journals))
    took: dict[str, list[float]] = defaultdict(list)
    for somebody in everybody:
        for what, times in somebody.took_ms.items():
            took[what] += times
    refused = sum(somebody.refused for somebody in everybody)
    return Crowd(took, spent, _retries() - tried, refused, lost)


def _live(somebody: Somebody, began: float, seconds: float, pause: float) -> None:
    for due in _due(somebody.number, began, seconds, pause):
        sleep(max(0, due - perf_counter()))
        somebody.act(due)


def _due(number: int, began: float, seconds: float, pause: float) -> Iterator[float]:
    """When the person of that number acts; without a pause as soon as they can."""
    late = Random(number).uniform(0, pause)  # noqa: S311  spreads the people, no secret
    due = began + late
    while due < began + seconds:
        yield due
        due = due + pause if pause else perf_counter()


def _retries() -> int:
    return int(REGISTRY.get_sample_value("kneeapp_database_retries_total") or 0)


def _session() -> Session:
    choice = Choice()
    return Session(
        id=uuid7(),
        started_at=NOW,
        knee=Side.LEFT,
        test_move="step_down",
        choice=choice,
        plan=plan(content.routine("release"), choice, Side.LEFT),
        before=6,
    )


def _saved(session: Session) -> Session:
    steps = tuple(
        StepDone(n, area, side, "ball", 285, 285, trace=(5,) * 57)
        for n, (area, side) in enumerate(
            (area, side) for area in (Area.GLUTEUS_MEDIUS, Area.ILIOTIBIAL_BAND) for side in Side
        )
    )
    ended = session.started_at + timedelta(minutes=25)
    return replace(
        session, status=SessionStatus.SAVED, ended_at=ended, after=4, after_at=ended, steps=steps
    )


def an_event(seq: int) -> Event:
    return Event(
        client="tab",
        seq=seq,
        kind=EventKind.TENDERNESS,
        step=0,
        elapsed_ms=1000 * seq,
        at_ms=round(NOW.timestamp() * 1000) + 1000 * seq,
        value=seq % 11,
    )
