"""Every sentence about verdicts, trends, trials and the programme, in one file to read through.

`KNEEAPP_WORDS=write pytest tests/domain/test_evidence_words.py` writes it anew.
"""

import inspect
import os
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from importlib import import_module
from itertools import product
from types import ModuleType
from typing import Any, get_type_hints

import pytest

from kneeapp.domain import evidence, programme, trial
from kneeapp.domain.evidence.rating_findings import RATING_SIGNS, rating_findings
from kneeapp.domain.evidence.sequential_looks import MIN_CHANGE
from kneeapp.domain.evidence.verdict_text import VerdictText
from kneeapp.domain.evidence.verdicts import Figures, Outcome, Verdict
from kneeapp.domain.safety.findings import EMERGENCY_PLACE, LINE_PLACE, NO_LINE, NO_NUMBER
from kneeapp.domain.trial.results import TrialFinding, TrialResult
from kneeapp.settings import PROJECT
from tests.domain.answer_factory import QUESTIONS
from tests.domain.word_grids import GRIDS_BY_NAME, GRIDS_BY_TYPE, HISTORIES, NOW, ONE_DAY

FILE = PROJECT / "docs" / "words" / "evidence.md"
WRITE = os.environ.get("KNEEAPP_WORDS") == "write"

FRAGMENTS = {
    *("points", "in_hundred", "likely", "arm_words"),
    *("difference_words", "period_words", "sureness_words"),
}
"""Functions whose words are a part of what another function says."""

HEAD = """\
# What kneeapp says of ratings, trials and the programme

Every sentence that the functions of these modules can say over a grid of inputs. Where sentences
differ in their numbers alone, one stands for all of them, and how many there were is told behind
it. A test keeps this file true, and holds all sentences to rules
(`tests/domain/test_evidence_words.py`, which also says how it is written anew).
"""

NUMBER = re.compile(r"\d+(\.\d+)?")

FAULTS = (
    r"p = [01]\.000",
    r"\bby 0\.0\b",
    r"-0\.0",
    r"\b1 of \d+ pairs are\b",
    r"\b(0|100) of 100\b",
    r"\b(0|50|100) in 100\b",
    r"\bbetween [\d.]+ \w+ and [\d.]+ \w+",
    r"not what eases",
    r"chance of bad days alone",
    r"(?<![.\d])1 (points|sessions|weeks|mornings|days|pairs|trials)\b",
    r"\bnan\b|\binf\b|(?-i:\bNone\b)|[{}]",
    r"  |\.\.| \.",
)
NEVER = re.compile("|".join(FAULTS), re.IGNORECASE)
"""What no sentence says: nothing that is no number, no double direction, no plural of one."""

WORSE = re.compile(r"\b(worse|hurts more)\b", re.IGNORECASE)
LITTLE = re.compile(rf"\bless than {MIN_CHANGE:g} point better\b")


@dataclass(frozen=True)
class Said:
    """What one function says, and to what; a constant is said to nothing."""

    by: str
    text: str
    of: tuple[Any, ...] = ()


def text_modules() -> Iterator[ModuleType]:
    """The modules that hold the words of evidence, trials and the programme."""
    for package in (evidence, trial, programme):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if re.search(r"[._]text$", module.name):
                yield import_module(module.name)


def functions_of(module: ModuleType) -> Iterator[Any]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        own = function.__module__ == module.__name__ and not name.startswith("_")
        if own and name not in FRAGMENTS:
            yield function


def arguments(function: Any) -> Iterator[tuple[Any, ...]]:
    """All combinations of the grids of its parameters."""
    hints = get_type_hints(function)
    grids = []
    for name in inspect.signature(function).parameters:
        by_name = GRIDS_BY_NAME.get(f"{function.__name__}.{name}") or GRIDS_BY_NAME.get(name)
        grid = by_name or GRIDS_BY_TYPE.get(hints[name])
        assert grid, f"word_grids.py has no grid of {name}: {hints[name]} ({function.__name__})"
        grids.append(grid)
    return product(*grids)


def called(function: Any, values: tuple[Any, ...]) -> Any:
    return function(**dict(zip(inspect.signature(function).parameters, values, strict=True)))


def texts_in(words: Any) -> Iterator[str]:
    """The texts of what a function returns or a constant holds."""
    if isinstance(words, str):
        yield from filter(None, [words])
    elif isinstance(words, VerdictText):
        yield f"**{words.headline}** {words.detail} *{words.following}*"
    elif isinstance(words, Mapping):
        for value in words.values():
            yield from texts_in(value)
    elif isinstance(words, Iterable):
        for value in words:
            yield from texts_in(value)


def constants_of(module: ModuleType) -> Iterator[Said]:
    """The sentences that a module keeps as constants; words and templates are no sentences."""
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, str | Mapping | tuple):
            for text in texts_in(value):
                if " " in text and "{" not in text:
                    yield Said(f"{module.__name__}: constants", text)


