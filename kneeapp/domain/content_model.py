"""Base class of the values that content files declare."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1, max_length=400)]


class Content(BaseModel):
    """A frozen value read from a content file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
