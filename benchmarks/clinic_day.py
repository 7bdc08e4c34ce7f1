"""A clinic's day: the work list of 2,000 people, 300 invitations with their slips, and a hundred
patients in a routine beside ten clinicians who browse, each with a share of the people.

The work list is held against its own statements, a patient's acknowledgement against the same
hundred without clinicians; the ratios bind. Run it as `python -m benchmarks.clinic_day`;
docs/benchmarks.md has the method.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter
from typing import TypeAlias
from uuid import UUID

from uuid6 import uuid7

from benchmarks.crowd import Player, active_minute, at_once, in_a_routine
from benchmarks.harness import Harness, Round, Row
from benchmarks.statements import TimedStore
from kneeapp import clock, content
from kneeapp.domain.accounts.accounts import INVITATION_LASTS
from kneeapp.domain.accounts.people import Person, Principal, Role
from kneeapp.domain.clinic.invitation_list import Invitee
from kneeapp.domain.clinic.work_list import work_list
from kneeapp.reports.invitation_slips import Slip, SlipHead, invitation_slips
from kneeapp.store.access import keys
from kneeapp.store.clinic import caseload, one_time_codes
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people
from tests.support.made_up_clinic import CLINIC, SECRETS, cookie, populate, sign_in, staff
from tests.support.servers import Server, kneeapp, rerun

FIRST, FIRST_STATEMENTS = "work list, the first of a day", "its statements"
LIST, PLAIN = "work list, once something changed", "all statements of a list"
INVITED, MOST_S = "invitations with slips", 10.0
ALONE, BESIDE = "acknowledgement, patients alone", "acknowledgement, beside clinicians"
LOST = "events lost"
LIST_LIMIT, BESIDE_LIMIT = 2.5, 2.0
READING_S = 5.0
"""How long a clinician reads a page."""

Browser: TypeAlias = tuple[Mapping[str, str], Sequence[str]]
BROWSED = ("clinic", "clinic?person={}", "clinic?person={}", "account")


def main() -> None:
    """Measure, print, and end with an error where a limit is missed."""
    bench = Harness(
        __doc__,
        rounds=(5, 1),
        people=(2000, 50),
        invited=(300, 5),
        patients=(100, 5),
        clinicians=(10, 2),
        seconds=(60, 10),
    )
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder, now = Path(name), clock.now()
        with closing(Store.open(folder / "clinic.duckdb")) as store:
            patients = populate(store, bench["people"], now)
            clinician = staff(store, patients, now)
            print(f"{len(patients):,} people, all of them looked after by one clinician")
            rounds = bench.measure(partial(one_list, store, clinician, now))
            bench.report(
                "Work list",
                rounds,
                [Row(FIRST, FIRST_STATEMENTS), Row(LIST, PLAIN, share=LIST_LIMIT)],
            )
            rounds = bench.measure(partial(invitations, store, clinician, bench["invited"], now))
            title = f"{bench['invited']} invitations"
            bench.report(title, rounds, [Row(INVITED, most=MOST_S)])
            crowd = [fresh_patient(store, now) for _ in range(2 * bench["patients"])]
            browsing = [
                browser(store, patients[place :: bench["clinicians"]], now)
                for place in range(bench["clinicians"])
            ]
        (folder / "secrets.toml").write_text(SECRETS, encoding="utf-8")
        with kneeapp(
            folder,
            folder / "clinic.duckdb",
            KNEEAPP_SECRETS=str(folder / "secrets.toml"),
            KNEEAPP_BACKUPS="off",
        ) as server:
            beside = beside_clinicians(server, bench, crowd, browsing)
        title = f"{bench['patients']} patients beside {bench['clinicians']} clinicians"
        rows = [
            Row(BESIDE, ALONE),
            Row(BESIDE, ALONE, percent=95, share=BESIDE_LIMIT),
            Row(LOST, percent=100, most=0, unit="integer"),
        ]
        bench.report(title, [beside], rows)
    bench.end()


def one_list(store: Store, clinician: Principal, now: datetime) -> Round:
    """The work list beside what its statements take of the same time: first with nothing in
    memory, then as it is made each time that something changes.
    """
    questions, fresh = content.questionnaire(), TimedStore(store)

    def listed() -> object:
        return work_list(caseload.caseload(fresh, clinician, questions, now, UTC))

    first, first_statements = timed(fresh, listed)
    again, _ = timed(fresh, listed)
    return {
        FIRST: [first],
        FIRST_STATEMENTS: [first_statements],
        LIST: [again],
        PLAIN: [first_statements],
    }


def timed(store: TimedStore, work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that `work` takes, and of them those of its statements."""
    began = perf_counter()
    statements_s = store.statements_s(work)
    return perf_counter() - began, statements_s


