"""What `kneeapp doctor` looks at, and what to do about each fault."""

import json
import sys
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from kneeapp import content, smtp
from kneeapp.domain.accounts.mail_settings import Mail
from kneeapp.errors import KneeAppError
from kneeapp.server.app import listen
from kneeapp.server.middleware.request_guard import HEALTH
from kneeapp.settings import PACKAGED, PROJECT, Settings, settings
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.file_permissions import prepared

OLDEST_PYTHON = (3, 11)
REINSTALL = "Install it again: pip install --force-reinstall --no-deps kneeapp"
PAGES = ("app.py", "pages", "data", "pyproject.toml")


@dataclass(frozen=True)
class HealthCheck:
    """One thing that was looked at; `advice` is empty where all is well."""

    subject: str
    state: str
    advice: str = ""

    def __str__(self) -> str:
        line = f"{'FAULT' if self.advice else 'ok':<6}{self.subject}: {self.state}"
        return f"{line}\n      {self.advice}" if self.advice else line


def examine(environment: Mapping[str, str], project: Path = PROJECT) -> Iterator[HealthCheck]:
    """All checks, each fault before those that follow from it."""
    yield python(sys.version_info[:2])
    yield installation(project)
    yield configuration(project)
    try:
        chosen = settings(environment)
    except KneeAppError as error:
        yield HealthCheck("environment", "cannot be used", str(error))
        return
    yield HealthCheck("environment", _in_words(chosen))
    yield from contents(chosen)
    yield database(chosen.database, chosen.backups)
    if chosen.mail:
        yield mail(chosen.mail)
    yield port(chosen.port)


def python(version: tuple[int, int]) -> HealthCheck:
    """Whether this Python is new enough."""
    oldest = ".".join(map(str, OLDEST_PYTHON))
    advice = (
        "" if version >= OLDEST_PYTHON else f"Install Python {oldest} or newer and start again."
    )
    return HealthCheck("Python", ".".join(map(str, version)), advice)


def installation(project: Path) -> HealthCheck:
    """Whether the pages lie beside the package, and Streamlit can find the player in it."""
    again = f"{REINSTALL}." if PACKAGED else f"Clone the project and run: pip install -e {project}"
    missing = [name for name in PAGES if not (project / name).exists()]
    if missing:
        return HealthCheck("installation", f"{', '.join(missing)} not found in {project}", again)
    try:
        installed = distribution("kneeapp").version
    except PackageNotFoundError:
        return HealthCheck(
            "installation", "kneeapp is not installed, so the player is missing", again
        )
    return HealthCheck("installation", f"kneeapp {installed} in {project}")


def configuration(project: Path) -> HealthCheck:
    """Whether Streamlit's settings file can be read."""
    file = project / ".streamlit" / "config.toml"
    back = f"Get {file.name} back from the project: git checkout {file}"
    advice = f"{REINSTALL}." if PACKAGED else back
    try:
        tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return HealthCheck("configuration", f"{file} cannot be read ({error})", advice)
    return HealthCheck("configuration", str(file))


def contents(chosen: Settings) -> Iterator[HealthCheck]:
    """Each content file, from the folder that replaces it where there is one.

    Routines and programme need the poses: their faults are told once, under their own names.
    """
    readers, advices = _readers(), set()
    for name, read in readers.items():
        own = chosen.content and (chosen.content / name).exists()
        where = f"from {chosen.content}" if own else "the project's"
        check = _tried(f"content {name}", partial(read, chosen.content), where)
        if check.advice not in advices:
            yield check
        advices |= {check.advice} - {""}
    if chosen.content:
        yield from _idle(chosen.content, readers)


def _idle(folder: Path, names: Collection[str]) -> Iterator[HealthCheck]:
    for file in sorted(folder.rglob("*.toml")):
        if file.relative_to(folder).as_posix() not in names:
            advice = f"Give it one of these names: {', '.join(names)}."
            yield HealthCheck(f"content {file.name}", f"{file} replaces nothing", advice)


def _readers() -> dict[str, Callable[[Path | None], object]]:
    return {
        "screening.toml": content.questionnaire,
        "self_tests.toml": content.self_tests,
        **{
            f"poses/{name}.toml": partial(content.poses_in, name) for name in content.names("poses")
        },
        "programme.toml": content.programme,
        "activities.toml": content.activities,
        "education.toml": content.education,
        **{
            f"routines/{name}.toml": partial(content.routine, name)
            for name in content.names("routines")
        },
    }


def database(place: Path | str, backups: Path | None = None) -> HealthCheck:
    """Whether the record opens; a file that does not exist yet is not made."""
    if isinstance(place, str):
        return _tried("database", lambda: Store.open(place).close(), "a server")
    if not place.exists():
        state = f"{place} is not there yet; the first start makes it"
        return _tried("database", lambda: prepared(place), state)
    return _tried("database", lambda: Store.open(place, backups=backups).close(), str(place))


def mail(server: Mail) -> HealthCheck:
    """Whether the clinic's mail server lets kneeapp in; nothing is sent."""
    state = f"{server.host}:{server.port}, {server.security}"
    return _tried("mail", partial(smtp.check, server), state)


def port(number: int) -> HealthCheck:
    """Whether the port is free, or kneeapp itself runs there and is well."""
    if status := _status(number):
        advice = "" if status == "well" else "It cannot read its database: look into its log."
        return HealthCheck("port", f"kneeapp runs on {number} and is {status}", advice)
    return _tried("port", lambda: listen(number).close(), str(number))


def _status(number: int) -> str:
    """What the kneeapp on that port says of itself; empty where none answers."""
    try:
        with closing(HTTPConnection("127.0.0.1", number, timeout=10)) as asking:
            asking.request("GET", HEALTH)
            return str(json.load(asking.getresponse())["status"])
    except (OSError, HTTPException, ValueError, LookupError, TypeError):
        return ""


def _tried(subject: str, act: Callable[[], object], state: str) -> HealthCheck:
    try:
        act()
    except KneeAppError as error:
        return HealthCheck(subject, state, str(error))
    return HealthCheck(subject, state)


def _in_words(chosen: Settings) -> str:
    return f"content of {chosen.content or 'the project'}, port {chosen.port}"
