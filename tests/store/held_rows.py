"""The rows that a database holds of a person, to see what changes."""

from kneeapp.store.access.record import Record
from kneeapp.store.transfer.all_data import _BESIDE, TABLES, Row, rows_of


def held_rows(record: Record) -> dict[str, list[Row]]:
    """Each table's rows as they are stored, those beside the record among them."""
    tables = ("person", *TABLES, *_BESIDE)
    return record.store.run(lambda q: rows_of(q, record.store, record.person, tables))
