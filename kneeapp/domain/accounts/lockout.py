"""Lockout: how long to wait after failed sign-ins; it doubles each time up to a limit."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

FREE = 5
"""Number of failed tries before the first wait."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(hours=24)


class Try(NamedTuple):
    """One attempt to sign in; one without a known outcome counts as failed."""

    made_at: datetime
    succeeded: bool


def open_at(tries: Sequence[Try], now: datetime) -> datetime:
    """The time from which another try is accepted; `tries` are the newest first."""
    wrong = 0
    for attempt in tries:
        if attempt.succeeded or attempt.made_at < now - REMEMBERED:
            break
        wrong += 1
    if wrong < FREE:
        return now
    # The exponent is limited because a timedelta cannot hold 2 ** 1000 seconds.
    wait: timedelta = min(FIRST_WAIT * 2 ** min(wrong - FREE, 16), LONGEST_WAIT)
    return max(now, tries[0].made_at + wait)
