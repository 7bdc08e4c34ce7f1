"""Rows that are written many at a time are the rows that are written one at a time."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from kneeapp.domain.sides import Side
from kneeapp.store.engine import statements
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.statements import insert_rows

COLUMNS = ("id", "word", "yes", "small", "share", "moment", "day", "numbers", "words", "never")
TABLE = (
    "create table {} (id uuid primary key, word text, yes boolean, small smallint, "
    "share float8, moment timestamptz, day date, numbers smallint[], words text[], never integer)"
)
MONDAY = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)


def row(n: int, *, texts: bool) -> tuple[Any, ...]:
    """A row that has a value in every other of its columns."""
    every = (
        *(("}{,'\"\0 ü🦵\\", Side.LEFT)[n % 2], n % 3 == 0, -n, n / 7, MONDAY + timedelta(hours=n)),
        *(date(2026, 1, 1) + timedelta(days=n), ([], (1, None, -3), [None], (7,))[n % 4]),
        ("a,b", '"') if texts else None,
    )
    return (UUID(int=n), *(value if (n + k) % 2 else None for k, value in enumerate(every)), None)


@pytest.mark.parametrize("texts", [False, True])
@pytest.mark.parametrize("number", [1, 19, 20, 45])
def test_many_rows_are_written_as_few_are(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, texts: bool
) -> None:
    rows = [row(n, texts=texts) for n in range(number)]
    written = []
    for table, few in {"by_column": 20, "by_row": 1_000}.items():
        monkeypatch.setattr(statements, "_FEW", few)
        monkeypatch.setattr(statements, "_MANY", 7)
        with store.tx() as q:
            q(TABLE.format(table))
            assert insert_rows(q, table, COLUMNS, rows) == number
            assert insert_rows(q, table, COLUMNS, rows, skip_existing=True) == 0
            written.append(q(f"select {', '.join(COLUMNS)} from {table} order by id"))
    assert written[0] == written[1]
    assert len(written[0]) == number
