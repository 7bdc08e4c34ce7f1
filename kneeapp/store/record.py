"""Whose record is opened, and who asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from kneeapp.domain.people import Asker
from kneeapp.errors import NotAllowed, NotFound
from kneeapp.store.database import Store
from kneeapp.store.engine import Query

T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """One person's record, opened for somebody who may see it; raises NotAllowed."""

    store: Store
    person: UUID
    asker: Asker

    def __post_init__(self) -> None:
        if not self.asker.may_see(self.person):
            raise NotAllowed("This record belongs to somebody else. Sign in as its owner.")

    def read(self, work: Callable[[Query], T]) -> T:
        """What `work` reads in one transaction."""
        return self.store.run(work)

    def write(self, work: Callable[[Query], T]) -> T:
        """What `work` returns once all it wrote is kept, or nothing of it.

        One person's writes happen one after another. In this process they take turns; of
        two processes' one is tried again, since each counts itself in the person's row.
        """

        def alone(q: Query) -> T:
            if not q("select id from person where id = $1", self.person):
                raise NotFound("This record does not exist any more. Reload the page.")
            q("update person set writes = writes + 1 where id = $1", self.person)
            return work(q)

        with self.store.turn(self.person):
            return self.store.run(alone)
