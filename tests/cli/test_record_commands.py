"""`kneeapp export` and `kneeapp import`, as somebody at a terminal sees them."""

import csv
import io
import json
import stat
import zipfile
from contextlib import closing
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdf
import pytest
from click.testing import CliRunner, Result
from uuid6 import uuid7

from kneeapp import clock
from kneeapp.cli import main
from kneeapp.domain.accounts.people import Principal
from kneeapp.reports.calendar import calendar_file
from kneeapp.server import backup_control
from kneeapp.settings import PROJECT, settings
from kneeapp.store.access.record import Record
from kneeapp.store.backup.backups import back_up
from kneeapp.store.engine.database import Store
from kneeapp.store.record import life_events, people
from kneeapp.store.transfer.all_data import all_people
from tests.store.builders import MONDAY, a_life_event, a_record
from tests.store.clinic_helpers import joined

SAMPLE = PROJECT / "tests" / "vectors" / "record-8.json"


def kneeapp(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main.main, [str(argument) for argument in arguments])


@pytest.fixture
def kept() -> None:
    """The sample is the record of this machine."""
    assert kneeapp("import", SAMPLE).exit_code == 0


def several() -> dict[str, str]:
    """Two people, each with a marked day that says their id: by what names them."""
    with closing(Store.open(settings().database)) as store:
        ada = joined(store, "ada").own_person
        assert ada
        people = {"ada": ada, str(other := a_record(store).person): other}
        for person in people.values():
            record = Record(store, person, Principal(person))
            life_events.save(record, a_life_event(note=str(person)))
        return {name: str(person) for name, person in people.items()}


@pytest.mark.usefixtures("kept")
def test_what_was_imported_is_exported_in_the_same_bytes(tmp_path: Path) -> None:
    result = kneeapp("export", "--format", "json", "--to", tmp_path / "mine.json")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "mine.json").read_bytes() == SAMPLE.read_bytes()
    assert stat.S_IMODE((tmp_path / "mine.json").stat().st_mode) == 0o600


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_come_in_a_zip_with_their_dictionary(tmp_path: Path, form: str) -> None:
    kneeapp("export", "--format", form, "--to", tmp_path / "tables.zip")
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        names = archive.namelist()
    assert {"data-dictionary.md", f"sessions.{form}", f"trials.{form}"} <= set(names)


@pytest.mark.usefixtures("kept")
def test_fhir_and_a_page_for_a_clinician_are_written(tmp_path: Path) -> None:
    kneeapp("export", "--format", "fhir", "--to", tmp_path / "bundle.json")
    assert json.loads((tmp_path / "bundle.json").read_text("utf-8"))["resourceType"] == "Bundle"
    days = ("--from", "2026-03-01", "--until", "2026-03-31")
    kneeapp("export", "--format", "pdf", "--to", tmp_path / "page.pdf", *days)
    assert pypdf.PdfReader(tmp_path / "page.pdf").pages


@pytest.mark.usefixtures("kept")
def test_the_calendar_is_that_of_the_page_or_it_is_said_where_to_choose_days(
    tmp_path: Path,
) -> None:
    asked = ("export", "--format", "calendar", "--to", tmp_path / "days.ics")
    refused = kneeapp(*asked)
    assert refused.exit_code == 1
    assert "No days are chosen yet" in refused.output
    assert not (tmp_path / "days.ics").exists()
    with closing(Store.open(settings().database)) as store:
        [person] = all_people(store)
        record = Record(store, person, Principal(person))
        days = {"routine_days": (0, 3), "programme_days": (5,), "reminder_at": time(7, 15)}
        chosen = people.person(record).preferences.model_copy(update=days)
        people.save_preferences(record, chosen)
        people.note_zone(record, "Asia/Tokyo", MONDAY)
    with clock.running_on(lambda: MONDAY):
        assert kneeapp(*asked, "--zone", "Europe/Berlin").exit_code == 0
    of_page = calendar_file(person, chosen, zone=ZoneInfo("Asia/Tokyo"), now=MONDAY)
    assert (tmp_path / "days.ics").read_bytes() == of_page


