"""Content: reads the content files into domain types; an error names file, table and key."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from kneeapp.domain.clearance.content_validation import routine_faults, screening_faults
from kneeapp.domain.content_model import duplicate_ids
from kneeapp.domain.programme.activities import ActivityPlans, plan_faults
from kneeapp.domain.programme.definitions import Programme
from kneeapp.domain.programme.validation import programme_faults
from kneeapp.domain.routine.definitions import Routine
from kneeapp.domain.routine.poses import Pose
from kneeapp.domain.screening.education import Education, education_faults
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.self_tests import RULES, SelfTest, SelfTests
from kneeapp.errors import ContentError
from kneeapp.settings import PROJECT

DATA = PROJECT / "data"

PLAIN_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a key that kneeapp knows",
    "dict_type": "has to be a table",
    "model_type": "has to be a table",
    "union_tag_not_found": "needs the key kind",
    "union_tag_invalid": "has a kind that kneeapp does not know",
    "string_pattern_mismatch": "has signs that are not allowed there",
}
"""Texts for pydantic's commonest error types; its own messages are used for the others."""

CORRECT_IT = "Correct it and start again."

Model = TypeVar("Model")
Stamp = tuple[Path, int]
"""A content file and when it was last changed, in nanoseconds."""


def questionnaire(folder: Path | None = None) -> Questionnaire:
    """The screening; a file of the same name in `folder` replaces that of `data/`."""
    return _questionnaire(_screening_files(folder))


def self_tests(folder: Path | None = None) -> dict[str, SelfTest]:
    """The home tests by id."""
    return _self_tests(_stamp("self_tests.toml", folder))


def routine(name: str, folder: Path | None = None) -> Routine:
    """The routine of that name; raises ContentError where its file is missing or faulty."""
    return _routine(_stamp(f"routines/{name}.toml", folder), _pose_files(folder))


def routines(folder: Path | None = None) -> dict[str, Routine]:
    """Every routine by its name, in the order of their names."""
    return {name: routine(name, folder) for name in names("routines")}


def programme(folder: Path | None = None) -> Programme:
    """The strengthening programme; raises ContentError, which leaves the other content usable."""
    return _programme(
        _stamp("programme.toml", folder), _screening_files(folder), _pose_files(folder)
    )


def activities(folder: Path | None = None) -> ActivityPlans:
    """How walking, cycling, stairs and running are built up."""
    try:
        phases = frozenset(phase.id for phase in programme(folder).phases)
    except ContentError:  # told where the programme is read
        phases = None
    return _activities(_stamp("activities.toml", folder), _pose_files(folder), phases)


def education(folder: Path | None = None) -> Education:
    """How each joint may act on the knee, and short lessons on what people ask about."""
    return _education(_stamp("education.toml", folder), _screening_files(folder))


def poses(folder: Path | None = None) -> dict[str, Pose]:
    """Every pose by its key, from all pose files."""
    return _poses(_pose_files(folder))


def poses_in(name: str, folder: Path | None = None) -> dict[str, Pose]:
    """The poses of one file."""
    return _poses((_stamp(f"poses/{name}.toml", folder),))


def names(kind: str) -> list[str]:
    """The names of the project's files of one kind (`poses`, `routines`), sorted."""
    return sorted(file.stem for file in (DATA / kind).glob("*.toml"))


def _screening_files(folder: Path | None) -> tuple[Stamp, ...]:
    """The questions, and the home tests that they ask for."""
    return _stamp("screening.toml", folder), _stamp("self_tests.toml", folder)


def _pose_files(folder: Path | None) -> tuple[Stamp, ...]:
    return tuple(_stamp(f"poses/{name}.toml", folder) for name in names("poses"))


@lru_cache(maxsize=8)
def _questionnaire(files: tuple[Stamp, ...]) -> Questionnaire:
    file, tests = files
    read = _read(file, Questionnaire, {"self_tests": _self_tests(tests)})
    _refuse(file, screening_faults(read, names("routines")))
    return read


@lru_cache(maxsize=8)
def _self_tests(file: Stamp) -> dict[str, SelfTest]:
    read = _read(file, SelfTests).self_tests
    known = {test.id: test for test in read}
    _refuse(file, duplicate_ids("self_tests", [test.id for test in read]))
    _refuse(file, (f"table self_tests: {name} is missing" for name in RULES if name not in known))
    return known


