"""Rate limit: a token bucket for each caller, in memory."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

MOST_KEPT = 10_000
"""Largest number of buckets; the least recently used one is dropped, so that callers cannot
fill the memory."""


class Buckets:
    """The tries that each key has left; a restart of the server refills them.

    `times` tries at once, refilled evenly with `times` tries in each period `per`.
    """

    def __init__(self, times: int, per: timedelta) -> None:
        self._times, self._per = times, per
        self._left: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._taking = Lock()

    def take(self, key: str, now: datetime) -> bool:
        """Use up one try of `key`; False where none is left."""
        with self._taking:
            tokens = self._refilled(key, now)
            allowed = tokens >= 1
            self._left[key] = (tokens - allowed, now)
            self._left.move_to_end(key)
            if len(self._left) > MOST_KEPT:
                self._left.popitem(last=False)
            return allowed

    def _refilled(self, key: str, now: datetime) -> float:
        tokens, since = self._left.get(key, (self._times, now))
        # A clock that was set back must not take tries away.
        gained = max(now - since, timedelta(0)) / self._per * self._times
        return min(tokens + gained, self._times)
