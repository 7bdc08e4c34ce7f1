"""What a person agreed to, version by version."""

from kneeapp.domain.accounts.consent import Consent
from kneeapp.store.access.record import Record


def give(record: Record, consent: Consent) -> None:
    """Keep that the person agrees to this; to agree to a version again changes nothing."""
    record.write(
        lambda q: q(
            "insert into consent (person_id, version, given_at, body) values ($1, $2, $3, $4) "
            "on conflict do nothing",
            record.person,
            consent.version,
            consent.given_at,
            consent.text,
        )
    )


def given(record: Record) -> list[Consent]:
    """All that the person agreed to, the newest first."""
    sql = "select version, given_at, body from consent where person_id = $1 order by version desc"
    return [Consent(*row) for row in record.read_cached(lambda q: q(sql, record.person))]
