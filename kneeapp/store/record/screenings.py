"""Screenings: kept as they are answered, and never changed once finished."""

from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.screening.answers import Screening
from kneeapp.errors import BadInput
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record.screening_rows import SELECTED, insert, screening, update

_SELECT = f"select {SELECTED} from screening where person_id = $1"  # noqa: S608  our names


def save(record: Record, given: Screening) -> None:
    """Keep a screening as far as it is answered.

    Raises BadInput where it would change a finished one, or lose an answer or a
    finding that another tab has added to it since.
    """

    def write(q: Query) -> None:
        if not q("select id from screening where id = $1", given.id):
            insert(q, record.person, given)
            return
        stored = _screenings(q, f"{_SELECT} and id = $2", record.person, given.id)
        # the same once more is a double click
        if not stored or (stored[0].finished_at and stored[0] != given):
            raise BadInput("This screening is finished and stays as it was. Start a new one.")
        if _lost(stored[0], given):
            raise BadInput("This screening went on in another tab. Reload the page to go on there.")
        update(q, given)

    record.write(write)


def screenings(record: Record) -> list[Screening]:
    """All screenings, newest first, unfinished ones among them."""
    return record.read_cached(
        lambda q: _screenings(q, f"{_SELECT} order by started_at desc, id desc", record.person)
    )


def _lost(stored: Screening, given: Screening) -> bool:
    return not (
        stored.answers.keys() <= given.answers.keys()
        and _rules(stored.findings) <= _rules(given.findings)
        and _rules(stored.cautions) <= _rules(given.cautions)
    )


def _rules(findings: tuple[Finding, ...] | None) -> frozenset[str]:
    return frozenset(finding.rule for finding in findings or ())


def _screenings(q: Query, sql: str, *arguments: object) -> list[Screening]:
    return [screening(row) for row in q(sql, *arguments)]
