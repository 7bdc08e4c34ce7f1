"""A record file's entries as the rows that the store keeps, and back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.routine.definitions import Choice, Plan
from kneeapp.domain.safety.findings import Finding
from kneeapp.reports.record_file.entries import ScreeningEntry, SessionEntry
from kneeapp.reports.record_file.format import RecordFile
from kneeapp.reports.record_file.values import Entry
from kneeapp.store.record.screening_rows import written
from kneeapp.store.transfer.all_data import Row
from kneeapp.store.transfer.import_record import Rows

_FINDINGS = TypeAdapter(tuple[Finding, ...])

# most sessions share their texts with others
_choice = lru_cache(maxsize=64)(Choice.model_validate_json)
_dose = lru_cache(maxsize=256)(ExerciseDose.model_validate_json)


@lru_cache(maxsize=64)
def _plan(text: str) -> str:
    """The text of a plan as this version writes it."""
    return Plan.model_validate_json(text).model_dump_json()


def from_rows(rows: Rows) -> RecordFile:
    """The file that holds `rows`, in an order that ids or engines do not decide."""
    [person] = rows["person"]
    sessions = _ordered(rows["session"], "started_at", "id")
    texts = dict.fromkeys(_plan(row["plan"]) for row in sessions)
    plans = {text: n for n, text in enumerate(texts)}
    steps, events = _by(rows["step"], "session_id"), _by(rows["player_event"], "session_id")
    exercises = _by(rows["exercise_done"], "training_id")
    return RecordFile.model_validate(
        {
            "person": _person(person),
            "plans": [Plan.model_validate_json(text) for text in plans],
            "screenings": map(_screening, _ordered(rows["screening"], "started_at", "id")),
            "replies": map(_reply, _ordered(rows["finding_reply"], "replied_at", "id")),
            "sessions": [
                _session(row, plans, steps[row["id"]], events[row["id"]]) for row in sessions
            ],
            "ratings": _ordered(rows["rating"], "taken_at", "id"),
            "trials": _ordered(rows["trial"], "drawn_at", "id"),
            "life_events": _ordered(rows["life_event"], "happened_on", "id"),
            "trainings": [
                row | {"exercises": _exercises(exercises[row["id"]])}
                for row in _ordered(rows["training"], "trained_on", "id")
            ],
            "breaks": _ordered(rows["training_break"], "first_day"),
            "seen": _ordered(rows["knee_seen"], "seen_on"),
            "test_results": _ordered(rows["test_result"], "tested_on", "test", "part"),
        }
    )


def to_rows(file: RecordFile) -> Rows:
    """The rows that hold `file`, by table."""
    return {
        "person": [
            _row(file.person, preferences=_text(file.person.preferences.model_dump(mode="json")))
        ],
        "screening": [_screening_row(one) for one in file.screenings],
        # who entered a check counts only where they did: a file can say anything
        "finding_reply": [_row(one, account_id=None) for one in file.replies],
        "session": [_session_row(one, file.plans) for one in file.sessions],
        "step": [
            _row(step, session_id=one.id, trace=list(step.trace))
            for one in file.sessions
            for step in one.steps
        ],
        "player_event": [
            event.model_dump() | {"session_id": one.id, "value": _text(event.value)}
            for one in file.sessions
            for event in one.events
        ],
        "rating": [_row(one) for one in file.ratings],
        "trial": [_row(one) for one in file.trials],
        "life_event": [_row(one) for one in file.life_events],
        "training": [_row(one, planned=list(one.planned)) for one in file.trainings],
        "exercise_done": [
            _row(
                done,
                training_id=one.id,
                dose=done.dose.model_dump_json(),
                sides=[side.value for side in done.sides],
            )
            for one in file.trainings
            for done in one.exercises
        ],
        "training_break": [_row(one) for one in file.breaks],
        "knee_seen": [_row(one) for one in file.seen],
        "test_result": [_row(one) for one in file.test_results],
    }


def _person(row: Row) -> Row:
    preferences = Preferences.model_validate_json(row["preferences"])
    return {"created_at": row["created_at"], "preferences": preferences}


def _screening(row: Row) -> Row:
    return row | {
        "answers": json.loads(row["answers"]),
        "known": row["known"] and json.loads(row["known"]),
        "findings": _FINDINGS.validate_json(row["findings"]),
        "cautions": row["cautions"] and _FINDINGS.validate_json(row["cautions"]),
    }


def _reply(row: Row) -> Row:
    return {name: row[name] for name in row if name != "account_id"}


def _session(row: Row, plans: Mapping[str, int], steps: list[Row], events: list[Row]) -> Row:
    return row | {
        "choice": _choice(row["choice"]),
        "plan": plans[_plan(row["plan"])],
        "steps": _ordered(steps, "n"),
        "events": [
            event | {"value": json.loads(event["value"])}
            for event in _ordered(events, "client", "seq")
        ],
    }


def _exercises(rows: list[Row]) -> list[Row]:
    return [row | {"dose": _dose(row["dose"])} for row in _ordered(rows, "n", "exercise")]


def _screening_row(entry: ScreeningEntry) -> Row:
    one = entry.screening
    return _row(
        entry,
        answers=_text(one.answers),
        known=None if entry.known is None else _text(one.known),
        findings=written(one.findings),
        cautions=None if one.cautions is None else written(one.cautions),
    )


def _session_row(entry: SessionEntry, plans: Sequence[Plan]) -> Row:
    plan = plans[entry.plan].model_dump_json()
    return _row(entry, choice=entry.choice.model_dump_json(), plan=plan)


def _row(entry: Entry, **instead: Any) -> Row:
    """The fields of `entry` with some replaced; the entries within it are rows of their own."""
    row = {name: getattr(entry, name) for name in type(entry).model_fields}
    return {name: value for name, value in row.items() if name not in _WITHIN} | instead


_WITHIN = {"steps", "events", "exercises"}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _ordered(rows: Iterable[Row], *columns: str) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(row[column] for column in columns))


def _by(rows: Iterable[Row], column: str) -> defaultdict[UUID, list[Row]]:
    """`rows` by what they belong to, without saying so themselves."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append({name: row[name] for name in row if name != column})
    return found
