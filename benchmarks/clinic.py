"""What signing in costs a page, and how fast a caseload opens, with 20,000 people on record.

A page behind sign-in is held against the same page of the same person in personal mode, the
caseload against a bare page and its own queries; the ratios bind. Run it as
`python -m benchmarks.clinic`; docs/benchmarks.md has the method.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import UUID
from zoneinfo import ZoneInfo

from benchmarks.clinic_people import populate, staff
from benchmarks.pages import HELLO, measured
from benchmarks.serving import Home, address, answering, free_port, kneeapp, streamlit
from benchmarks.statements import Watched
from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts.clinic_settings import Clinic
from kneeapp.domain.accounts.people import Principal
from kneeapp.store.access import keys
from kneeapp.store.clinic import accounts, caseload, web_sessions
from kneeapp.store.engine.database import Store
from tests.support.streamlit_client import opened

PEOPLE, CARED_FOR = 20_000, 500
PAGES = ("", "progress", "programme")
PAGE_LIMIT, CASELOAD_LIMIT = 1.15, 3.0
ROUNDS = 5

CLINIC = Clinic(name="Made-up clinic", phone="112", cookie_key="k" * 32)
SECRETS = """
[clinic]
name = "Made-up clinic"
phone = "112"
cookie_key = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
"""


@dataclass(frozen=True)
class Signed:
    """The cookies of a patient and a clinician, and how long the caseload's queries take (ms)."""

    patient: dict[str, str]
    clinician: dict[str, str]
    queries_ms: float


def main() -> None:
    """Measure, print, and end with an error where a ratio is over its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=PEOPLE, help="patients on record")
    arguments.add_argument("--reruns", type=int, default=20, help="reruns a page and round")
    chosen = arguments.parse_args()
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as folder:
        home = Path(folder)
        now = clock.now()
        with closing(Store.open(home / "own.duckdb")) as store:
            demo.fill(store, now)
        signed = filled(home / "clinic.duckdb", chosen.people, now)
        (home / "secrets.toml").write_text(SECRETS, encoding="utf-8")
        (home / "hello.py").write_text(HELLO, encoding="utf-8")
        fine = [report_pages(home, signed, chosen.reruns), report_caseload(home, signed)]
    sys.exit(0 if all(fine) else 1)


def filled(database: Path, count: int, now: datetime) -> Signed:
    """A clinic with the made-up person of the demo and `count` others."""
    with closing(Store.open(database)) as store:
        own = demo.fill(store, now).person
        people = populate(store, count, now)
        clinician = staff(store, people[:CARED_FOR], now)
        print(f"{len(people)} people on record, {min(count, CARED_FOR)} of them cared for")
        return Signed(
            patient=cookie(store, own, now),
            clinician=cookie(store, clinician.account or own, now),
            queries_ms=queries_ms(store, clinician, now),
        )


def cookie(store: Store, whose: UUID, now: datetime) -> dict[str, str]:
    """The header of a browser in which the account `whose` is signed in."""
    account = store.run(lambda q: accounts.find(q, whose))
    _, secret = web_sessions.begin(store, keys.of(store, CLINIC), account, now, ticket=False)
    return {"Cookie": f"kneeapp={secret}"}


def queries_ms(store: Store, clinician: Principal, now: datetime) -> float:
    """How long the statements of the caseload take, without what is made of their rows.

    As the page opened below, it was opened before on the same day.
    """
    watched = Watched(store)

    def timed() -> float:
        watched.asked.clear()
        caseload.caseload(watched, clinician, content.questionnaire(), now, ZoneInfo("UTC"))
        return sum(one.ms for one in watched.asked)

    timed()
    return median(timed() for _ in range(ROUNDS + 1))


@contextmanager
def clinic(home: Path) -> Iterator[int]:
    """The clinic's server; its port."""
    port = free_port()
    secrets = {"KNEEAPP_SECRETS": str(home / "secrets.toml"), "KNEEAPP_BACKUPS": "off"}
    with Home(home, home / "clinic.duckdb").served(kneeapp(port), secrets):
        yield port


def report_pages(home: Path, signed: Signed, reruns: int) -> bool:
    """Print a line a page; whether all are within the limit."""
    own = free_port()
    print(f"\n{'page':<12}{'own':>8}{'signed in':>11}{'ratio':>8}{'limit':>8}")
    fine = True
    with (
        clinic(home) as port,
        Home(home, home / "own.duckdb").served(kneeapp(own), {"KNEEAPP_BACKUPS": "off"}),
    ):
        for page in PAGES:
            with answering(own, page) as mine, answering(port, page, signed.patient) as theirs:
                tabs = {"own": mine, "signed in": theirs}
                rounds = [measured(tabs, reruns) for _ in range(ROUNDS + 1)][1:]
            ratio = median(times["signed in"] / times["own"] for times in rounds)
            took = {name: median(times[name] for times in rounds) for name in tabs}
            print(
                f"{page or 'today':<12}{took['own']:>8.1f}{took['signed in']:>11.1f}"
                f"{ratio:>8.2f}{PAGE_LIMIT:>8.2f}"
            )
            fine = fine and ratio <= PAGE_LIMIT
    return fine


def report_caseload(home: Path, signed: Signed) -> bool:
    """Print how long the caseload takes to open in a new tab; whether within the limit."""
    bare = free_port()
    with (
        clinic(home) as port,
        Home(home, home / "none").served(streamlit(home / "hello.py", bare)),
        answering(port, "", signed.clinician) as warm,
        answering(bare) as hello,
    ):
        warm.rerun()
        hello.rerun()
        rounds = [(opening(bare), opening(port, signed.clinician)) for _ in range(ROUNDS)]
    page = median(ms for ms, _ in rounds)
    took = median(ms for _, ms in rounds)
    ratio = median(ms / (plain + signed.queries_ms) for plain, ms in rounds)
    print(f"\n{'caseload':<12}{'page':>8}{'queries':>9}{'opens in':>10}{'ratio':>8}{'limit':>8}")
    print(
        f"{CARED_FOR:<12}{page:>8.1f}{signed.queries_ms:>9.1f}{took:>10.1f}"
        f"{ratio:>8.2f}{CASELOAD_LIMIT:>8.1f}"
    )
    return ratio <= CASELOAD_LIMIT


def opening(port: int, headers: dict[str, str] | None = None) -> float:
    """Milliseconds of the first run in a new tab."""
    with opened(address(port), "", headers) as tab:
        run = tab.rerun()
        if run.faults:
            sys.exit(f"The page shows an error: {run.faults[0]}")
        return run.ms


if __name__ == "__main__":
    main()
