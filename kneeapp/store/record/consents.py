"""What a person agreed to, version by version."""

from dataclasses import astuple

from kneeapp.domain.accounts.consent import Consent
from kneeapp.store.access.record import Record
from kneeapp.store.engine.statements import insert_rows

_COLUMNS = ("version", "given_at", "body")
"""The fields of a Consent, in their order."""


def give(record: Record, consent: Consent) -> None:
    """Keep that the person agrees to this; to agree to a version again changes nothing."""
    columns, row = ("person_id", *_COLUMNS), (record.person, *astuple(consent))
    record.write(lambda q: insert_rows(q, "consent", columns, [row], skip_existing=True))


def given(record: Record) -> list[Consent]:
    """All that the person agreed to, the newest first."""
    sql = "select version, given_at, body from consent where person_id = $1 order by version desc"
    return [Consent(*row) for row in record.read_cached(lambda q: q(sql, record.person))]
