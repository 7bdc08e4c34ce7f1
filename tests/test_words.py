"""What is shown claims no more than is recorded: no cause of the pain, no effect on the knee."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kneeapp.content import DATA
from kneeapp.settings import PROJECT

KNEE = r"(\S+ ){0,2}\S*knee\b"
CLAIMS = re.compile(
    "|".join(
        (
            rf"\b(eases?|eased|fix(es|ed)?|cures?|heals?|relieves?|releases|releasing) {KNEE}",
            rf"\b(pulls?|pulling|presses) (on|at) {KNEE}",
            rf"\b(drives?|driving) (it|{KNEE})",
            r"\bwhat (eases|helps|drives|pulls)\b",
            r"\b(what (is|was|may be|can be|else may be)|to be|may be) behind (it|this|the pain)\b",
            r"\bknee (does|is) (much of )?what\b",
            r"\bfollows (hip|the hip|both|its neighbours)\b",
            r"\bspeaks? (most )?for \*",
            r"\bgood sign\b",
            r"\bmay not be this muscle\b",
            r"\b(wakes?|waking) the\b",
            r"\bbest shown\b",
            r"\bmakes? (you|it|thigh|the knee) stronger\b",
            r"\b(you are|your knee is|is) (fine|healthy)\b",
            r"\bno fracture\b",
            r"\b(proves|proven|guarantees?)\b",
        )
    ),
    re.IGNORECASE,
)
"""What was claimed once, and its like. "Nobody has shown that ... cause it" stays allowed."""

COMMANDS = PROJECT / "kneeapp" / "cli"
"""The modules in which docstrings are the help of a command."""

COMMENTS = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)


def texts_of_python(file: Path) -> Iterator[str]:
    """Every text in a module but its docstrings; what is filled in later stands as `{}`."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and file.parent != COMMANDS
    ]
    for node in ast.walk(tree):
        if node in texts:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def texts_of_content(found: Any) -> Iterator[str]:
    """Every text in what a content file holds."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for part in found.values() if isinstance(found, dict) else found:
            yield from texts_of_content(part)


def shown() -> Iterator[tuple[str, str]]:
    """Every text that somebody may read, and the file it stands in."""
    sources = [PROJECT / "app.py", *(PROJECT / "pages").glob("*.py")]
    for file in [*sources, *(PROJECT / "kneeapp").rglob("*.py")]:
        for text in texts_of_python(file):
            yield file.name, text
    for file in (PROJECT / "kneeapp").rglob("*.js"):
        yield file.name, COMMENTS.sub("", file.read_text(encoding="utf-8"))
    for file in DATA.rglob("*.toml"):
        for text in texts_of_content(tomllib.loads(file.read_text(encoding="utf-8"))):
            yield file.name, text
    for file in (PROJECT / "kneeapp").rglob("*.html"):
        yield file.name, file.read_text(encoding="utf-8")
    for name in ("README.md", "pyproject.toml"):
        yield name, (PROJECT / name).read_text(encoding="utf-8")


def test_no_shown_text_claims_a_cause_or_an_effect_on_the_knee():
    claimed = [f"{name}: {found[0]}" for name, text in shown() if (found := CLAIMS.search(text))]
    assert claimed == []


def test_every_source_of_shown_texts_is_checked():
    files = {name for name, _ in shown()}
    for name in (
        "consent.py",
        "verdict_text.py",
        "text.js",
        "education.toml",
        "release.toml",
        "chart_page.html",
    ):
        assert name in files
    assert any("Ask for danger signs" in text for name, text in shown() if name == "main.py")


@pytest.mark.parametrize(
    "claim",
    [
        "shows you honestly whether that eases *your* knee",
        "A knee does much of what hip and ankle tell it.",
        "Find out what may drive it",
        "Press a place to see how it pulls on the knee",
        "That a tight outer hip pulls on the knee through the band is plausible.",
        "Releasing this is not what eases your knee. Weakness was not tested.",
        "What helps",
        "What may be behind it",
        "A clinician can look at what else may be behind it.",
        "Does **ball only** ease your right knee more than **rest**?",
        "Tries whether releasing outer hip and outer thigh eases the knee.",
        "4 points better: a good sign.",
        "No change: it may not be this muscle.",
        "Wakes the outer hip, which keeps the knee in line.",
        "Your answers speak most for **ankle**.",
        "That is enough: rest makes you stronger.",
        "Strengthening is the best shown of all.",
    ],
)
def test_claims_made_in_the_past_would_be_detected(claim):
    assert CLAIMS.search(claim)


@pytest.mark.parametrize(
    "honest",
    [
        "Nobody has shown that they cause it.",
        "Your knee feels better after the routine.",
        "Does pain in your right knee fall more after **a** than after **b**?",
        "Severe pain, or pain that nothing eases, should be looked at today.",
        "With pain down the leg this stretch may pull on the nerve.",
    ],
)
def test_texts_about_recorded_facts_are_allowed(honest):
    assert not CLAIMS.search(honest)
