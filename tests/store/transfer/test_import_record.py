"""A record that is moved by file from one fresh install to another, on either engine."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from kneeapp import content
from kneeapp.cli import demo
from kneeapp.errors import BadInput
from kneeapp.reports.record_file.file import as_json, import_file
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import sessions
from kneeapp.store.transfer import all_data
from kneeapp.store.transfer.import_record import ImportMode
from kneeapp.store.transfer.snapshot import snapshot
from tests.store.builders import MONDAY, a_record, a_session, finished
from tests.store.conftest import ENGINES, place
from tests.store.transfer.test_all_data import fill

QUESTIONS = content.questionnaire()


@pytest.fixture(params=ENGINES)
def other(request: pytest.FixtureRequest) -> Iterator[Record]:
    """Somebody in a fresh database."""
    with closing(Store.open(place(request.param, request))) as opened:
        yield a_record(opened)


def rows(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the person as it is stored, but for their id."""

    def read(q: Query) -> dict[str, list[tuple[object, ...]]]:
        columns = all_data._columns(q)
        return {
            table: q(
                f"select {', '.join(columns[table])} from {table} where person_id = $1 "
                f"order by {', '.join(columns[table][:3])}",
                record.person,
            )
            for table in all_data.TABLES
        } | {"person": q("select created_at, preferences from person where id = $1", record.person)}

    return record.read(read)


def test_a_record_is_moved_row_by_row(record: Record, other: Record) -> None:
    fill(record, "squat 🦵")
    import_file(other, as_json(snapshot(record)), QUESTIONS)
    moved, kept = rows(other), rows(record)
    assert len(moved.pop("trial")) == len(kept.pop("trial")) == 1  # what lies ahead is drawn anew
    assert moved == kept
    assert as_json(snapshot(other)) == as_json(snapshot(record))


def test_three_weeks_are_moved_row_by_row(store: Store, other: Record) -> None:
    lived = demo.fill(store, MONDAY, weeks=3)
    import_file(other, as_json(snapshot(lived)), QUESTIONS)
    assert rows(other) == rows(lived)


def test_replacing_takes_the_same_ids_in_again(record: Record) -> None:
    fill(record, "squat")
    before = rows(record)
    import_file(record, as_json(snapshot(record)), QUESTIONS, ImportMode.REPLACE)
    assert rows(record) == before


def test_what_is_refused_in_the_middle_leaves_every_row_as_it_was(
    record: Record, store: Store
) -> None:
    other = a_record(store)
    fill(other, "squat")
    file = as_json(snapshot(other))
    sessions.start(record, session := a_session())
    sessions.save(record, finished(session))
    before = rows(record), rows(other)
    for how in ImportMode:
        with pytest.raises(BadInput):
            import_file(record, file, QUESTIONS, how)
        assert (rows(record), rows(other)) == before
