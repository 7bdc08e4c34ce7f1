"""A record file's entries as the rows that the store keeps, and back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.routine.definitions import Choice, Plan
from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.trial.block_trial import Look
from kneeapp.reports.record_file.entries import (
    DayLoadEntry,
    LifeEventEntry,
    RatingEntry,
    ScreeningEntry,
    SessionEntry,
    TrialEntry,
)
from kneeapp.reports.record_file.format import FORMAT, VERSION, RecordFile
from kneeapp.reports.record_file.values import STORED, Entry
from kneeapp.store.record.json_columns import (
    looks_of_text,
    looks_text,
    origin_of_text,
    origin_text,
    spots_of_text,
    spots_text,
    zones_of_text,
    zones_text,
)
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
    done = (row | {"dose": _dose(row["dose"])} for row in rows["exercise_done"])
    exercises = _by(done, "training_id")
    return RecordFile.model_validate(
        {
            "format": FORMAT,
            "version": VERSION,
            "person": {
                "created_at": person["created_at"],
                "preferences": Preferences.model_validate_json(person["preferences"]),
                "zones": [vars(change) for change in zones_of_text(person["zones"])],
            },
            "plans": [Plan.model_validate_json(text) for text in plans],
            "screenings": map(_screening, _ordered(rows["screening"], "started_at", "id")),
            "replies": [
                {name: row[name] for name in row if name != "account_id"}
                for row in _ordered(rows["finding_reply"], "replied_at", "id")
            ],
            "sessions": (  # one at a time: of a long record, all would fill the memory
                _session(row, plans, steps[row["id"]], events[row["id"]]) for row in sessions
            ),
            "ratings": map(_with_origin, _ordered(rows["rating"], "taken_at", "id")),
            "trials": map(_trial, _ordered(rows["trial"], "drawn_at", "id")),
            "life_events": map(_with_origin, _ordered(rows["life_event"], "happened_on", "id")),
            "trainings": [
                row | {"exercises": _within(exercises[row["id"]], "training_id", "n", "exercise")}
                for row in _ordered(rows["training"], "trained_on", "id")
            ],
            "breaks": _ordered(rows["training_break"], "first_day"),
            "seen": _ordered(rows["knee_seen"], "seen_on"),
            "test_results": _ordered(rows["test_result"], "tested_on", "test", "part"),
            "day_loads": map(_with_origin, _ordered(rows["day_load"], "day")),
            "activities": _ordered(rows["activity"], "day", "id"),
        },
        context=STORED,
    )


def to_rows(file: RecordFile) -> Rows:
    """The rows that hold `file`, by table."""
    plans = [plan.model_dump_json() for plan in file.plans]  # a text that many sessions share
    return {
        "person": [
            _row(
                file.person,
                preferences=_text(file.person.preferences.model_dump(mode="json")),
                zones=zones_text(file.person.zone_changes),
            )
        ],
        "screening": list(map(_screening_row, file.screenings)),
        # who entered a check counts only where they did: a file can say anything
        "finding_reply": [_row(reply, account_id=None) for reply in file.replies],
        "session": [_session_row(session, plans[session.plan]) for session in file.sessions],
        "step": [
            _row(step, session_id=session.id, spots=spots_text(step.spots))
            for session in file.sessions
            for step in session.steps
        ],
        "player_event": [
            event.model_dump() | {"session_id": session.id, "value": _text(event.value)}
            for session in file.sessions
            for event in session.events
        ],
        "rating": list(map(_origin_row, file.ratings)),
        "trial": list(map(_trial_row, file.trials)),
        "life_event": list(map(_origin_row, file.life_events)),
        "training": list(map(_row, file.trainings)),
        "exercise_done": [
            _row(exercise, training_id=training.id, dose=exercise.dose.model_dump_json())
            for training in file.trainings
            for exercise in training.exercises
        ],
        "training_break": list(map(_row, file.breaks)),
        "knee_seen": list(map(_row, file.seen)),
        "test_result": list(map(_row, file.test_results)),
        "day_load": [_origin_row(load) | {"steps": load.steps} for load in file.day_loads],
        "activity": list(map(_row, file.activities)),
    }


def _screening(row: Row) -> Row:
    return row | {
        "answers": json.loads(row["answers"]),
        "known": row["known"] and json.loads(row["known"]),
        "findings": _FINDINGS.validate_json(row["findings"]),
        "cautions": row["cautions"] and _FINDINGS.validate_json(row["cautions"]),
    }


def _session(row: Row, plans: Mapping[str, int], steps: list[Row], events: list[Row]) -> Row:
    return row | {
        "choice": _choice(row["choice"]),
        "plan": plans[_plan(row["plan"])],
        "steps": [
            step | {"spots": spots_of_text(step["spots"])}
            for step in _within(steps, "session_id", "n")
        ],
        "events": [
            event | {"value": json.loads(event["value"])}
            for event in _within(events, "session_id", "client", "seq")
        ],
    }


def _screening_row(entry: ScreeningEntry) -> Row:
    screening = entry.screening
    return _row(
        entry,
        answers=_text(screening.answers),
        known=None if entry.known is None else _text(screening.known),
        findings=written(screening.findings),
        cautions=None if screening.cautions is None else written(screening.cautions),
    )


def _session_row(entry: SessionEntry, plan: str) -> Row:
    return _row(entry, choice=entry.choice.model_dump_json(), plan=plan)


def _trial(row: Row) -> Row:
    looks = looks_of_text(row["looks"])
    return row | {
        "also_asked": row["also_asked"].split(",") if row["also_asked"] else [],
        "blocks": [int(size) for size in row["blocks"].split(",")] if row["blocks"] else [],
        "looks": [vars(look) for look in looks],
    }


def _trial_row(entry: TrialEntry) -> Row:
    if entry.design == 1:
        return _row(entry, also_asked=None, blocks=None, looks=None)
    return _row(
        entry,
        also_asked=",".join(entry.also_asked),
        blocks=",".join(map(str, entry.blocks)),
        looks=looks_text([Look(look.sessions, look.limit) for look in entry.looks]),
    )


def _with_origin(row: Row) -> Row:
    origin = origin_of_text(row["origin"])
    return row | {"origin": origin and vars(origin)}


def _origin_row(entry: RatingEntry | LifeEventEntry | DayLoadEntry) -> Row:
    return _row(entry, origin=origin_text(entry.origin.origin if entry.origin else None))


def _row(entry: Entry, **instead: Any) -> Row:
    """The fields of `entry` with some replaced; the entries within it are rows of their own."""
    row = {name: getattr(entry, name) for name in type(entry).model_fields}
    return {name: value for name, value in row.items() if name not in _WITHIN} | instead


_WITHIN = {"steps", "events", "exercises"}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _ordered(rows: Iterable[Row], *columns: str) -> list[Row]:
    return sorted(rows, key=itemgetter(*columns))


def _by(rows: Iterable[Row], column: str) -> defaultdict[UUID, list[Row]]:
    """`rows` by what they belong to."""
    groups: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _within(rows: Iterable[Row], column: str, *order: str) -> list[Row]:
    """`rows` in `order`, without `column`, which says what they belong to."""
    return [{name: row[name] for name in row if name != column} for row in _ordered(rows, *order)]
