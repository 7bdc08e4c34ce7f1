"""What the entries of a record file are made of: moments, days, ratings, words."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from kneeapp.domain.model import Model
from kneeapp.store.engine.protocol import parameter

T = TypeVar("T", date, datetime)
E = TypeVar("E")

_FIRST, _LAST = 1900, 2199


STORED = {"stored": True}
"""The context of what is read from the record itself: nothing may keep it there."""


def in_our_times(day: T, info: ValidationInfo) -> T:
    """`day`; raises ValueError where no clock that works can have shown it."""
    if info.context is not STORED and not _FIRST <= day.year <= _LAST:
        raise ValueError(f"the year {day.year} is not from {_FIRST} to {_LAST}")
    return day


def _in_utc(moment: datetime, info: ValidationInfo) -> datetime:
    return in_our_times(moment, info).astimezone(UTC)


def each_once(told_apart_by: Callable[[Any], Hashable]) -> AfterValidator:
    """No two entries of a list may be the same by what tells them apart, as it is stored."""

    def check(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        first: dict[Hashable, int] = {}
        for n, entry in enumerate(entries):
            key = parameter(told_apart_by(entry))
            known = first.setdefault(tuple(key) if isinstance(key, list) else key, n)
            if known != n:
                raise ValueError(f"entry {n} repeats entry {known}")
        return entries

    return AfterValidator(check)


def one_of(known: Iterable[str]) -> StringConstraints:
    """A text that is one of these words."""
    return StringConstraints(pattern=f"^({'|'.join(map(re.escape, known))})$")


Many = Annotated[tuple[E, ...], Field(fail_fast=True)]
"""A list of any length, read to its first fault: a fault of each entry would fill the memory."""

Moment = Annotated[AwareDatetime, AfterValidator(_in_utc), Field(description="ISO 8601, in UTC")]
Day = Annotated[date, AfterValidator(in_our_times), Field(description="in the person's zone")]
Rated = Annotated[int, Field(ge=0, le=10)]
Small = Annotated[int, Field(ge=0, lt=2**15)]
Words = Annotated[str, Field(max_length=10_000)]
Number = Annotated[int | float, Field(ge=-1e9, le=1e9)]


class Entry(Model, extra="forbid", allow_inf_nan=False):
    """A value of a record file; unknown keys are refused."""

    @model_validator(mode="after")
    def _without_names_of_its_own(self) -> Self:
        """Which fields were given is the same of all: a set in each is half of their memory."""
        object.__setattr__(self, "__pydantic_fields_set__", _names(type(self)))
        return self


@cache
def _names(entry: type[Entry]) -> set[str]:
    return set(entry.model_fields)
