"""Model: what every value that is checked as it comes in is made of."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A value that cannot be changed. Its checks are built when they are first used.

    There are a hundred models, and a start would wait for the checks of all.
    """

    model_config = ConfigDict(frozen=True, defer_build=True)
