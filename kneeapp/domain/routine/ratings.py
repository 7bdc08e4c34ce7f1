"""Ratings outside a session's before and after."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.measures import MEASURES
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput


@dataclass(frozen=True)
class Rating:
    """One answer to a measure's question; raises BadInput outside its bounds.

    `session` and `step` say during what it was given, `area` and `side` about which place.
    """

    id: UUID
    measure: str
    value: int
    taken_at: datetime
    session: UUID | None = None
    area: Area | None = None
    side: Side | None = None
    step: int | None = None

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise BadInput(f"There is no rating called {self.measure!r}. Reload the page.")
        MEASURES[self.measure].check(self.value)
