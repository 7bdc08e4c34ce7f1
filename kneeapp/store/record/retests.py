"""Results of home tests that were repeated outside a screening."""

from collections.abc import Iterable
from dataclasses import astuple

from kneeapp.domain.screening.retests import RetestResult
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import insert_rows

COLUMNS = ("test", "tested_on", "value", "part")
"""The fields of a RetestResult, in their order."""


def save(record: Record, results: Iterable[RetestResult]) -> None:
    """Keep `results` in place of those of the same test on the same day."""
    rows = [(record.person, *astuple(result)) for result in results]

    def write(q: Query) -> None:
        sql = "delete from test_result where person_id = $1 and test = $2 and tested_on = $3"
        for person_test_and_day in {row[:3] for row in rows}:
            q(sql, *person_test_and_day)
        insert_rows(q, "test_result", ("person_id", *COLUMNS), rows)

    record.write(write)


def results(record: Record) -> list[RetestResult]:
    """All of them, oldest first."""
    sql = (
        f"select {', '.join(COLUMNS)} from test_result where person_id = $1 "  # noqa: S608  our names
        "order by tested_on, test, part"
    )
    return [RetestResult(*row) for row in record.read_cached(lambda q: q(sql, record.person))]
