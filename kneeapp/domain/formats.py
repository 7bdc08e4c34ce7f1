"""Formats of days and counts for people to read; all texts, tables and files use them."""

from datetime import date

NO_BREAK = "\N{NO-BREAK SPACE}"


def long_date(day: date) -> str:
    """A day in a sentence: 2 March 2026."""
    return f"{day.day} {day:%B %Y}"


def long_day_month(day: date) -> str:
    """A day in a sentence without its year: 2 March."""
    return f"{day.day} {day:%B}"


def short_date(day: date) -> str:
    """A day in a narrow place: 2 Mar 2026."""
    return f"{day.day} {day:%b %Y}"


def unbroken_date(day: date) -> str:
    """A short date with no-break spaces, so that no line ends within it."""
    return unbroken(short_date(day))


def table_date(day: date) -> str:
    """A day in a column, always of the same length: 02 Mar 2026."""
    return f"{day:%d %b %Y}"


def day_month(day: date) -> str:
    """A day in a narrow place without its year: 2 Mar."""
    return f"{day.day} {day:%b}"


def capitalized(words: str) -> str:
    """`words` as the beginning of a sentence; what is a capital already stays one."""
    return words[:1].upper() + words[1:]


def within_sentence(title: str) -> str:
    """A title as a part of a sentence; a first word in capitals, such as IT, stays as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def unbroken(words: str) -> str:
    """`words` with no-break spaces, so that no line ends within them."""
    return words.replace(" ", NO_BREAK)


def counted(count: int, thing: str) -> str:
    """A count with its noun: 1 session, 2 sessions."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
