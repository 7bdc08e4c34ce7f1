"""Record: one person's data, opened by a principal; every read and write checks access."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.domain.accounts.share_links import GONE
from kneeapp.errors import NotAllowed, NotFound
from kneeapp.store.access.authorization import current_role
from kneeapp.store.access.query_cache import Recollection, UnknownError
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query

T = TypeVar("T")

CARED_FOR = (
    "select care.person_id from care where care.clinician_id = $1 "
    "and care.accepted_at is not null and care.ended_at is null"
)
"""The people who let a clinician ($1) see their record now."""


# never `returning`: DuckDB then misses that a plain update meets it, and loses one
WRITTEN = "update person set writes = writes + 1 where id = $1"
"""Counts a write to the record of a person ($1); two at once meet here."""


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
    asker: Principal
    recollection: Recollection | None = field(default=None, compare=False, repr=False)
    """What a page that is run again and again was told before."""

    def __post_init__(self) -> None:
        if not self.own and not self._clinician and not self.asker.share:
            raise NotAllowed("This record belongs to somebody else. Sign in as its owner.")

    @property
    def own(self) -> bool:
        """Whether whoever asks is the person themselves."""
        return self.asker.person == self.person

    @property
    def _clinician(self) -> bool:
        return self.asker.role is Role.CLINICIAN and self.asker.account is not None

    def read(self, work: Callable[[Query], T]) -> T:
        """What `work` reads in one transaction; raises NotAllowed."""

        def allowed(q: Query) -> T:
            if not (self.recollection and self.recollection.fresh):
                self._check_access(q)
            return work(q)

        return self.store.run(allowed)

    def read_cached(self, work: Callable[[Query], T]) -> T:
        """The same for what changes by nothing but a write to this record: it may be an answer
        given before, to somebody who was let in when the page's run began.
        """
        if self.recollection is None:
            return self.read(work)
        with suppress(UnknownError):
            return work(self.recollection.again)
        keeping = self.recollection.keeping
        return self.read(lambda q: work(keeping(q)))

    def write(self, work: Callable[[Query], T]) -> T:
        """What `work` returns once all it wrote is kept, or nothing of it.

        Only the person writes so; raises NotAllowed. One person's writes happen one after
        another. In this process they take turns; of two processes' one is tried again, since
        each counts itself in the person's row.
        """
        if not self.own:
            raise NotAllowed("Only the person can change this in their record.")
        return self._alone(work)

    def erase(self, work: Callable[[Query], T]) -> T:
        """The same for what deletes a whole record; where a clinic keeps it, raises NotAllowed."""
        if self.asker.account is not None:
            raise NotAllowed(
                "Your clinic has to keep your record for a time. Ask on My data for its deletion."
            )
        return self.write(work)

    def write_as_clinician(self, work: Callable[[Query], T]) -> T:
        """The same for what only a clinician writes in a patient's record; raises NotAllowed."""
        if self.own or not self._clinician:
            raise NotAllowed("Only a clinician of this person can do that.")
        return self._alone(work)

    def _alone(self, work: Callable[[Query], T]) -> T:
        def alone(q: Query) -> T:
            self._check_access(q)
            [(found,)] = q(WRITTEN, self.person)
            if not found:
                raise NotFound("This record does not exist any more. Reload the page.")
            return work(q)

        try:
            with self.store.turn(self.person):
                return self.store.run(alone)
        finally:
            if self.recollection:
                self.recollection.forget()

    def _check_access(self, q: Query) -> None:
        role = current_role(q, self.asker)
        if self.own:
            return
        if self.asker.share:
            self._refuse_unless_shared(q)
            return
        let_in = q(f"{CARED_FOR} and care.person_id = $2", self.asker.account, self.person)
        if role is not Role.CLINICIAN or not let_in:
            raise NotAllowed("This person does not let you see their record (any more).")

    def _refuse_unless_shared(self, q: Query) -> None:
        sql = "select mark from share where mark = $1 and person_id = $2 and revoked_at is null"
        if not q(sql, self.asker.share, self.person):
            raise NotAllowed(GONE)
