"""Rate limit: a token bucket for each caller, in memory."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

MOST_KEPT = 10_000
"""Largest number of buckets; the least recently used one is dropped, so that callers cannot
fill the memory."""


@dataclass(frozen=True)
class Limit:
    """`times` tries at once, refilled evenly with `times` tries in each period `per`."""

    times: int
    per: timedelta


class Buckets:
    """The tries that each key has left; a restart of the server refills them."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
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
        tokens, since = self._left.get(key, (self._limit.times, now))
        gained = max(now - since, timedelta(0)) / self._limit.per * self._limit.times
        return min(tokens + gained, self._limit.times)
