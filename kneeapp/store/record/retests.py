"""Results of home tests that were repeated outside a screening."""

from collections.abc import Iterable

from kneeapp.domain.screening.retests import RetestResult
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query

COLUMNS = ("test", "tested_on", "value", "part")
"""What a RetestResult is made of."""


def save(record: Record, results: Iterable[RetestResult]) -> None:
    """Keep `results` in place of those of the same test on the same day."""
    given = tuple(results)

    def write(q: Query) -> None:
        for test, day in dict.fromkeys((one.test, one.day) for one in given):
            q(
                "delete from test_result where person_id = $1 and test = $2 and tested_on = $3",
                record.person,
                test,
                day,
            )
        for one in given:
            q(
                "insert into test_result (person_id, tested_on, test, part, value) "
                "values ($1, $2, $3, $4, $5)",
                record.person,
                one.day,
                one.test,
                one.of,
                one.value,
            )

    record.write(write)


def results(record: Record) -> list[RetestResult]:
    """All of them, oldest first."""
    sql = (
        f"select {', '.join(COLUMNS)} from test_result where person_id = $1 "  # noqa: S608  our names
        "order by tested_on, test, part"
    )
    return [RetestResult(*row) for row in record.read_cached(lambda q: q(sql, record.person))]
