"""The only place that asks for the time, and by which rules clocks go."""

import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import tzdata


def newest_zones(folders: Sequence[str], packaged: str) -> tuple[str, ...]:
    """The folders whose zones are at least as new as version `packaged` (such as 2026f).

    Distributions bring changes late, and Python takes a machine's zones before those of the
    package tzdata, however old they are.
    """
    return tuple(folder for folder in folders if _version(Path(folder)) >= packaged)


def _version(folder: Path) -> str:
    """The version of the zones in a folder; empty where it tells none."""
    try:
        with (folder / "tzdata.zi").open(encoding="ascii") as file:
            return file.readline().removeprefix("# version ").strip()
    except OSError:
        return ""


zoneinfo.reset_tzpath(newest_zones(zoneinfo.TZPATH, tzdata.IANA_VERSION))


def _system_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


@contextmanager
def running_on(source: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from `source` (aware datetimes) for the length of the block."""
    global _source  # noqa: PLW0603  one clock a process is the point of this module
    previous, _source = _source, source
    try:
        yield
    finally:
        _source = previous
