"""The format of a record file: its parts, its text, and what is said of a file that is none."""

import json
from operator import attrgetter
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ValidationError, model_validator
from pydantic_core import from_json

from kneeapp.domain.routine.definitions import Plan
from kneeapp.errors import BadInput
from kneeapp.reports.record_file.entries import (
    ActivityEntry,
    BreakEntry,
    DayLoadEntry,
    LifeEventEntry,
    PersonEntry,
    RatingEntry,
    ReplyEntry,
    ScreeningEntry,
    SeenEntry,
    SessionEntry,
    TestResultEntry,
    TrainingEntry,
    TrialEntry,
)
from kneeapp.reports.record_file.faults import faults, shortened
from kneeapp.reports.record_file.unwrap import (
    NOTHING_CHANGED,
    another_kind,
    unreadable,
    unwrapped,
)
from kneeapp.reports.record_file.values import Entry, Many, each_once
from kneeapp.reports.record_file.versions import (
    is_version_0,
    of_version_0,
    of_version_1,
    of_version_2,
    of_version_3,
    of_version_4,
    of_version_5,
    of_version_6,
    of_version_7,
)

FORMAT, VERSION = "kneeapp record", 8

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NEWER = {
    1: of_version_1,
    2: of_version_2,
    3: of_version_3,
    4: of_version_4,
    5: of_version_5,
    6: of_version_6,
    7: of_version_7,
}
"""What makes a file of each older version one of the next."""

by_id = each_once(attrgetter("id"))


class RecordFile(Entry):
    """All that one person entered, in the order of time. `plans` holds each plan once."""

    format: Literal["kneeapp record"]
    version: Literal[8]
    person: PersonEntry
    plans: Many[Plan]
    screenings: Annotated[Many[ScreeningEntry], by_id]
    replies: Annotated[Many[ReplyEntry], by_id]
    sessions: Annotated[Many[SessionEntry], by_id]
    ratings: Annotated[Many[RatingEntry], by_id]
    trials: Annotated[Many[TrialEntry], by_id]
    life_events: Annotated[Many[LifeEventEntry], by_id]
    trainings: Annotated[Many[TrainingEntry], by_id]
    breaks: Annotated[Many[BreakEntry], each_once(attrgetter("first_day"))]
    seen: Annotated[Many[SeenEntry], each_once(attrgetter("seen_on"))]
    test_results: Annotated[
        Many[TestResultEntry], each_once(attrgetter("tested_on", "test", "part"))
    ]
    day_loads: Annotated[Many[DayLoadEntry], each_once(attrgetter("day"))]
    activities: Annotated[Many[ActivityEntry], by_id]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        sessions = {session.id for session in self.sessions} | {None}
        trials = {trial.id for trial in self.trials} | {None}
        for n, session in enumerate(self.sessions):
            if session.plan >= len(self.plans):
                raise ValueError(f"sessions[{n}].plan points past the end of plans")
            if session.trial_id not in trials:
                raise ValueError(f"sessions[{n}].trial_id names a trial that is not in the file")
        for n, rating in enumerate(self.ratings):
            if rating.session_id not in sessions:
                raise ValueError(f"ratings[{n}].session_id names a session that is not in the file")
        return self


def written(file: RecordFile) -> str:
    """`file` as JSON text with one entry a line; equal files have equal texts."""
    parts = (f'"{name}": {_part(getattr(file, name))}' for name in RecordFile.model_fields)
    return "{\n" + ",\n".join(parts) + "\n}\n"


def schema() -> str:
    """The JSON Schema of a record file, which docs/record.schema.json holds."""
    described = RecordFile.model_json_schema(mode="serialization")
    return json.dumps({"$schema": _DIALECT, **described}, indent=2, ensure_ascii=False) + "\n"


def read(text: str | bytes) -> RecordFile:
    """The record file of this text, whatever version wrote it; raises BadInput with what is
    wrong and where.
    """
    sent = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    sent = unwrapped(sent)
    try:
        # as JSON: there strict takes the text of a day for a day, but not the text of a number
        return RecordFile.model_validate_json(sent, strict=True)
    except ValidationError:
        return _read_slowly(sent)


def _read_slowly(sent: bytes) -> RecordFile:
    """An older version brought to this one, or what is wrong: with the content at hand."""
    try:
        content = from_json(sent, allow_inf_nan=False)
    except ValueError as error:
        raise unreadable(sent, error) from error
    content = _in_this_version(content)
    try:
        return RecordFile.model_validate_json(json.dumps(content), strict=True)
    except ValidationError as error:
        raise BadInput(
            f"This record cannot be opened: {faults(error, content)}. {NOTHING_CHANGED}"
        ) from error


def _in_this_version(content: Any) -> Any:
    if isinstance(content, dict) and "resourceType" in content:
        raise another_kind("a file for a record system (FHIR)")
    if not isinstance(content, dict) or (
        content.get("format") != FORMAT and not is_version_0(content)
    ):
        raise BadInput(f"This file is not a record of kneeapp. {NOTHING_CHANGED}")
    if is_version_0(content):
        content = of_version_0(content) | {"format": FORMAT, "version": 1}
    if isinstance(version := content.get("version"), int) and version > VERSION:
        raise BadInput(
            f"This file was written by a newer kneeapp (format {shortened(str(version))}, here "
            f"{VERSION}). Update kneeapp to open it. {NOTHING_CHANGED}"
        )
    for version, newer in _NEWER.items():
        if content.get("version") == version:
            content = newer(content)
    return content


def _part(value: object) -> str:
    match value:
        case tuple() if value:
            return "[\n" + ",\n".join(entry.model_dump_json() for entry in value) + "\n]"
        case BaseModel():
            return value.model_dump_json()
        case _:
            return json.dumps(value)
