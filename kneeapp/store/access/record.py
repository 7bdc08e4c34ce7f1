"""Record: one person's data, opened by a principal; every read and write is authorized."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.errors import NotAllowed, NotFound
from kneeapp.store.access.authorization import authorize
from kneeapp.store.access.run_context import NotCachedError, RunContext
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

T = TypeVar("T")

# never `returning`: DuckDB then misses that a plain update meets it, and loses one
WRITTEN = "update person set writes = writes + 1, changes = coalesce(changes, 0) + 1 where id = $1"
"""Counts a write to the record of a person ($1); two at once meet here."""

WRITTEN_QUIETLY = "update person set writes = writes + 1 where id = $1"
"""The same for what changes nothing that a clinician may have to act on."""


@dataclass(frozen=True)
class Record:
    """One person's record, opened for somebody who asks: their own, a clinician's patient's,
    or one that a link shows.

    Raises NotAllowed at once for everybody else. Whether somebody is still signed in, and a
    person still lets a clinician see theirs, is looked up in each transaction, so that it
    ends at once. A page's run looks it up as it begins, and then only where it writes.
    """

    store: Store
    person: UUID
    principal: Principal
    run: RunContext | None = field(default=None, compare=False, repr=False)
    """The page's run that it was opened in; none for all that is no page."""

    def __post_init__(self) -> None:
        if not self.own and not self._clinician and not self.principal.share:
            raise NotAllowed("This record belongs to somebody else. Sign in as its owner.")

    @property
    def own(self) -> bool:
        """Whether whoever asks is the person themselves."""
        return self.principal.person == self.person

    @property
    def _clinician(self) -> bool:
        return self.principal.role is Role.CLINICIAN and self.principal.account is not None

    @property
    def _running(self) -> RunContext | None:
        return self.run if self.run and self.run.is_running else None

    def in_run(self, version: int) -> "Record":
        """The same within a page's run, which has just looked up in the database that whoever
        asks may read it, and how often it was written to (`version`).
        """
        # who asks is part of the owner: a reader's fault cannot hand one's view to another
        values = self.store.cache.values((self.person, self.principal), version)
        return replace(self, run=RunContext(values))

    def end_run(self) -> None:
        """The page's run is over: each read of this looks up by itself whether it is allowed."""
        if self.run:
            self.run.end()

    def read(self, work: Callable[[Query], T]) -> T:
        """What `work` reads in one transaction; raises NotAllowed."""

        def authorized(q: Query) -> T:
            if not self._running:
                authorize(q, self.principal, self.person)
            return work(q)

        return self.store.run(authorized)

    def read_cached(self, work: Callable[[Query], T]) -> T:
        """The same for what changes by nothing but a write to this record: within a page's run
        it may be an answer given before, in the same state of the record.
        """
        if not (run := self._running):
            return self.read(work)
        with suppress(NotCachedError):
            return work(run.cached)
        return self.read(lambda q: work(run.caching(q)))

    def derive(self, name: str, made_of: object, make: Callable[[], T]) -> T:
        """What `make` works out from this record: within a page's run, once for each state of
        the record and of all else that it is `made_of`.
        """
        return run.derive(name, made_of, make) if (run := self._running) else make()

    def write(self, work: Callable[[Query], T], *, quietly: bool = False) -> T:
        """What `work` returns once all it wrote is kept, or nothing of it.

        Only the person writes so; raises NotAllowed. One person's writes happen one after
        another. In this process they take turns; of two processes' one is tried again, since
        each counts itself in the person's row. `quietly`: it is nothing that a clinician may
        have to act on.
        """
        if not self.own:
            raise NotAllowed("Only the person can change this in their record.")
        return self._alone(work, WRITTEN_QUIETLY if quietly else WRITTEN)

    def erase(self, work: Callable[[Query], T]) -> T:
        """The same for what deletes a whole record; where a clinic keeps it, raises NotAllowed."""
        if self.principal.account is not None:
            raise NotAllowed(
                "Your clinic has to keep your record for a time. Ask on My data for its deletion."
            )
        return self.write(work)

    def write_as_clinician(self, work: Callable[[Query], T], *, quietly: bool = False) -> T:
        """The same for what only a clinician writes in a patient's record; raises NotAllowed."""
        if self.own or not self._clinician:
            raise NotAllowed("Only a clinician of this person can do that.")
        return self._alone(work, WRITTEN_QUIETLY if quietly else WRITTEN)

    def _alone(self, work: Callable[[Query], T], counting: str = WRITTEN) -> T:
        def authorized(q: Query) -> T:
            authorize(q, self.principal, self.person)
            [(counted,)] = q(counting, self.person)
            if not counted:
                raise NotFound("This record does not exist any more. Reload the page.")
            return work(q)

        try:
            with self.store.turn(self.person):
                return self.store.run(authorized)
        finally:
            if self.run:
                self.run.leave_state()
