"""The whole record as one file to take along, and such a file taken in (docs/record.md)."""

from pydantic import ValidationError

from kneeapp.domain.questionnaire import Questionnaire
from kneeapp.domain.screening import judge
from kneeapp.errors import BadInput, StoreError
from kneeapp.reports.record_entries import ScreeningEntry
from kneeapp.reports.record_format import RecordFile, faults, read, written
from kneeapp.reports.record_rows import from_rows, to_rows
from kneeapp.store import taking_in
from kneeapp.store.everything import everything
from kneeapp.store.record import Record
from kneeapp.store.taking_in import How, TakenIn

WORDS = {
    "screening": ("screening", "screenings"),
    "session": ("session", "sessions"),
    "rating": ("rating", "ratings"),
    "trial": ("trial", "trials"),
    "life_event": ("marked day", "marked days"),
    "training": ("session of the programme", "sessions of the programme"),
    "training_break": ("break of the programme", "breaks of the programme"),
    "knee_seen": ("visit to somebody", "visits to somebody"),
    "test_result": ("home test result", "home test results"),
}
"""What a person calls the entries of a table, one and several."""


def as_json(record: Record) -> str:
    """The whole record as the text of a file; the same record gives the same text."""
    return written(held(record))


def held(record: Record) -> RecordFile:
    """The whole record as it stands; raises StoreError where an entry cannot be read."""
    try:
        return from_rows(everything(record))
    except ValidationError as error:
        raise StoreError(
            f"An entry of this record is damaged ({faults(error)}). Restore a backup; "
            "`kneeapp backup` copies the record as it is."
        ) from error


def take_in(
    record: Record, text: str | bytes, questions: Questionnaire, how: How | None = None
) -> TakenIn:
    """Keep all that a record file holds in `record`, or nothing of it.

    `questions` are the ones asked today, against which answers are checked. Raises BadInput
    with what is wrong and where, NotEmpty where the record holds something and `how` is None.
    """
    file = read(text)
    for n, screening in enumerate(file.screenings):
        if screening.rules_version == questions.version:
            _refuse_unless_judged(screening, questions, f"$.screenings[{n}]")
    return taking_in.take_in(record, to_rows(file), how)


def told(taken: TakenIn) -> str:
    """What was added and what was there already, in a sentence or two."""
    added = [counted(table, n) for table, n in taken.added.items() if n]
    known = sum(taken.known.values())
    there = f" {known} entries were here already and stay as they are." if known else ""
    return f"Added: {', '.join(added)}.{there}" if added else f"There was nothing to add.{there}"


def counted(table: str, n: int) -> str:
    """So many entries of a table, in words."""
    one, many = WORDS[table]
    return f"{n} {one if n == 1 else many}"


def _refuse_unless_judged(entry: ScreeningEntry, questions: Questionnaire, place: str) -> None:
    """Raises BadInput where an answer is none of those offered, or a red flag is missing."""
    answers = entry.screening.answers
    for group, value in answers.items():
        try:
            allowed = questions.group(group).check(value) == value
        except BadInput as error:
            raise BadInput(f"{place}.answers.{group}: {error} Nothing was changed.") from error
        if not allowed:
            raise BadInput(f"{place}.answers.{group} is no answer. Nothing was changed.")
    told = {finding.rule for finding in entry.findings}
    missing = {finding.rule for finding in judge(questions, answers)} - told
    if entry.finished_at and missing:
        raise BadInput(
            f"{place}.findings lacks {', '.join(sorted(missing))}, which its answers raise. "
            "Nothing was changed."
        )
