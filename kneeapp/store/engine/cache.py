"""Cache of one database: values made from its rows, each given again only in the same state."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

Owner = tuple[Hashable, ...]
"""What a value was made for: what it is of, and who reads it."""

MOST_OWNERS = 500
"""Records and lists that values are kept of; the one not used for longest gives way."""


class Cache:
    """What was made for each owner: a record as one principal reads it, or a clinician's list.

    One rule decides whether a value still holds: it was made in the state that the owner is in.
    Whoever reads looks the state up in the database first. Nothing is told that a row changed,
    and nothing has to be: a write makes another state. Whether somebody may read is no matter
    of the cache.
    """

    def __init__(self, most: int = MOST_OWNERS) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Owner, tuple[Hashable, dict[Any, Any]]] = OrderedDict()

    def values(self, owner: Owner, state: Hashable) -> dict[Any, Any]:
        """The values of `owner` in `state`, to look into and to add to.

        Those of another state are dropped; who still reads in that state keeps the old ones.
        """
        with self._lock:
            before, values = self._kept.pop(owner, (state, {}))
            if before != state:
                values = {}
            self._kept[owner] = state, values
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return values

    def forget(self, part: Hashable) -> None:
        """Keep nothing of the owners that `part` is a part of: a principal who has signed out."""
        with self._lock:
            for owner in [owner for owner in self._kept if part in owner]:
                del self._kept[owner]

    def clear(self) -> None:
        """Keep nothing: rows were deleted otherwise than by a write to their record."""
        with self._lock:
            self._kept.clear()
