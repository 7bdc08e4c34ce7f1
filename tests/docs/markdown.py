"""What the documents of the project link to, name and tell people to type."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kneeapp.settings import PROJECT

FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def documents() -> list[Path]:
    """Each Markdown file that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [PROJECT / name for name in listed.stdout.splitlines() if (PROJECT / name).exists()]


def prose(document: Path) -> str:
    """The text without blocks of code."""
    return FENCED.sub("", document.read_text("utf-8"))


def blocks(document: Path, language: str) -> list[str]:
    """The blocks of code in that language."""
    found = FENCED.findall(document.read_text("utf-8"))
    return [code for name, code in found if name == language]


def links(document: Path) -> list[str]:
    """Where links and pictures lead, inside the project."""
    aims = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose(document)))
    return [aim for aim in aims if not re.match(r"[a-z]+:", aim)]


def anchors(document: Path) -> set[str]:
    """The ids of the headings, as hosts of Markdown make them."""
    made: set[str] = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", prose(document), re.MULTILINE):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        again = sum(anchor == slug or anchor.startswith(f"{slug}-") for anchor in made)
        made.add(f"{slug}-{again}" if slug in made else slug)
    return made


def commands() -> Iterator[tuple[Path, str]]:
    """Each command of a block of shell, and each in the text that begins as one of ours."""
    for document in documents():
        for block in blocks(document, "sh"):
            for line in block.splitlines():
                for command in re.split(r"&&|;", re.sub(r"(^|\s)#.*", "", line)):
                    if command.strip():
                        yield document, command.strip()
        for quoted in re.findall(r"`([^`\n]+)`", prose(document)):
            if re.match(r"(kneeapp|make|pytest|python -m) [a-z-]", quoted):
                yield document, quoted
