"""Screenings as rows."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from pydantic import TypeAdapter

from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.conditions import Answers
from kneeapp.store.engine.protocol import Query, in_utc
from kneeapp.store.engine.statements import Row, insert_rows

_FINDINGS = TypeAdapter(tuple[Finding, ...])

NOTHING = "[]"
"""The text of no findings."""

COLUMNS = (
    *("id", "started_at", "kind", "rules_version", "answers", "known", "findings", "cautions"),
    "finished_at",
)
SELECTED = in_utc(COLUMNS)


def screening(row: Row) -> Screening:
    """The screening of a row of COLUMNS, its moments in UTC, with their zone or without."""
    identity, started_at, kind, rules_version, answers, known, findings, cautions, finished_at = row
    return Screening(
        id=identity if isinstance(identity, UUID) else UUID(identity),
        started_at=started_at.replace(tzinfo=UTC),
        kind=ScreeningKind(kind),
        rules_version=rules_version,
        answers=json.loads(answers),
        known=json.loads(known) if known else {},
        findings=_findings(findings),
        cautions=None if cautions is None else _findings(cautions),
        finished_at=finished_at and finished_at.replace(tzinfo=UTC),
    )


def insert(q: Query, person: UUID, new: Screening) -> None:
    """Add a screening as far as it is answered."""
    row = (
        *(new.id, new.started_at, new.kind, new.rules_version, text(new.answers)),
        *(text(new.known), *_judged(new)),
    )
    insert_rows(q, "screening", ("person_id", *COLUMNS), [(person, *row)])


def update(q: Query, grown: Screening) -> None:
    """Write what has been added to a screening."""
    q(
        "update screening set rules_version = $2, answers = $3, findings = $4, cautions = $5, "
        "finished_at = $6 where id = $1",
        *(grown.id, grown.rules_version, text(grown.answers)),
        *_judged(grown),
    )


def text(answers: Answers) -> str:
    return json.dumps(dict(answers), ensure_ascii=False)


def written(findings: tuple[Finding, ...]) -> str:
    """Findings as a row holds them."""
    return _FINDINGS.dump_json(findings, exclude_none=True).decode()


def _judged(screening: Screening) -> tuple[str, str | None, datetime | None]:
    cautions = None if screening.cautions is None else written(screening.cautions)
    return written(screening.findings), cautions, screening.finished_at


@lru_cache(maxsize=1024)  # what one rule raised reads alike in every row, and is read at each run
def _findings(text: str) -> tuple[Finding, ...]:
    return () if text == NOTHING else _FINDINGS.validate_json(text)
