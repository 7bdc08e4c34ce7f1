"""Formats: days and counts as a person reads them, in one form wherever they stand."""

from datetime import date

NO_BREAK = "\N{NO-BREAK SPACE}"


def long_date(day: date) -> str:
    """A day in a sentence: 2 March 2026."""
    return f"{day.day} {day:%B %Y}"


def long_day_month(day: date) -> str:
    """The same where its year is clear: 2 March."""
    return f"{day.day} {day:%B}"


def short_date(day: date) -> str:
    """A day where there is little room: 2 Mar 2026."""
    return f"{day.day} {day:%b %Y}"


def unbroken_date(day: date) -> str:
    """The same as one word, within which no line ends."""
    return unbroken(short_date(day))


def table_date(day: date) -> str:
    """A day in a column, where all are of one width: 02 Mar 2026."""
    return f"{day:%d %b %Y}"


def day_month(day: date) -> str:
    """A day with little room whose year is clear: 2 Mar."""
    return f"{day.day} {day:%b}"


def unbroken(words: str) -> str:
    """`words` as one word, within which no line ends."""
    return words.replace(" ", NO_BREAK)


def counted(count: int, thing: str) -> str:
    """So many of a thing: 1 session, 2 sessions."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
