"""The statements that reach a database, and how long each takes."""

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

T = TypeVar("T")


class Statement(NamedTuple):
    """What was asked, and how long the answer took (ms)."""

    sql: str
    given: tuple[object, ...]
    ms: float


class Watched(Store):
    """The same database as another store's, with nothing kept in memory; notes what is asked."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.engine, time.sleep)
        self.asked: list[Statement] = []

    def run(self, work: Callable[[Query], T]) -> T:
        def watched(q: Query) -> Query:
            def asked(sql: str, *given: object) -> list[tuple[object, ...]]:
                began = time.perf_counter()
                rows = q(sql, *given)
                ms = (time.perf_counter() - began) * 1000
                self.asked.append(Statement(sql, given, ms))
                return rows

            return asked

        return super().run(lambda q: work(watched(q)))


class TimedStore(Store):
    """The same database as another store's, with nothing kept in memory."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.engine, time.sleep)
        self._spent = 0.0

    def statements_s(self, work: Callable[[], object]) -> float:
        """Seconds that the statements of `work` take."""
        self._spent = 0.0
        work()
        return self._spent

    def run(self, work: Callable[[Query], T]) -> T:
        def timed(q: Query) -> Query:
            def asked(sql: str, *given: object) -> list[tuple[object, ...]]:
                began = time.perf_counter()
                rows = q(sql, *given)
                self._spent += time.perf_counter() - began
                return rows

            return asked

        return super().run(lambda q: work(timed(q)))
