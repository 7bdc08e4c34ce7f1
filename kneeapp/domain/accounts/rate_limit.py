"""Rate limit: a token bucket for each caller."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

MOST_KEPT = 10_000
"""Buckets at a time; the one not used for longest gives way, so memory cannot be filled."""


@dataclass(frozen=True)
class Limit:
    """`times` tries at once, and as many again spread over each `per`."""

    times: int
    per: timedelta


class Buckets:
    """The tries that each key has left, in memory: a restart forgives."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._left: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._taking = Lock()

    def take(self, key: str, now: datetime) -> bool:
        """Use up one try of `key`; False where none is left."""
        with self._taking:
            left = self._refilled(key, now)
            allowed = left >= 1
            self._left[key] = (left - allowed, now)
            self._left.move_to_end(key)
            if len(self._left) > MOST_KEPT:
                self._left.popitem(last=False)
            return allowed

    def _refilled(self, key: str, now: datetime) -> float:
        left, since = self._left.get(key, (self._limit.times, now))
        gained = max(now - since, timedelta(0)) / self._limit.per * self._limit.times
        return min(left + gained, self._limit.times)