@lru_cache(maxsize=32)
def _routine(file: Stamp, pose_files: tuple[Stamp, ...]) -> Routine:
    read = _read(file, Routine)
    _refuse(file, routine_faults(read, _poses(pose_files)))
    return read


@lru_cache(maxsize=8)
def _programme(
    file: Stamp, screening: tuple[Stamp, ...], pose_files: tuple[Stamp, ...]
) -> Programme:
    read = _read(file, Programme)
    questions = _questionnaire(screening)
    faults = programme_faults(
        read,
        _poses(pose_files),
        drivers={driver.id for driver in questions.drivers},
        kinds={kind.id for kind in questions.kinds},
        cautions={rule.id for rule in questions.cautions},
    )
    _refuse(file, faults)
    return read


@lru_cache(maxsize=8)
def _activities(
    file: Stamp, pose_files: tuple[Stamp, ...], phases: frozenset[str] | None
) -> ActivityPlans:
    read = _read(file, ActivityPlans)
    _refuse(file, plan_faults(read, _poses(pose_files), phases))
    return read


@lru_cache(maxsize=8)
def _education(file: Stamp, screening: tuple[Stamp, ...]) -> Education:
    read = _read(file, Education)
    questions = _questionnaire(screening)
    faults = education_faults(
        read,
        drivers={driver.id for driver in questions.drivers},
        routines=names("routines"),
        kinds={kind.id for kind in questions.kinds},
    )
    _refuse(file, faults)
    return read


@lru_cache(maxsize=8)
def _poses(files: tuple[Stamp, ...]) -> dict[str, Pose]:
    poses_by_key: dict[str, Pose] = {}
    for file in files:
        read = _read(file, dict[str, Pose])
        _refuse(
            file, (f"the pose {key} is in another file, too" for key in read if key in poses_by_key)
        )
        poses_by_key |= read
    return poses_by_key


def _stamp(name: str, folder: Path | None) -> Stamp:
    # the time of its last change is part of the cache's key: a corrected file is read anew
    replacement = folder / name if folder else None
    path = replacement if replacement and replacement.exists() else DATA / name
    try:
        return path, path.stat().st_mtime_ns
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(file: Stamp, model: type[Model], context: dict[str, Any] | None = None) -> Model:
    path, _ = file
    tables = _tables(path)
    try:
        return TypeAdapter(model).validate_python(tables, context=context)
    except ValidationError as error:
        raise ContentError(f"{path}: {_fault_words(error, tables)}. {CORRECT_IT}") from error


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path} is not a UTF-8 text file. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path} is not valid TOML: {error}. {CORRECT_IT}") from error


def _refuse(file: Stamp, faults: Iterable[str]) -> None:
    for fault in faults:
        raise ContentError(f"{file[0]}: {fault}. {CORRECT_IT}")


def _unreadable(path: Path, error: OSError) -> ContentError:
    return ContentError(
        f"The content file {path} cannot be read: {error.strerror or error}. "
        "Put it back or allow kneeapp to read it."
    )


def _fault_words(error: ValidationError, tables: dict[str, Any]) -> str:
    first, *more = error.errors(include_url=False)
    rest = f" (and {len(more)} more)" if more else ""
    return f"{_place(first, tables)} {_complaint(first)}{rest}"


def _place(detail: ErrorDetails, tables: dict[str, Any]) -> str:
    """Table, entry (counted from 1, with its id) and key."""
    words: list[str] = []
    node: Any = tables
    for part in detail["loc"]:
        if isinstance(part, int):
            node = node[part]
            words.append(_entry(part, node))
        elif part != "[key]" and not (isinstance(node, dict) and node.get("kind") == part):
            node = node.get(part) if isinstance(node, dict) else None
            words.append(part)
    if not words[-1].startswith("entry "):
        words[-1] = f"key {words[-1]}"
    return f"table {', '.join(words)}" if len(words) > 1 else words[0]


def _entry(place: int, entry: object) -> str:
    name = (entry.get("id") or entry.get("area")) if isinstance(entry, dict) else None
    return f"entry {place + 1} ({name})" if name else f"entry {place + 1}"


def _complaint(detail: ErrorDetails) -> str:
    plain = PLAIN_WORDS.get(detail["type"])
    if plain:
        return plain
    message = detail["msg"].removeprefix("Value error, ")
    return f"is not right: {message[:1].lower()}{message[1:]}"
