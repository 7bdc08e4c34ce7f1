"""A made-up clinic: ten stories are lived in its database, the rest are their copies."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Principal, Role
from kneeapp.store.access import keys
from kneeapp.store.clinic import accounts, web_sessions
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from tests.support.stories import STORIES, WEEKS, live

FIRST = (
    *("Ada", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gita", "Hugo"),
    *("Ines", "Jon", "Kaja", "Leo", "Mira"),
)
LAST = (
    *("Aalto", "Berg", "Costa", "Dietz", "Egger", "Ferrari"),
    *("Gruber", "Hansen", "Ito", "Jansen", "Koch"),
)

CLINIC = Clinic(name="Made-up clinic", phone="112", cookie_key="a made-up key that opens no clinic")
SECRETS = f"""
[clinic]
name = "{CLINIC.name}"
phone = "{CLINIC.phone}"
cookie_key = "{CLINIC.cookie_key}"
"""
"""The settings of a server of this clinic."""

TIMED = {
    "session": "started_at",
    "step": "(select started_at from session where session.id = step.session_id)",
    "screening": "started_at",
    "rating": "taken_at",
}
"""Tables whose rows are copied in the order of time, as they come in life, and when a row came."""

UNTIMED = ("training", "exercise_done", "training_break", "life_event", "test_result")
IDENTITIES = {"id", "person_id", "session_id", "training_id", "trial_id"}


def populate(
    store: Store, count: int, now: datetime, *, weeks: int = WEEKS, lists: bool = False
) -> list[UUID]:
    """Add about `count` patients with `weeks` of sessions and an account each; who they are.

    With `lists` each session of the last WEEKS has its danger list.
    """
    lived = [live(store, story, now, weeks, lists=lists) for story in STORIES]
    copies = max(1, count // len(lived)) - 1
    if copies:
        store.run(lambda q: _copy(q, ("person", *UNTIMED), lived, copies))
        for week in range(weeks + 1):
            first = now - timedelta(weeks=weeks - week)
            store.run(lambda q: _copy(q, TIMED, lived, copies, first))  # noqa: B023  runs at once
    store.run(_name)
    return [person for (person,) in store.run(lambda q: q("select id from person order by id"))]


def staff(store: Store, patients: list[UUID], now: datetime) -> Principal:
    """A clinician whom `patients` let in, signed in."""
    account = uuid7()

    def write(q: Query) -> Principal:
        q(
            "insert into account (id, name, called, role, created_at, joined_at, "
            "second_factor_used, version) "
            "values ($1, 'vogt', 'Dr Vogt', 'clinician', $2, $2, 0, 1)",
            *(account, now),
        )
        q(
            "insert into care (clinician_id, person_id, asked_at, accepted_at) "
            "select $1, unnest($2::uuid[]), $3, $3",
            *(account, patients, now - timedelta(weeks=WEEKS)),
        )
        return sign_in(q, Principal(None, account, Role.CLINICIAN), now)

    return store.run(write)


def sign_in(q: Query, whose: Principal, now: datetime) -> Principal:
    """`whose` as somebody who is signed in."""
    signed_in = replace(whose, sign_in=uuid7())
    q(
        "insert into sign_in (id, account_id, version, secret, began_at, seen_at) "
        "values ($1, $2, 1, '', $3, $3)",
        *(signed_in.sign_in, whose.account, now),
    )
    return signed_in


def cookie(store: Store, whose: UUID, now: datetime) -> dict[str, str]:
    """The header of a browser in which the account `whose` is signed in."""
    account = store.run(lambda q: accounts.find(q, whose))
    _, secret = web_sessions.begin(store, keys.of(store, CLINIC), account, now, ticket=False)
    return {"Cookie": f"kneeapp={secret}"}


def _copy(
    q: Query, tables: Iterable[str], lived: list[UUID], copies: int, week: datetime | None = None
) -> None:
    """`copies` of the rows of those who `lived`, of one week where it is named.

    Each under other ids, and some seconds earlier than the one before.
    """
    everything = q(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_schema = current_schema() order by ordinal_position"
    )
    for table in tables:
        columns = {name: _copied(name, sort) for of, name, sort in everything if of == table}
        where = f"{'id' if table == 'person' else 'person_id'} in (select unnest($2::uuid[]))"
        if week:
            where += f" and {TIMED[table]} >= $3 and {TIMED[table]} < $4"
            where += f" order by {TIMED[table]}, nth desc"
        q(
            f"insert into {table} ({', '.join(columns)}) "
            f"select {', '.join(columns.values())} from {table} "
            f"cross join generate_series(1, $1) as g(nth) where {where}",
            *(copies, lived),
            *((week, week + timedelta(weeks=1)) if week else ()),
        )


def _copied(column: str, sort: str) -> str:
    """SQL for a column of a copy; an id keeps the time it begins with."""
    if column in IDENTITIES:
        digits = f"replace(cast({column} as text), '-', '')"
        return f"cast(left({digits}, 13) || right(md5({digits} || '/' || nth), 19) as uuid)"
    return f"{column} - nth * interval '1 second'" if "time" in sort.lower() else column


def _name(q: Query) -> None:
    """An account for everybody who has none; its id is the person's."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    q(
        "insert into account (id, name, called, role, own_person, created_at, joined_at, "
        "second_factor_used, version) "
        "select id, cast(id as text), ($1::text[])[1 + n % $2], 'patient', id, created_at, "
        "created_at, 0, 1 from "
        "(select id, created_at, cast(row_number() over (order by id) as integer) as n from person)"
        " as everybody where id not in "
        "(select own_person from account where own_person is not null)",
        names,
        len(names),
    )
