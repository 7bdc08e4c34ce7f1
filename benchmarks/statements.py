"""How long the statements of a work take, without what is made of their rows."""

import time
from collections.abc import Callable
from typing import TypeVar

from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

T = TypeVar("T")


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
