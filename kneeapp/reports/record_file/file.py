"""The whole record as one file to take along, and such a file taken in (docs/record.md)."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import ValidationError

from kneeapp import clock
from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.screening.answers import judge
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.errors import BadInput, StoreError
from kneeapp.reports.record_file.entries import ScreeningEntry
from kneeapp.reports.record_file.faults import faults
from kneeapp.reports.record_file.format import RecordFile, read, written
from kneeapp.reports.record_file.impossible import A_DAY, refuse_impossible
from kneeapp.reports.record_file.rows import from_rows, to_rows
from kneeapp.reports.record_file.unwrap import NOTHING_CHANGED
from kneeapp.store.access.record import Record
from kneeapp.store.transfer import import_record
from kneeapp.store.transfer.import_record import ImportMode, ImportSummary
from kneeapp.store.transfer.snapshot import RecordSnapshot, snapshot

WORDS = {
    "screening": ("screening", "screenings"),
    "finding_reply": ("reply to a finding", "replies to findings"),
    "session": ("session", "sessions"),
    "rating": ("rating", "ratings"),
    "trial": ("trial", "trials"),
    "life_event": ("marked day", "marked days"),
    "training": ("session of the programme", "sessions of the programme"),
    "training_break": ("break of the programme", "breaks of the programme"),
    "knee_seen": ("visit to somebody", "visits to somebody"),
    "test_result": ("home test result", "home test results"),
    "day_load": ("day with a load", "days with a load"),
    "activity": ("walk, ride, run or climb", "walks, rides, runs and climbs"),
}
"""What a person calls the entries of a table, one and several."""


def as_json(record: RecordSnapshot) -> str:
    """The whole record as the text of a file; the same record gives the same text."""
    file = held(record)
    del record  # rows that nobody else holds: of ten years, four times as much as the text
    return written(file)


def held(record: RecordSnapshot) -> RecordFile:
    """The whole record as it stands; raises StoreError where an entry cannot be read."""
    try:
        return from_rows(record.rows)
    except ValidationError as error:
        raise StoreError(
            f"An entry of this record is damaged ({faults(error, None)}). Restore a backup; "
            "`kneeapp backup` copies the record as it is."
        ) from error


def import_file(
    record: Record,
    text: str | bytes,
    questions: Questionnaire,
    how: ImportMode | None = None,
    *,
    as_it_is: bool = False,
) -> ImportSummary:
    """Keep all that a record file holds in `record`, or nothing of it.

    `questions` are the ones asked today, against which answers are checked. Raises BadInput
    with what is wrong and where, NotEmpty where the record holds something and `how` is None,
    Impossible unless what cannot be is to be taken in `as_it_is`.
    """
    file, now = read(text), clock.now()
    _refuse_from_the_future(file, now)
    if not as_it_is:
        refuse_impossible(file, lambda: held(snapshot(record)), now)
    for n, screening in enumerate(file.screenings):
        if screening.rules_version == questions.version:
            _refuse_unless_judged(screening, questions, f"$.screenings[{n}]")
    rows = to_rows(file)
    del file  # of which there is much in a long record
    return import_record.import_rows(record, rows, how)


def import_summary_text(taken: ImportSummary) -> str:
    """What was added and what was there already, in a sentence or two."""
    added = [row_counts(table, n) for table, n in taken.added.items() if n]
    known = sum(taken.known.values())
    there = f" {known} entries were here already and stay as they are." if known else ""
    return f"Added: {', '.join(added)}.{there}" if added else f"There was nothing to add.{there}"


def row_counts(table: str, n: int) -> str:
    """So many entries of a table, in words."""
    singular, plural = WORDS[table]
    return f"{n} {singular if n == 1 else plural}"


def _refuse_from_the_future(file: RecordFile, now: datetime) -> None:
    """Raises BadInput for a reply whose moment is still to come: it would count one day."""
    for n, reply in enumerate(file.replies):
        if reply.replied_at > now + A_DAY:
            raise BadInput(f"$.replies[{n}].replied_at lies in the future. {NOTHING_CHANGED}")


def _refuse_unless_judged(entry: ScreeningEntry, questions: Questionnaire, place: str) -> None:
    """Raises BadInput where an answer is none of those offered, or a finding is missing or milder
    than the rules have it.
    """
    screening = entry.screening
    for part, answers in (("answers", screening.answers), ("known", screening.known)):
        for group, value in answers.items():
            try:
                allowed = questions.group(group).check(value) == value
            except BadInput as error:
                raise BadInput(f"{place}.{part}.{group}: {error} {NOTHING_CHANGED}") from error
            if not allowed:
                raise BadInput(f"{place}.{part}.{group} is no answer. {NOTHING_CHANGED}")
    if not entry.finished_at:
        return
    stated = (*screening.findings, *(screening.cautions or ()))
    missing = {
        finding.rule
        for finding in judge(questions, screening.answers, screening.known)
        if (finding.is_red_flag or screening.cautions is not None) and not _holds(stated, finding)
    }
    if missing:
        raise BadInput(
            f"{place}.findings lacks {', '.join(sorted(missing))}, which its answers raise. "
            f"{NOTHING_CHANGED}"
        )


def _holds(stated: Iterable[Finding], judged: Finding) -> bool:
    """Whether `judged` is among those stated, no less urgent and closing no less."""
    return any(
        finding.rule == judged.rule
        and finding.urgency >= judged.urgency
        and all(map(finding.closing, judged.closes))
        for finding in stated
    )
