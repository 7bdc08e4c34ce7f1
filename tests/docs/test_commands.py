"""What the documents tell people to type exists, and what a record can be tried on is run."""

import os
import re
import shlex
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest

from kneeapp import clock
from kneeapp.cli.demo import fill
from kneeapp.cli.main import main
from kneeapp.settings import PROJECT
from kneeapp.store.engine.database import Store
from tests.docs.markdown import blocks, commands

CLINIC = "tests/browser/test_clinic_hour.py runs it, by night"
CHECKED_ELSEWHERE = {
    **dict.fromkeys(("apt-get", "install", "nginx", "runuser", "systemctl", "useradd"), CLINIC),
    "cd": "the shell's",
    "chmod": "the system's",
    "git": "git's",
    "openssl": "its own",
    "npm": "the scripts of package.json, which .ci/run calls",
    "pre-commit": "its own",
    "python3": "the guide of a clinic, tried as it says under *What was tried*",
    "streamlit": "tests/pages and docs/security.md, *What plain streamlit run lacks*",
}
"""First words of commands that are not looked at here, by what does."""

PLACEHOLDERS = {"PATH": "kept.duckdb", "FROM": "record.duckdb", "TO": "copied.duckdb"}


@pytest.mark.parametrize(
    ("document", "command"),
    sorted({(str(file.relative_to(PROJECT)), command) for file, command in commands()}),
)
def test_every_command_is_one_that_exists(document, command):
    words = [word for word in shlex.split(command) if "=" not in word or word.startswith("-")]
    first, rest = words[0].rpartition("/")[2], words[1:]
    if words[0].startswith(".ci/"):
        assert (PROJECT / words[0]).exists(), f"{document}: {words[0]}"
    elif first == "kneeapp":
        assert unknown_of(rest) == [], document
    elif first == "make":
        targets = re.findall(
            r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE
        )
        assert rest[0] in targets, document
    elif first == "pytest":
        paths = [word.partition("::")[0] for word in rest if word.startswith("tests/")]
        assert all((PROJECT / path).exists() for path in paths), document
    elif first == "python":
        assert_module(rest, document)
    elif first in ("pip", "pipx", "uvx"):
        assert_installable(rest, document)
    else:
        assert first in CHECKED_ELSEWHERE, f"{document}: {command}"


@pytest.mark.parametrize("document", ["README.md", "docs/keeping.md", "docs/upgrading.md"])
def test_the_commands_on_a_record_run_as_they_stand(document, tmp_path):
    with closing(Store.open(tmp_path / "record.duckdb")) as store:
        fill(store, clock.now())
    ours = [
        line
        for block in blocks(PROJECT / document, "sh")
        for line in block.splitlines()
        if re.match(r"kneeapp (backup|restore|copy|export|import|rules|upgrade-check)", line)
    ]
    assert ours
    for line in ours:
        for placeholder, name in PLACEHOLDERS.items():
            line = re.sub(rf"\b{placeholder}\b", name, line)  # noqa: PLW2901  step by step
        run = subprocess.run(
            ["/bin/sh", "-ec", line],
            cwd=tmp_path,
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, f"{line}: {run.stdout}{run.stderr}"


def environment(folder: Path) -> dict[str, str]:
    """One in which `kneeapp` is this clone's, on the record in `folder`."""
    command = folder / "bin" / "kneeapp"
    command.parent.mkdir(exist_ok=True)
    start = "from kneeapp.cli.main import main; main()"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{start}" "$@"\n')
    command.chmod(0o755)
    return os.environ | {
        "PATH": f"{command.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(PROJECT),
        "KNEEAPP_DATABASE": str(folder / "record.duckdb"),
        "KNEEAPP_BACKUPS": "off",
    }


def unknown_of(words: list[str]) -> list[str]:
    """The subcommands and options among `words` that kneeapp does not have."""
    command: click.Command = main
    context = click.Context(main)
    unknown = []
    for word in words:
        if word.startswith("-"):
            options = {name for parameter in command.params for name in parameter.opts}
            unknown += [word] if word.partition("=")[0] not in {*options, "--help"} else []
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z-]+", word):
            inner = command.get_command(context, word)
            if inner is None:
                return [*unknown, word]
            command = inner
    return unknown


def assert_module(words: list[str], document: str) -> None:
    if words[0] != "-m":
        return
    place = PROJECT / words[1].replace(".", "/")
    foreign = {"venv", "build", "pyperf"}
    assert place.with_suffix(".py").exists() or words[1] in foreign, f"{document}: {words[1]}"


def assert_installable(words: list[str], document: str) -> None:
    text = (PROJECT / "pyproject.toml").read_text("utf-8")
    for extra in re.findall(r"(?:\.|kneeapp)\[([\w,]+)\]", " ".join(words)):
        for name in extra.split(","):
            assert re.search(rf"^{name} = \[", text, re.MULTILINE), f"{document}: {name}"
    if "-r" in words:
        assert (PROJECT / words[words.index("-r") + 1]).exists(), document
