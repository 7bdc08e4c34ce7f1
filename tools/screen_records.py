"""The made-up records behind the pictures of tools/screens.py, each on a server of its own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from uuid6 import uuid7

from kneeapp import clock, content
from kneeapp.cli import demo
from kneeapp.domain.accounts import consent
from kneeapp.domain.accounts.consent import VERSION, Consent
from kneeapp.store.engine.database import Store
from kneeapp.store.record import consents, screenings
from tests.support.made_up_clinic import SECRETS, cookie, populate, staff
from tests.support.servers import kneeapp

PATIENTS = 20
NO_BACKUPS = {"KNEEAPP_BACKUPS": "off"}


class World(StrEnum):
    """Whose record is shown."""

    FIRST_START = "nobody's yet"
    SOME_WEEKS = "the person of the demo, screened a moment ago"
    SIGNED_OUT = "a clinic that nobody has signed in at"
    CLINICIAN = "a clinic as its clinician sees it"


@dataclass(frozen=True)
class Served:
    """The address of a server, the cookie of who is signed in there, and a patient to look at."""

    url: str = ""
    sign_in: str = ""
    patient: str = ""


@contextmanager
def served(world: World, folder: Path) -> Iterator[Served]:
    """A server on a new record of that world in `folder`, which must be empty."""
    database, settings, here = folder / "record.duckdb", dict(NO_BACKUPS), Served()
    if world is World.SOME_WEEKS:
        _some_weeks(database)
    elif world is not World.FIRST_START:
        (folder / "secrets.toml").write_text(SECRETS, encoding="utf-8")
        settings["KNEEAPP_SECRETS"] = str(folder / "secrets.toml")
        signed_in = _clinic(database)
        here = signed_in if world is World.CLINICIAN else here
    with kneeapp(folder, database, **settings) as server:
        server.wait()
        yield replace(here, url=server.url)


def _some_weeks(database: Path) -> None:
    now = clock.now()
    with closing(Store.open(database)) as store:
        record = demo.fill(store, now)
        lately = demo.screened(content.questionnaire(), now - timedelta(minutes=15))
        screenings.save(record, replace(lately, id=uuid7()))
        consents.give(record, Consent(VERSION, now, consent.personal("in a file on this computer")))


def _clinic(database: Path) -> Served:
    """A clinic of made-up patients, all looked after by one clinician, who is signed in."""
    now = clock.now()
    with closing(Store.open(database)) as store:
        patients = populate(store, PATIENTS, now)
        clinician = staff(store, patients, now)
        assert clinician.account  # noqa: S101  staff() has just added it
        sent = cookie(store, clinician.account, now)["Cookie"]
    return Served(sign_in=sent.partition("=")[2], patient=str(patients[0]))
