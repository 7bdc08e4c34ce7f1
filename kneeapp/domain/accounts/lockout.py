"""Lockout: how long to wait after failed sign-ins; longer each time, never for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

FREE = 5
"""Wrong tries before the first wait."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
REMEMBERED = timedelta(hours=24)


class Try(NamedTuple):
    """One attempt; a try whose outcome is not known yet counts as wrong."""

    made_at: datetime
    succeeded: bool


def open_at(tries: Sequence[Try], now: datetime) -> datetime:
    """From when on another try is taken, after `tries`, the newest first."""
    wrong = 0
    for each in tries:
        if each.succeeded or each.made_at < now - REMEMBERED:
            break
        wrong += 1
    if wrong < FREE:
        return now
    wait: timedelta = min(FIRST_WAIT * 2 ** min(wrong - FREE, 16), LONGEST_WAIT)
    return max(now, tries[0].made_at + wait)
