"""The databases of the store's benchmark: one made-up past on each engine.

It is that of the made-up clinic, written in the order of time, so that one person's rows lie far
apart. *Restored* is the same file as `kneeapp backup` copies it: there, they lie together.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import psycopg

from kneeapp.domain.accounts.people import Principal
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from tests.postgres_cluster import LACKING, Cluster, program
from tests.support.made_up_clinic import populate, sign_in, staff

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
"""When the past ends."""

WEEKS, SESSIONS_EACH = 29, 100
"""Of everybody; the second is about what the first brings."""

CARED_FOR, ASKERS = 500, 200
DUCKDB, RESTORED, POSTGRES = "DuckDB", "DuckDB, restored", "PostgreSQL"

SETTINGS = {
    "shared_buffers": "1GB",
    "effective_cache_size": "8GB",
    "work_mem": "32MB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
}
"""Of a small server with a fast disk; nothing that would risk a commit."""

SIZE = """
select sum(pg_total_relation_size(oid)) from pg_class
where relnamespace = cast(current_schema() as regnamespace) and relkind = 'r'
"""


@dataclass(frozen=True)
class Past:
    """A filled database, and who asks it: patients, and a clinician of CARED_FOR of them."""

    place: Path | str
    patients: Sequence[Principal]
    clinician: Principal

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        if isinstance(self.place, Path):
            return self.place.stat().st_size
        with closing(Store.open(self.place)) as store:
            return int(store.run(lambda q: q(SIZE))[0][0])


@contextmanager
def pasts(folder: Path, sessions: int) -> Iterator[dict[str, Past]]:
    """A past of about so many `sessions` on each engine; PostgreSQL only where it is installed."""
    people = sessions // SESSIONS_EACH
    made = {DUCKDB: _fill(folder / "past.duckdb", people)}
    made[RESTORED] = replace(made[DUCKDB], place=folder / "restored.duckdb")
    with closing(Store.open(made[DUCKDB].place)) as store:
        store.engine.copy_file(folder / "restored.duckdb")
    if not program("initdb"):
        print(LACKING)
        yield made
        return
    folder.chmod(0o711)  # run by root, the server is another user's
    home = folder / "postgres"
    home.mkdir()
    cluster = Cluster(home, SETTINGS)
    try:
        url = cluster.database("past")
        made[POSTGRES] = _fill(url, people)
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            connection.execute("vacuum analyze")
        yield made
    finally:
        cluster.stop()


def _fill(place: Path | str, count: int) -> Past:
    with closing(Store.open(place)) as store:
        if isinstance(place, Path):
            store.run(lambda q: q("set global memory_limit = '4GB'"))  # of this filling only
        people = populate(store, count, NOW, weeks=WEEKS, lists=True)
        clinician = staff(store, people[:CARED_FOR], NOW)

        def sign_in_some(q: Query) -> list[Principal]:
            chosen = Random(6).choices(people, k=ASKERS)  # noqa: S311  picks people, no secret
            return [sign_in(q, Principal(person, person), NOW) for person in chosen]

        return Past(place, store.run(sign_in_some), clinician)
