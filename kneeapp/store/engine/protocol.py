"""Protocol of a database engine. DuckDB and PostgreSQL run the same SQL text."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

Wait = Callable[[float], None]
"""Lets some seconds pass."""


class Query(Protocol):
    """Run one statement inside a transaction; parameters are `$1`, `$2`.

    Returns its rows; where it has none and changes some, one row: how many it changed.
    """

    def __call__(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]: ...


class Engine(Protocol):
    """One open database. Its errors are raised as they are, inside `translated` as StoreError."""

    name: str
    """What to call this database in a message; never holds a password."""

    migrations: str
    """Files of migrations that only this engine runs end in this, before `.sql`."""

    others: str
    """SQL: how many other processes of kneeapp are at this database; 0 where none can be."""

    met: tuple[type[Exception], ...]
    """Raised where a transaction met another one: a row that changed, a key that was taken."""

    def transaction(self) -> AbstractContextManager[Query]:
        """All of the block is kept, or nothing where it raises."""

    def once(self, work: Callable[[Query], T]) -> T:
        """What `work` returns from one transaction; connects anew, once, where that was lost."""

    def translated(self) -> AbstractContextManager[None]:
        """Raise what the engine raises in the block as a StoreError."""

    def copy_file(self, path: Path) -> bool:
        """Copy the database as it is at one moment to the file `path`, readable by its owner
        only; False where the engine cannot.
        """

    def before_migrating(self, number: int) -> None:
        """Make safe what is held before migration `number` changes it."""

    def forget(self) -> None:
        """Leave nothing on the disk of what was deleted, as far as this engine can."""

    def close(self) -> None: ...


def in_utc(columns: Iterable[str]) -> str:
    """The columns of a statement, moments (their names end in `_at`) in UTC and without a zone:
    so they are read ten times faster.
    """
    return ", ".join(
        f"{column} at time zone 'UTC'" if column.endswith("_at") else column for column in columns
    )


def newer(name: str) -> str:
    """What is said of a database that a later version has changed."""
    return (
        f"{name} was written by a newer kneeapp and was not changed. Update kneeapp, or restore "
        "a copy that this version made."
    )


def storable(text: str) -> str:
    """`text` as both engines can hold it.

    PostgreSQL has no NUL and neither has half a surrogate pair: they become their visible
    stand-ins U+2400 and U+FFFD.
    """
    text = text.replace("\0", "\N{SYMBOL FOR NULL}")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def parameter(value: object) -> object:
    """`value` as a parameter of a statement."""
    match value:
        case str():
            return storable(value)
        case list() | tuple():
            return [
                parameter(element) if isinstance(element, str | list | tuple) else element
                for element in value
            ]
        case _:
            return value
