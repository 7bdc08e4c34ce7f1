"""Ratings other than those before and after a session."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import MEASURES
from kneeapp.domain.origin import Origin
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput


@dataclass(frozen=True)
class Rating:
    """One rating of a measure; raises BadInput outside its bounds.

    `session` and `step` say during which session and step it was given, `area` and `side` what
    it is about, `origin` with which diary it came.
    """

    id: UUID
    measure: str
    value: int
    taken_at: datetime
    session: UUID | None = None
    area: Area | None = None
    side: Side | None = None
    step: int | None = None
    origin: Origin | None = None

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise BadInput(f"There is no rating called {self.measure!r}. Reload the page.")
        MEASURES[self.measure].check(self.value)
