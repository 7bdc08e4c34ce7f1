"""Days as other apps write them: ISO, numbers in each order, month names, seconds since 1970."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from kneeapp.domain.diary.words import MONTHS, set_of, words_in


class DayOrder(StrEnum):
    """What comes first where a day is written in numbers and its year last."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


_BETWEEN = r"\s*[-/.年月\s]\s*"
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})(?!\d)日?(.*)$", re.DOTALL
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?!\d)(.*)$", re.DOTALL)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?!\d)")
_SECONDS = re.compile(r"(\d{10})(\d{3})?(\.\d+)?$")
_IN_UTC = re.compile(r"[T\s]*(\d\d):(\d\d)(?::\d\d)?(?:[.,]\d+)?\s*(?:Z|UTC|\+00(?::?00)?)$")
_NUMBER = re.compile(r"\d+")
_MONTH_BY_WORD = {word: n for n, words in enumerate(MONTHS, 1) for word in set_of(words)}
_LONGEST = 60
"""Characters; a longer cell is a note that may begin with a day."""


def day_of(text: str, order: DayOrder, zone: tzinfo) -> date | None:
    """The day that `text` names; None where it names none.

    A time after it changes the day only where it is in UTC: then the day is that of `zone`.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if seconds := _SECONDS.match(text):
        return datetime.fromtimestamp(int(seconds[1]), zone).date()
    if written := _YEAR_FIRST.search(text) or _COMPACT.match(text):
        year, month, day, rest = written.groups()
        named = _day(int(year), int(month), int(day))
        in_utc = _IN_UTC.match(rest)
        return _local(named, in_utc, zone) if named and in_utc else named
    if numbers := _YEAR_LAST.search(text):
        first, second, year = map(int, numbers.groups())
        day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
        return _day(_full(year, numbers[3]), month, day)
    return _with_a_month_name(text)


def is_day(text: str) -> bool:
    """Whether `text` names a day, in either order."""
    return any(day_of(text, order, UTC) for order in DayOrder)


def possible_orders(texts: Iterable[str], today: date) -> tuple[DayOrder, ...]:
    """The orders in which the most of `texts` name a day up to `today`; both where they name
    other days and no text tells which is meant.
    """
    many = list(dict.fromkeys(texts))
    days = {order: [day_of(text, order, UTC) for text in many] for order in DayOrder}
    readable = {
        order: sum(day is not None and day <= today for day in read) for order, read in days.items()
    }
    best = tuple(order for order in DayOrder if readable[order] == max(readable.values()))
    same = days[DayOrder.DAY_FIRST] == days[DayOrder.MONTH_FIRST]
    return best[:1] if same else best


def told_apart_by(texts: Iterable[str]) -> str:
    """A text that names another day in each order; empty without any."""
    return next((text for text in texts if len(_readings(text)) > 1), "")


def _readings(text: str) -> set[date]:
    return {day for order in DayOrder if (day := day_of(text, order, UTC))}


def _local(day: date, clock: re.Match[str], zone: tzinfo) -> date:
    hour, minute = int(clock[1]), int(clock[2])
    at = datetime.combine(day, time(), UTC) + timedelta(hours=hour, minutes=minute)
    return at.astimezone(zone).date()


def _with_a_month_name(text: str) -> date | None:
    """As 3 March 2024, Mar 3, 2024 or 3. März 2024; without its year it is no day."""
    words = words_in(text)
    months = [_MONTH_BY_WORD[word] for word in words if word in _MONTH_BY_WORD]
    numbers: Sequence[str] = _NUMBER.findall(text)[:2]
    if len(months) != 1 or len(numbers) < 2:
        return None
    day, year = sorted(numbers, key=len)
    return _day(int(year), months[0], int(day)) if len(year) == 4 else None


def _full(year: int, written: str) -> int:
    """The year that two digits stand for, as POSIX has it: 69 is 1969, 68 is 2068."""
    return year if len(written) == 4 else year + (1900 if year > 68 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        named = date(year, month, day)
    except ValueError:
        return None
    return named if 1900 <= named.year < 2200 else None
