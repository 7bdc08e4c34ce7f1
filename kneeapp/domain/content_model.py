"""Base class of values read from content files, and a check for duplicate ids."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from kneeapp.domain.model import Model

Text = Annotated[str, Field(min_length=1, max_length=400)]


class Content(Model, extra="forbid"):
    """A value read from a content file; unknown keys are refused."""


def duplicate_ids(table: str, names: list[str]) -> Iterator[str]:
    """A message for each id in `names` that `table` declares more than once."""
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"table {table}: the id {name} is there twice"