def invitations(store: Store, clinician: Principal, count: int, now: datetime) -> Round:
    """Accounts, codes and slips for `count` people who are new each time."""
    invitees = [Invitee(f"Person {n}", f"{uuid7()}@example.org") for n in range(count)]
    head = SlipHead(CLINIC.name, CLINIC.phone, "https://knee.example", now + INVITATION_LASTS)
    began = perf_counter()
    made = one_time_codes.invite(store, keys.of(store, CLINIC), clinician, invitees, now)
    slips = [Slip(account.called, account.name, code) for account, code in made]
    invitation_slips(head, slips, now)
    return {INVITED: [perf_counter() - began]}


def fresh_patient(store: Store, now: datetime) -> dict[str, str]:
    """The cookie of a patient who has entered nothing yet."""
    person, account = uuid7(), uuid7()
    people.ensure_person(store, Person(person, now))
    store.run(
        lambda q: q(
            "insert into account (id, name, called, role, own_person, created_at, joined_at, "
            "second_factor_used, version) values ($1, $2, 'Somebody', $3, $4, $5, $5, 0, 1)",
            *(account, str(account), Role.PATIENT.value, person, now),
        )
    )
    store.run(lambda q: sign_in(q, Principal(person, account), now))
    return cookie(store, account, now)


def browser(store: Store, looked_after: list[UUID], now: datetime) -> Browser:
    """A clinician with a share of the patients: their cookie, and the pages that they open."""
    account = staff(store, looked_after, now).account or uuid7()
    people_opened = iter(looked_after)
    addresses = [page.format(next(people_opened)) if "{}" in page else page for page in BROWSED]
    return cookie(store, account, now), addresses


def beside_clinicians(
    server: Server, bench: Harness, crowd: Sequence[Mapping[str, str]], browsing: Sequence[Browser]
) -> Round:
    """How patients are answered alone, and others then beside clinicians who open page by page."""
    half = len(crowd) // 2
    with in_a_routine(server, crowd[:half]) as players:
        alone, lost = act(players, bench["seconds"])
    ended = Event()
    opened: list[str] = []
    threads = [
        Thread(target=browse, args=(server, *clinician, ended, opened)) for clinician in browsing
    ]
    with in_a_routine(server, crowd[half:]) as players, ExitStack() as running:
        for thread in threads:
            thread.start()
            running.callback(thread.join)
        running.callback(ended.set)
        beside, lost_beside = act(players, bench["seconds"])
    print(f"{len(opened):,} pages were opened by clinicians meanwhile")
    bench.require(bool(opened), "no clinician opened a page")
    return {ALONE: alone, BESIDE: beside, LOST: [lost + lost_beside]}


def act(players: Sequence[Player], duration: float) -> tuple[list[float], int]:
    """What a minute's acknowledgements took (s), and how many events were lost."""
    minutes = [partial(active_minute, player.act) for player in players]
    took = at_once(range(len(players)), lambda place: minutes[place](duration, place))
    return [*chain.from_iterable(took)], sum(player.lost() for player in players)


def browse(
    server: Server,
    headers: Mapping[str, str],
    addresses: Sequence[str],
    ended: Event,
    opened: list[str],
) -> None:
    """Open one page after the other, and read each for a few seconds, until it has ended."""
    place = len(opened)
    while not ended.wait(READING_S):
        address = addresses[place % len(addresses)]
        with server.tab(address, headers) as tab:
            rerun(tab)
            opened.append(address)
        place += 1


if __name__ == "__main__":
    main()
