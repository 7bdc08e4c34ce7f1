"""The only place that asks for the time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


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
