"""Screenings: kept as they are answered, and never changed once finished."""

import json
from typing import Any

from pydantic import TypeAdapter

from kneeapp.domain.conditions import Answers
from kneeapp.domain.findings import Finding
from kneeapp.domain.screening import Screening, ScreeningKind
from kneeapp.errors import BadInput
from kneeapp.store.engine import Query
from kneeapp.store.record import Record

_FINDINGS = TypeAdapter(tuple[Finding, ...])

_SELECT = (
    "select id, started_at, kind, rules_version, answers, findings, finished_at from screening "
    "where person_id = $1"
)


def save(record: Record, screening: Screening) -> None:
    """Keep `screening` as far as it is answered.

    Raises BadInput where it would change a finished one, or lose an answer or a
    finding that another tab has added to it since.
    """

    def write(q: Query) -> None:
        if not q("select id from screening where id = $1", screening.id):
            _insert(q, record, screening)
            return
        kept = _screenings(q, f"{_SELECT} and id = $2", record.person, screening.id)
        if not kept or (kept[0].finished_at and kept[0] != screening):
            raise BadInput("This screening is finished and stays as it was. Start a new one.")
        if _lost(kept[0], screening):
            raise BadInput("This screening went on in another tab. Reload the page to go on there.")
        _update(q, screening)

    record.write(write)


def screenings(record: Record) -> list[Screening]:
    """All screenings, newest first, unfinished ones among them."""
    return record.recall(
        lambda q: _screenings(q, f"{_SELECT} order by started_at desc, id desc", record.person)
    )


def draft(record: Record, kind: ScreeningKind = ScreeningKind.FULL) -> Screening | None:
    """The newest unfinished screening of that kind."""
    sql = (
        f"{_SELECT} and kind = $2 and finished_at is null order by started_at desc, id desc limit 1"
    )
    return record.recall(lambda q: next(iter(_screenings(q, sql, record.person, kind)), None))


def _lost(kept: Screening, screening: Screening) -> bool:
    found = {finding.rule for finding in screening.findings}
    return not (
        kept.answers.keys() <= screening.answers.keys()
        and {finding.rule for finding in kept.findings} <= found
    )


def _insert(q: Query, record: Record, screening: Screening) -> None:
    q(
        "insert into screening (id, person_id, started_at, kind, rules_version, answers, findings, "
        "finished_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        screening.id,
        record.person,
        screening.started_at,
        screening.kind,
        screening.rules_version,
        _text(screening.answers),
        _FINDINGS.dump_json(screening.findings).decode(),
        screening.finished_at,
    )


def _update(q: Query, screening: Screening) -> None:
    q(
        "update screening set rules_version = $2, answers = $3, findings = $4, finished_at = $5 "
        "where id = $1",
        screening.id,
        screening.rules_version,
        _text(screening.answers),
        _FINDINGS.dump_json(screening.findings).decode(),
        screening.finished_at,
    )


def _screenings(q: Query, sql: str, *arguments: object) -> list[Screening]:
    return [_screening(row) for row in q(sql, *arguments)]


def _screening(row: tuple[Any, ...]) -> Screening:
    identity, started_at, kind, rules_version, answers, findings, finished_at = row
    return Screening(
        id=identity,
        started_at=started_at,
        kind=ScreeningKind(kind),
        rules_version=rules_version,
        answers=json.loads(answers),
        findings=_FINDINGS.validate_json(findings),
        finished_at=finished_at,
    )


def _text(answers: Answers) -> str:
    return json.dumps(dict(answers), ensure_ascii=False)
