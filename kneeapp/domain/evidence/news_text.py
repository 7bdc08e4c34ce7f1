"""The line that says what is new since Monday."""

from datetime import date

from kneeapp.domain.evidence.news import News
from kneeapp.domain.evidence.verdict_text import points
from kneeapp.domain.formats import counted

LEAST_TOLD = 0.25
"""Points by which mornings have to differ to be called lower or higher (DESIGN)."""


def news_words(fresh: News, today: date) -> str:
    """One line; empty where nothing was done or rated since."""
    if not (fresh.sessions or fresh.trainings or fresh.mornings is not None):
        return ""
    parts = [counted(fresh.sessions, "session") if fresh.sessions else "no session"]
    if fresh.trainings:
        parts.append(f"{fresh.trainings} of strengthening")
    if fresh.mornings is not None:
        parts.append(_mornings_words(fresh.mornings))
    if fresh.verdict is not None and fresh.sessions:
        parts.append("the verdict changed" if fresh.changed else "the verdict unchanged")
    day = "last Monday" if today.weekday() == 0 else "Monday"
    return f"Since {day}: {', '.join(parts)}."


def _mornings_words(moved: float) -> str:
    if abs(moved) < LEAST_TOLD:
        return "mornings as in the week before"
    return (
        f"mornings {points(abs(moved))} {'higher' if moved > 0 else 'lower'} than the week before"
    )
