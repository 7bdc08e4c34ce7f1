"""Record files of older versions, brought to the newest."""

import json
from collections import defaultdict
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kneeapp.errors import BadInput

Row = dict[str, Any]

_TABLES = TypeAdapter(dict[str, list[Row]])

_NAMES = {
    "screening": "screenings",
    "session": "sessions",
    "rating": "ratings",
    "trial": "trials",
    "life_event": "life_events",
    "training": "trainings",
    "training_break": "breaks",
    "knee_seen": "seen",
    "test_result": "test_results",
}
"""The tables that version 0 held the rows of, and where they are now."""

_ADDED = dict.fromkeys(("trial_id", "trial_pair", "trial_place", "phase"))
"""What a session did not have from the start."""

_ADDED_IN_2 = dict.fromkeys(("stopped_at", "stop_reason"))
"""What a training did not have before."""

_ADDED_IN_6: Row = {"spots": []}
"""What a step did not have before: the clock alone led."""

_ADDED_IN_5: Row = {"design": 1, "also_asked": [], "blocks": [], "looks": []}
"""What a trial did not have before: all were in pairs."""

_ADDED_IN_4 = {"origin": None}
"""What a rating and a marked day did not have before."""

_ADDED_IN_3 = dict.fromkeys(("known", "cautions"))
"""What a screening did not have before."""


def is_version_0(content: Row) -> bool:
    """Whether it is what *Download my data* gave while the format had no version."""
    return "format" not in content and {"person", "session", "step"} <= content.keys()


def of_version_7(content: Row) -> Row:
    """The same without walks, rides, runs and stairs."""
    return content | {"version": 8, "activities": []}


def of_version_6(content: Row) -> Row:
    """The same without loads of days."""
    return content | {"version": 7, "day_loads": []}


def of_version_5(content: Row) -> Row:
    """The same without spots and without loads of exercises; what is damaged stays so."""
    sessions = content.get("sessions")
    if isinstance(sessions, list):
        sessions = [
            session | {"steps": _with(_ADDED_IN_6, session.get("steps"))}
            if isinstance(session, dict)
            else session
            for session in sessions
        ]
    return content | {"version": 6, "sessions": sessions}


def of_version_4(content: Row) -> Row:
    """The same as version 5; what is damaged stays so."""
    return content | {"version": 5, "trials": _with(_ADDED_IN_5, content.get("trials"))}


def of_version_3(content: Row) -> Row:
    """The same as version 4; what is damaged stays so, to be told where it is checked."""
    person = content.get("person")
    return content | {
        "version": 4,
        "ratings": _with(_ADDED_IN_4, content.get("ratings")),
        "life_events": _with(_ADDED_IN_4, content.get("life_events")),
        "person": {"zones": []} | person if isinstance(person, dict) else person,
    }


def of_version_2(content: Row) -> Row:
    """The same as version 3; what is damaged stays so, to be told where it is checked."""
    screenings = _with(_ADDED_IN_3, content.get("screenings"))
    return content | {"version": 3, "screenings": screenings, "replies": []}


def of_version_1(content: Row) -> Row:
    """The same as version 2; what is damaged stays so."""
    return content | {"version": 2, "trainings": _with(_ADDED_IN_2, content.get("trainings"))}


def _with(added: Row, entries: Any) -> Any:
    if not isinstance(entries, list):
        return entries
    return [added | entry if isinstance(entry, dict) else entry for entry in entries]


def of_version_0(content: Row) -> Row:
    """The parts of version 1; raises BadInput where `content` cannot be told apart."""
    try:
        tables = _TABLES.validate_python(content)
    except ValidationError as error:
        raise BadInput(
            "This file is damaged: it does not hold lists of entries. Nothing was changed."
        ) from error
    parts: Row = {new: tables.get(old, []) for old, new in _NAMES.items()}
    person = next(iter(tables["person"]), {})
    plans: dict[str, int] = {}
    for session in parts["sessions"]:
        text = json.dumps(session.get("plan"))
        session["plan"] = plans.setdefault(text, len(plans))
    sessions = [_ADDED | session for session in parts["sessions"]]
    sessions = _holding(sessions, "steps", tables["step"], "session_id")
    events = tables.get("player_event", [])
    exercises = tables.get("exercise_done", [])
    return parts | {
        "person": {key: person.get(key) for key in ("created_at", "preferences")},
        "plans": [json.loads(text) for text in plans],
        "sessions": _holding(sessions, "events", events, "session_id"),
        "trainings": _holding(parts["trainings"], "exercises", exercises, "training_id"),
    }


def _holding(wholes: list[Row], name: str, within: list[Row], key: str) -> list[Row]:
    """`wholes` with the rows that belong to each; raises BadInput where one belongs to none."""
    unclaimed: dict[str, list[Row]] = defaultdict(list)
    for row in within:
        unclaimed[str(row.get(key))].append({k: value for k, value in row.items() if k != key})
    held = [whole | {name: unclaimed.pop(str(whole.get("id")), [])} for whole in wholes]
    if unclaimed:
        raise BadInput(
            f"This file is damaged: some {name} belong to no entry of it ({key} "
            f"{next(iter(unclaimed))}). Nothing was changed."
        )
    return held
