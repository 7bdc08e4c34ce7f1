"""Texts about sessions that several pages share."""

from datetime import datetime, tzinfo

from kneeapp.domain.formats import long_day_month
from kneeapp.domain.routine.sessions import Session


def when(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """A time in words: today, yesterday or tomorrow with the time, otherwise the date."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    days = (today.date() - local.date()).days
    clock = f"{local:%H:%M}"
    if days == 0:
        return f"today at {clock}"
    if days == 1:
        return f"yesterday at {clock}"
    if days == -1:
        return f"tomorrow at {clock}"
    return f"{local:%A} {long_day_month(local)}" + (
        "" if local.year == today.year else f" {local.year}"
    )


def before_after(session: Session) -> str:
    """Both ratings of a session in words."""
    if session.after is None:
        return f"{session.before}/10 before, not rated after"
    return f"{session.before} → {session.after} of 10"


def in_points(change: int) -> str:
    """A change of a rating for st.metric, which recognizes no change only as a bare 0."""
    if change == 0:
        return "0"
    return f"{change} point" if abs(change) == 1 else f"{change} points"
