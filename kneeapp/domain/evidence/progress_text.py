"""Sentences about rating pairs and about sessions per week."""

from collections.abc import Sequence

from kneeapp.domain.evidence.progress import SessionWeek, Tally

MARKS = (
    "Dot: before. Then after: triangle down less, diamond the same, triangle up more; "
    "hollow: not counted."
)
"""The legend of a chart of pairs in an exported file, without the page's coloured signs."""


def tally_words(tally: Tally, after: str) -> str:
    """How the ratings changed, as Markdown; `after` is "after" or "in" (a session)."""
    if not tally.counted:
        return "No session counted yet."
    if tally.counted == 1:
        only = "less" if tally.eased else "the same" if tally.same else "more"
        return f"{only.capitalize()} {after} the one session that counts."
    return (
        f"Less {after} **{tally.eased}** of {tally.counted} sessions, the same {after} "
        f"{tally.same}, more {after} {tally.worse}."
    )


def target_words(weeks: Sequence[SessionWeek], target: int) -> str:
    """Sessions this week, and in how many earlier weeks the target was reached."""
    past = [week.sessions for week in weeks if not week.open]
    reached = sum(sessions >= target for sessions in past)
    this = [f"{week.sessions} of {target} this week." for week in weeks if week.open]
    earlier = [f"Target reached in {reached} of {len(past)} earlier weeks."] if past else []
    return " ".join([*this, *earlier])
