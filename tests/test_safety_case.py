"""The safety case: each control names tests that are there, and the pages made of it are fresh.

Run as a program, this file writes docs/safety/hazard-log.md from hazard-log.toml.
"""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from kneeapp.domain.content_model import Content, Text
from kneeapp.settings import PROJECT

SAFETY = PROJECT / "docs" / "safety"
LOG_FILE, LOG_PAGE = SAFETY / "hazard-log.toml", SAFETY / "hazard-log.md"
HIGH = 10
"""Severity times likelihood from which a clinician has to judge what remains."""

Score = Annotated[int, Field(ge=1, le=5)]
NodeId = Annotated[str, Field(pattern=r"^tests/[\w/]+\.py::\w+$")]


class Risk(Content):
    """How bad the harm would be, and how likely, each 1-5."""

    severity: Score
    likelihood: Score

    @property
    def score(self) -> int:
        return self.severity * self.likelihood


class Control(Content):
    """What stands against a hazard, and the tests that prove it."""

    kind: Literal["design", "protection", "information"]
    control: Text
    tests: Annotated[tuple[NodeId, ...], Field(min_length=1)]


class Hazard(Content):
    """One way in which a person could come to harm."""

    id: Annotated[str, Field(pattern=r"^H\d\d$")]
    claim: str
    hazard: Text
    cause: Text
    harm: Text
    before: Risk
    after: Risk
    controls: Annotated[tuple[Control, ...], Field(min_length=1)]
    open_risk: Text
    reviewed_by: str
    reviewed_on: str


class HazardLog(Content):
    """All hazards, and the claims of the safety case that they are held against."""

    claims: dict[str, Text]
    hazards: tuple[Hazard, ...]


@cache
def hazard_log() -> HazardLog:
    return HazardLog.model_validate(tomllib.loads(LOG_FILE.read_text(encoding="utf-8")))


def page(log: HazardLog) -> str:
    """The hazard log as a page to read, claim by claim."""
    high = [hazard.id for hazard in log.hazards if hazard.after.score >= HIGH]
    lines = [
        "# Hazard log",
        "",
        "Made from [hazard-log.toml](hazard-log.toml) as [README.md](README.md) says; change that,",
        "not this. The numbers are severity x likelihood, each 1 to 5, as README.md defines them:",
        "estimates of those who wrote kneeapp, not measured in use and not reviewed by a clinician",
        "where *reviewed* is empty.",
        "",
        f"{len(log.hazards)} hazards. With all controls {len(high)} of them stay at {HIGH} or more",
        f"and wait for a clinician's judgement: {', '.join(high)}.",
        "",
        "| | hazard | before | after |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {hazard.id} | {hazard.hazard} | {hazard.before.score} | {hazard.after.score} |"
        for hazard in log.hazards
    ]
    for name, claim in log.claims.items():
        lines += ["", f"## {name}. {claim}"]
        for hazard in log.hazards:
            if hazard.claim == name:
                lines += ["", *_entry(hazard)]
    return "\n".join(lines) + "\n"


def _entry(hazard: Hazard) -> Iterator[str]:
    yield f"### {hazard.id}. {hazard.hazard}"
    yield ""
    yield f"- **Cause**: {hazard.cause}"
    yield f"- **Harm**: {hazard.harm}"
    yield f"- **Before**: {_numbers(hazard.before)}. **After**: {_numbers(hazard.after)}."
    for control in hazard.controls:
        yield f"- **Control** ({control.kind}): {control.control}"
        yield from (f"  - `{node}`" for node in control.tests)
    yield f"- **Open risk**: {hazard.open_risk}"
    yield f"- **Reviewed**: {f'{hazard.reviewed_by}, {hazard.reviewed_on}'.strip(', ') or '—'}"


def _numbers(risk: Risk) -> str:
    return f"{risk.severity} x {risk.likelihood} = {risk.score}"


@cache
def named_tests(path: Path) -> frozenset[str]:
    """The test functions of a file, but for those that are switched off."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return frozenset(
        node.name for node in body if isinstance(node, ast.FunctionDef) and _runs(node)
    )


def _runs(function: ast.FunctionDef) -> bool:
    marks = " ".join(ast.unparse(mark) for mark in function.decorator_list)
    return function.name.startswith("test_") and not re.search(r"\bmark\.(skip|xfail)\b", marks)


def missing(log: HazardLog) -> list[str]:
    """The tests that the log names and that are not there, each after its hazard."""
    return [
        f"{hazard.id}: {node}"
        for hazard in log.hazards
        for node in chain.from_iterable(control.tests for control in hazard.controls)
        if not _is_there(node)
    ]


def _is_there(node: str) -> bool:
    name, _, test = node.partition("::")
    path = PROJECT / name
    return path.is_file() and test in named_tests(path)


def naming(test: str) -> HazardLog:
    """The log with one control that names `test` alone."""
    first = hazard_log().hazards[0]
    control = first.controls[0].model_copy(update={"tests": (test,)})
    changed = first.model_copy(update={"controls": (control,)})
    return hazard_log().model_copy(update={"hazards": (changed,)})


def test_every_control_names_existing_tests():
    assert missing(hazard_log()) == []


@pytest.mark.parametrize(
    "gone",
    [
        "tests/test_safety_case.py::test_that_nobody_wrote",
        "tests/test_that_nobody_wrote.py::test_anything",
        "tests/test_safety_case.py::missing",
    ],
)
def test_a_control_with_a_missing_test_is_reported_with_its_hazard(gone):
    assert missing(naming(gone)) == [f"H01: {gone}"]


def test_a_test_that_is_switched_off_proves_nothing(tmp_path):
    file = tmp_path / "test_switched_off.py"
    file.write_text("@pytest.mark.skip\ndef test_off(): ...\ndef test_on(): ...\n")
    assert named_tests(file) == {"test_on"}


def test_every_hazard_has_its_own_number():
    numbers = Counter(hazard.id for hazard in hazard_log().hazards)
    assert [number for number, times in numbers.items() if times > 1] == []
    assert len(numbers) >= 30


def test_a_control_makes_no_hazard_worse_and_every_score_is_on_its_scale():
    for hazard in hazard_log().hazards:
        assert hazard.after.severity <= hazard.before.severity, hazard.id
        assert hazard.after.likelihood <= hazard.before.likelihood, hazard.id
    with pytest.raises(ValidationError):
        Risk(severity=6, likelihood=1)
    with pytest.raises(ValidationError):
        Risk(severity=1, likelihood=0)


def test_every_claim_has_hazards_and_an_argument_in_the_safety_case():
    log = hazard_log()
    assert set(log.claims) == {hazard.claim for hazard in log.hazards}
    case = (SAFETY / "safety-case.md").read_text(encoding="utf-8")
    for name, claim in log.claims.items():
        assert f"## {name}. {claim}\n" in case


def test_the_safety_case_names_no_hazard_that_is_not_in_the_log():
    case = (SAFETY / "safety-case.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bH\d\d\b", case)) <= {hazard.id for hazard in hazard_log().hazards}


def test_a_review_has_a_name_and_a_day_or_neither():
    for hazard in hazard_log().hazards:
        assert bool(hazard.reviewed_by) is bool(hazard.reviewed_on), hazard.id
        if hazard.reviewed_on:
            date.fromisoformat(hazard.reviewed_on)


def test_the_hazard_log_page_is_generated_from_the_file():
    assert LOG_PAGE.read_text(encoding="utf-8") == page(hazard_log()), (
        "write it anew as docs/safety/README.md says"
    )


if __name__ == "__main__":
    LOG_PAGE.write_text(page(hazard_log()), encoding="utf-8")
