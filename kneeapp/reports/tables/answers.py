"""Screenings, their answers, what they found, what was replied to it, and the home tests."""

from collections.abc import Iterator
from functools import partial
from operator import attrgetter

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.safety.closures import closure_texts
from kneeapp.domain.safety.findings import Ends, Urgency
from kneeapp.domain.safety.replies import Allows, Clinician, ReplyKind
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.screening.retest_text import unit
from kneeapp.domain.screening.retests import RETESTED, RetestResult, results_of_screenings
from kneeapp.reports.record_file.entries import Activity, Answer
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.tables.columns import (
    Row,
    TableDefinition,
    TableOptions,
    day,
    moment,
    number,
    text,
    yes_no,
)

_SCREENING = text("screening_id", "which screening: the same id in all tables")
_URGENCIES = [urgency.name.lower() for urgency in Urgency]


def _screenings(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for entry in file.screenings:
        urgency = entry.screening.urgency.name.lower()
        begun = (entry.id, entry.started_at, entry.finished_at)
        yield (*begun, entry.kind, entry.rules_version, urgency)


SCREENINGS = TableDefinition(
    "screenings",
    "One screening a row.",
    (
        _SCREENING,
        moment("started_at", "when it began"),
        moment("finished_at", "when its last question was answered; empty where it was not"),
        text(
            "kind",
            "full, the short list before a session, the questions of a very sore start, or, in "
            "older records, checked by a clinician",
            ScreeningKind,
        ),
        text("rules_version", "the version of questions and rules"),
        text("urgency", "the worst red flag seen in the answers", _URGENCIES),
    ),
    _screenings,
)


def _answers(file: RecordFile, _: TableOptions) -> Iterator[Row]:
    for screening in file.screenings:
        for question, answer in screening.answers.items():
            for part, said in _parts(answer):
                yield (screening.id, question, part, said)


def _parts(answer: Answer) -> Iterator[tuple[str, str]]:
    """An answer in its smallest pieces; none of these is one with nothing in it."""
    match answer:
        case dict():
            yield from ((part, _number(value)) for part, value in answer.items())
        case ():
            yield "", ""
        case tuple():
            yield from (
                (choice.name, str(choice.score)) if isinstance(choice, Activity) else ("", choice)
                for choice in answer
            )
        case str():
            yield "", answer
        case _:
            yield "", _number(answer)


def _number(value: float) -> str:
    """In digits; 0 for -0.0."""
    return f"{value + 0:g}"


ANSWERS = TableDefinition(
    "answers",
    "One thing that was answered a row: a question with several things ticked has several.",
    (
        _SCREENING,
        text("question", "the question's id"),
        text("part", "the side or the activity, where the question has several parts"),
        text("answer", "what was answered; empty: none of these"),
    ),
    _answers,
)


def _findings(part: str, file: RecordFile, _: TableOptions) -> Iterator[Row]:
    """The findings in one part of each screening."""
    for screening in file.screenings:
        for finding in getattr(screening, part) or ():
            closes = " ".join(closure_texts(finding.closes))
            yield (
                *(screening.id, finding.rule, finding.urgency.name.lower(), finding.at, closes),
                *(finding.ends, finding.ask, finding.said, finding.reason, finding.go),
                *(finding.group, finding.source, finding.certainty),
            )


_FINDING = (
    _SCREENING,
    text("rule", "the rule that found it"),
    text("urgency", "how soon somebody should look at it", _URGENCIES),
    moment("at", "when it was said; empty: when the screening began"),
    text("closes", "what is closed until it ends, with a space between"),
    text("ends", "what ends it beside a check", Ends),
    yes_no("ask", "a clinician is asked first"),
    text("said", "what was said, in the words of the question"),
    text("reason", "why"),
    text("go", "where to go; {emergency} and {line} stand for the country's numbers"),
    text("question", "the question that told"),
    text("source", "where the rule comes from"),
    text("certainty", "how its source was read (docs/sources.md)", Certainty),
)

RED_FLAGS = TableDefinition(
    "red_flags",
    "One red flag that a screening found a row.",
    _FINDING,
    partial(_findings, "findings"),
)
CAUTIONS = TableDefinition(
    "cautions",
    "One caution that a screening found a row; older screenings did not keep theirs.",
    _FINDING,
    partial(_findings, "cautions"),
)


_REPLY = attrgetter(
    *("id", "rule", "finding", "kind", "replied_at"),
    *("seen_by", "seen_on", "allows", "allowed_until"),
)
REPLIES = TableDefinition(
    "replies",
    "One reply to a finding a row: a clinician's check, or what the person said of it later.",
    (
        text("reply_id", "which reply"),
        text("rule", "the rule of the finding, as in red_flags and cautions"),
        text("finding", "where it was said, and the rule"),
        text("kind", "what was replied", ReplyKind),
        moment("at", "when it was entered"),
        text("seen_by", "of a check: who looked at it or was asked", Clinician),
        day("seen_on", "of a check: the day"),
        text("allows", "of a check: what they allowed", Allows),
        day("allowed_until", "of a check: the last day on which that holds"),
    ),
    lambda file, _: map(_REPLY, file.replies),
)


def _self_tests(file: RecordFile, asked: TableOptions) -> Iterator[Row]:
    screenings = (entry.screening for entry in file.screenings)
    for result in results_of_screenings(asked.questions, screenings, asked.zone):
        yield _result(asked, result, "screening")
    for entry in file.test_results:
        repeated = RetestResult(entry.test, entry.tested_on, entry.value, entry.part)
        yield _result(asked, repeated, "repeated")


def _result(asked: TableOptions, result: RetestResult, told_in: str) -> Row:
    in_unit = unit(asked.questions.self_tests, result.test)
    return (result.day, result.test, result.of, float(result.value), in_unit, told_in)


SELF_TESTS_DONE = TableDefinition(
    "self_tests",
    "One result of a home test a row.",
    (
        day("day", "the day of the test"),
        text("test", "which test; activities are the person's own", RETESTED),
        text("part", "the side or the activity"),
        number("value", "the result in its unit; more is better"),
        text("unit", "the unit of value"),
        text("told_in", "in a screening, or repeated later", ("screening", "repeated")),
    ),
    _self_tests,
)
