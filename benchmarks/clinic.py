"""What signing in costs a page, and how fast a caseload opens, with 20,000 people on record.

A page behind sign-in is held against the same page of the same person in personal mode, the
caseload against a bare page and its own statements; the ratios bind. Run it as
`python -m benchmarks.clinic`; docs/benchmarks.md has the method.
"""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.harness import Harness, Round, Row, in_turn, seconds
from benchmarks.statements import TimedStore
from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts.people import Principal
from kneeapp.store.clinic import caseload
from kneeapp.store.engine.database import Store
from tests.support.made_up_clinic import SECRETS, cookie, populate, staff
from tests.support.servers import Server, fill, hello, kneeapp, rerun

CARED_FOR = 500
PAGES = {"Today": "", "Progress": "progress", "Programme": "programme"}
PAGE_LIMIT, CASELOAD_LIMIT = 1.15, 3.0
PERSONAL = "{} in personal mode"
CASELOAD, BARE = f"caseload of {CARED_FOR} opens", "a bare page and the caseload's statements"


class Signed(NamedTuple):
    """The cookies of a patient and a clinician, and how long the caseload's statements take (s)."""

    patient: dict[str, str]
    clinician: dict[str, str]
    statements_s: float


def main() -> None:
    """Measure, print, and end with an error where a ratio is over its limit."""
    bench = Harness(__doc__, rounds=(5, 1), people=(20_000, 50), reruns=(20, 3))
    with TemporaryDirectory(prefix="kneeapp-benchmark-") as name:
        folder = Path(name)
        fill(folder / "own.duckdb")
        signed = fill_clinic(folder / "clinic.duckdb", bench["people"], clock.now())
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS, encoding="utf-8")
        quiet = {"KNEEAPP_BACKUPS": "off"}
        with kneeapp(
            folder, folder / "clinic.duckdb", KNEEAPP_SECRETS=str(secrets), **quiet
        ) as clinic:
            with kneeapp(folder, folder / "own.duckdb", **quiet) as personal:
                compare_pages(bench, clinic, personal, signed.patient)
            with hello(folder) as bare:
                compare_caseload(bench, clinic, bare, signed)
    bench.end()


def fill_clinic(database: Path, count: int, now: datetime) -> Signed:
    """A clinic with the made-up person of the demo and `count` others."""
    with closing(Store.open(database)) as store:
        own = demo.fill(store, now).person
        people = populate(store, count, now)
        clinician = staff(store, people[:CARED_FOR], now)
        print(f"{len(people):,} people on record, {min(count, CARED_FOR)} of them cared for")
        return Signed(
            patient=cookie(store, own, now),
            clinician=cookie(store, clinician.account or own, now),
            statements_s=statements_s(store, clinician, now),
        )


def statements_s(store: Store, clinician: Principal, now: datetime) -> float:
    """Seconds of the caseload's statements where it was opened before on the same day."""
    timed, questions = TimedStore(store), content.questionnaire()

    def opening() -> object:
        return caseload.caseload(timed, clinician, questions, now, UTC)

    opening()
    return median(timed.statements_s(opening) for _ in range(5))


def compare_pages(
    bench: Harness, clinic: Server, personal: Server, patient: dict[str, str]
) -> None:
    for title, page in PAGES.items():
        with clinic.tab(page, patient) as signed_in, personal.tab(page) as own:
            works = {
                title: lambda _, tab=signed_in: rerun(tab),
                PERSONAL.format(title): lambda _, tab=own: rerun(tab),
            }
            rounds = bench.measure(lambda: in_turn(works, range(bench["reruns"])))  # noqa: B023  at once
        row = Row(title, PERSONAL.format(title), share=PAGE_LIMIT)
        bench.report(f"{title}, signed in at a clinic", rounds, [row])


def compare_caseload(bench: Harness, clinic: Server, bare: Server, signed: Signed) -> None:
    def one_round() -> Round:
        plain, opened = opening_s(bare, {}), opening_s(clinic, signed.clinician)
        return {BARE: [plain + signed.statements_s], CASELOAD: [opened]}

    rounds = bench.measure(one_round)
    bench.report(
        "Caseload, opened before on the same day",
        rounds,
        [Row(CASELOAD, BARE, share=CASELOAD_LIMIT)],
    )


def opening_s(server: Server, headers: dict[str, str]) -> float:
    """Seconds of the first run in a new tab."""
    with server.tab("", headers) as tab:
        return seconds(lambda: rerun(tab))


if __name__ == "__main__":
    main()