@pytest.mark.parametrize(
    ("version", "at"),
    [(3, "2026-03-02T21:00:00+13:00"), (4, "2026-03-02T09:00:00+01:00")],
    ids=["the one asked for", "the person's own"],
)
def test_days_are_those_of_the_zone_of_the_record_or_else_the_one_asked_for(
    tmp_path: Path, version: int, at: str
) -> None:
    kneeapp("import", PROJECT / "tests" / "vectors" / f"record-{version}.json")
    path = tmp_path / "tables.zip"
    days = ("--until", "2026-03-02", "--zone", "Pacific/Auckland")
    kneeapp("export", "--format", "csv", "--to", path, *days)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("readings.csv").decode("utf-8-sig")
    assert {row["at"] for row in csv.DictReader(io.StringIO(text))} == {at}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "json", "--from", "2026-03-01"),
        ("--format", "calendar", "--until", "2026-03-01"),
        ("--format", "json", "--everyone"),
        ("--format", "calendar", "--everyone"),
        ("--format", "csv", "--everyone", "--person", "a"),
        ("--format", "csv", "--zone", "Europe/Atlantis"),
        ("--format", "csv", "--from", "yesterday"),
        ("--format", "xml"),
    ],
)
def test_contradictory_options_are_refused_as_wrong_use(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert kneeapp("export", "--to", tmp_path / "out", *arguments).exit_code == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("kept")
def test_a_record_that_is_not_empty_asks_for_merge_or_replace() -> None:
    refused = kneeapp("import", SAMPLE)
    assert refused.exit_code == 2
    assert "--merge" in refused.output
    assert "--replace" in refused.output
    assert "nothing to add" in kneeapp("import", SAMPLE, "--merge").output
    assert "2 sessions" in kneeapp("import", SAMPLE, "--replace").output


def test_a_damaged_file_ends_with_what_is_wrong_and_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(SAMPLE.read_text("utf-8").replace("left", "middle"), "utf-8")
    result = kneeapp("import", tmp_path / "bad.json")
    assert result.exit_code == 1
    assert "$.person.preferences.knee" in result.output
    assert "Traceback" not in result.output


def test_what_cannot_be_is_taken_in_only_as_it_is(tmp_path: Path) -> None:
    odd = SAMPLE.read_text("utf-8").replace('"last_day":"2026-03-05"', '"last_day":"2026-01-05"')
    (tmp_path / "odd.json").write_text(odd, "utf-8")
    refused = kneeapp("import", tmp_path / "odd.json")
    assert refused.exit_code == 1
    assert "$.breaks[0].last_day 2026-01-05 lies before first_day 2026-03-02" in refused.output
    assert "--as-it-is" in refused.output
    assert kneeapp("import", tmp_path / "odd.json", "--as-it-is").exit_code == 0


def test_an_empty_record_and_an_unwritable_folder_are_reported(tmp_path: Path) -> None:
    out = ("--to", tmp_path / "out.json")
    nothing = kneeapp("export", "--format", "json", *out)
    assert (nothing.exit_code, nothing.output.count("no database")) == (1, 1)
    kneeapp("import", SAMPLE)
    nowhere = kneeapp("export", "--format", "json", "--to", tmp_path / "no" / "where.json")
    assert nowhere.exit_code == 1
    assert "cannot be written" in nowhere.output


def test_one_of_several_people_is_named_by_name_or_id(tmp_path: Path) -> None:
    people = several()
    path = tmp_path / "out.json"
    assert "--person" in kneeapp("export", "--format", "json", "--to", path).output
    for name, person in people.items():
        kneeapp("export", "--format", "json", "--to", path, "--person", name)
        [event] = json.loads(path.read_text("utf-8"))["life_events"]
        assert event["note"] == person
    nobody = kneeapp("export", "--format", "json", "--to", path, "--person", str(uuid7()))
    assert nobody.exit_code == 1
    assert "nobody" in nobody.output


def test_the_tables_of_all_people_hold_every_person(tmp_path: Path) -> None:
    people = several().values()
    path = tmp_path / "all.zip"
    assert kneeapp("export", "--format", "csv", "--to", path, "--everyone").exit_code == 0
    with zipfile.ZipFile(path) as archive:
        text = archive.read("life_events.csv").decode("utf-8-sig")
    assert [row["person"] for row in csv.DictReader(io.StringIO(text))] == [*people]


@pytest.mark.usefixtures("kept")
def test_the_record_of_a_running_kneeapp_is_copied_before_it_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Store.open(settings().database)

    def back_up_there(_: Path, copy: Path) -> bool:
        back_up(running, copy)
        return True

    monkeypatch.setattr(backup_control, "request_backup", back_up_there)
    kneeapp("export", "--format", "json", "--to", tmp_path / "mine.json")
    running.close()
    assert (tmp_path / "mine.json").read_bytes() == SAMPLE.read_bytes()