def findings_said() -> Iterator[Said]:
    """The findings that ratings raise: their reasons and directions, and what was seen."""
    by = "kneeapp.domain.evidence.rating_findings"
    for sign in map(QUESTIONS.directed_signs.__getitem__, RATING_SIGNS):
        for text in filter(None, (sign.reason, sign.go)):
            plain = text.replace(LINE_PLACE, NO_LINE).replace(EMERGENCY_PLACE, NO_NUMBER)
            yield Said(f"{by}: reasons and directions", plain)
    for rated in HISTORIES:
        for day in range(28):
            at = NOW + day * ONE_DAY
            for finding in rating_findings(QUESTIONS.directed_signs, rated, at, UTC, "1"):
                yield Said(f"{by}: what was seen", finding.said or finding.reason)


@pytest.fixture(scope="module")
def said() -> list[Said]:
    """All that can be said."""
    everything: list[Said] = []
    for module in text_modules():
        everything += constants_of(module)
        for function in functions_of(module):
            by = f"{module.__name__}: {function.__name__}"
            for values in arguments(function):
                texts = texts_in(called(function, values))
                everything += (Said(by, text, values) for text in texts)
    return [*everything, *findings_said()]


def page(said: Iterable[Said]) -> str:
    """The readable file: grouped by what says it, sentences alike but for numbers written once."""
    groups: dict[str, dict[str, list[str]]] = {}
    for one in said:
        flat = " ".join(one.text.split())
        alike = groups.setdefault(one.by, {}).setdefault(NUMBER.sub("#", flat), [])
        if flat not in alike:
            alike.append(flat)
    blocks = [HEAD]
    for by in sorted(groups):
        blocks.append(f"\n## {by}\n\n")
        for _, alike in sorted(groups[by].items()):
            more = f" (and {len(alike) - 1} more with other numbers)" if len(alike) > 1 else ""
            blocks.append(f"- {alike[0].removeprefix('- ')}{more}\n")
    return "".join(blocks)


def test_the_file_in_the_docs_holds_every_sentence(said: list[Said]) -> None:
    written = page(said)
    if WRITE:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(written, "utf-8")
    assert FILE.read_text("utf-8").splitlines() == written.splitlines(), (
        "read what is new; then write it anew as the test says"
    )


def test_no_sentence_says_what_none_may_say(said: list[Said]) -> None:
    assert {one.text: found[0] for one in said if (found := NEVER.search(one.text))} == {}


def shown(verdict: Verdict) -> Figures | None:
    """The figures that stand beside the headline, if any."""
    return verdict.figures if verdict.figures and verdict.figures.telling else None


def of_verdicts(said: list[Said]) -> Iterator[tuple[str, Verdict, Figures]]:
    """The headlines and next steps of verdicts that show figures."""
    for one in said:
        for value in one.of:
            if isinstance(value, Verdict) and one.text.startswith("**") and shown(value):
                yield one.text, value, shown(value)  # type: ignore[misc]  looked at just now


def test_little_relief_is_never_said_beside_a_rise_nor_flatly_beside_a_point(
    said: list[Said],
) -> None:
    beside_a_rise, too_flat = set(), set()
    for text, _, figures in of_verdicts(said):
        headline = text.split("**")[1]
        if LITTLE.search(headline):
            if "rose by" in text.split("**")[2].split(".")[0]:
                beside_a_rise.add(text)
            if round(figures.high, 1) >= MIN_CHANGE and not headline.startswith("Most likely"):
                too_flat.add(text)
    assert (beside_a_rise, too_flat) == (set(), set())


def test_what_surely_hurts_more_is_called_worse_and_never_kept(said: list[Said]) -> None:
    harm = [
        (text, verdict)
        for text, verdict, figures in of_verdicts(said)
        if (verdict.later or figures).high < 0
    ]
    assert len({verdict.outcome for _, verdict in harm}) >= 3
    for text, verdict in harm:
        headline, following = text.split("**")[1], text.split("*")[-2]
        assert verdict.outcome is Outcome.NOT_KNOWN_YET or WORSE.search(headline), text
        assert re.match(r"(Stop|Leave) it", following), text


def test_a_trial_that_the_other_arm_wins_is_not_called_a_matter_of_taste(said: list[Said]) -> None:
    lost = {
        one.text
        for one in said
        for value in one.of
        if isinstance(value, TrialResult)
        and value.finding is not TrialFinding.TOO_FEW
        and value.difference
        and value.difference.high < 0
    }
    assert lost
    assert not [text for text in lost if "like better" in text or "this far ahead" in text]


def test_every_outcome_is_said_in_one_line(said: list[Said]) -> None:
    lines = {one.of[0].outcome for one in said if one.by.endswith(": headline_words")}
    assert lines == set(Outcome)
