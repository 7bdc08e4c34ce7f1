"""Verdicts in plain words that claim no more than the sessions carry."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kneeapp.domain.counting import LeftOut, Relief
from kneeapp.domain.evidence import FORECAST_FROM, Figures, Outcome, Remaining, Verdict
from kneeapp.domain.looks import FEWEST, MOST

RULED_OUT = "Releasing this is not what eases your knee. Weakness was not tested."

LEAST_SHOWN = 0.05
"""Points that are shown as none."""

NO_CONTROL = (
    "Nothing was compared, so rest, moving about or hope may have a share in it. A trial can tell."
)


@dataclass(frozen=True)
class Words:
    """What is found, what it rests on, and what comes next: a sentence or two each."""

    headline: str
    detail: str
    following: str


LEFT_OUT = {
    LeftOut.NO_RECHECK: "the knee was not rated after it",
    LeftOut.LATE: "the second rating came more than 15 minutes after the routine",
    LeftOut.LOW_BEFORE: "the knee was below 2 before, so there was little to ease",
    LeftOut.UNATTENDED: "the clock ran on while nobody was there",
    LeftOut.SHORT: "a spot got less than 90 seconds",
    LeftOut.CLOSE: "the session before it was less than 6 hours ago and may still have worked",
    LeftOut.PART: "only a part of the routine was planned",
    LeftOut.ONE_ORDER: "it waits for a session with the areas the other way round",
}
"""Why a session does not count, as half a sentence."""

NEXT = {
    Outcome.HELPS: "Keep it. For the weeks ahead guidelines advise strengthening: see Programme.",
    Outcome.RULED_OUT: "Try the next place on your list. The programme goes on either way.",
    Outcome.LITTLE_ALONE: "Do it as part of the whole routine, or leave it out to save time.",
    Outcome.WORSE: "Stop it for now, and have the knee looked at.",
    Outcome.NOT_KNOWN_YET: "Go on as you do, on fixed days rather than on bad days.",
    Outcome.SMALL_OR_UNCERTAIN: "Keep it or try the next place on your list: your choice.",
}


def routine_words(verdict: Verdict) -> Words:
    """The verdict on a whole routine in words."""
    headlines = {
        Outcome.HELPS: "Your knee feels better after the routine.",
        Outcome.RULED_OUT: RULED_OUT,
        Outcome.WORSE: "Your knee hurts more after the routine.",
        Outcome.NOT_KNOWN_YET: "Not known yet.",
        Outcome.SMALL_OR_UNCERTAIN: "What the routine does is small or uncertain.",
    }
    return Words(headlines[verdict.outcome], _detail(verdict), NEXT[verdict.outcome])


def area_words(verdict: Verdict, place: str) -> Words:
    """The verdict on one area among several in words; `place` names it, as in "the outer hip"."""
    begin = place[:1].upper() + place[1:]
    headlines = {
        Outcome.HELPS: f"Your knee feels better after {place} alone.",
        Outcome.LITTLE_ALONE: (
            f"{begin} alone eases your knee by less than 1 point. "
            "It may still add to the whole routine."
        ),
        Outcome.WORSE: f"Your knee hurts more after {place} alone.",
        Outcome.NOT_KNOWN_YET: f"Not known yet for {place} alone.",
        Outcome.SMALL_OR_UNCERTAIN: f"What {place} alone does is small or uncertain.",
    }
    return Words(headlines[verdict.outcome], _detail(verdict), NEXT[verdict.outcome])


def left_out_words(reliefs: Iterable[Relief]) -> tuple[str, ...]:
    """How many sessions do not count and why, the commonest reason first."""
    reasons = Counter(one.left_out for one in reliefs if one.left_out is not None)
    return tuple(
        f"{_sessions(count)} not counted: {LEFT_OUT[reason]}."
        for reason, count in reasons.most_common()
    )


def points(value: float) -> str:
    """`value` in points to one decimal, never minus nothing."""
    shown = f"{round(value, 1) + 0:.1f}"
    return f"{shown} point" if shown == "1.0" else f"{shown} points"


def in_hundred(probability: float) -> str:
    """A probability as so many in 100; never all and never none."""
    return f"{min(max(round(100 * probability), 1), 99)} in 100"


def likely(low: float, high: float, below: str, above: str) -> str:
    """An interval in points: two numbers where it lies on one side of none, else both ways."""
    if low > 0 or high < 0:
        near, far = sorted(abs(end) for end in (low, high))
        return f"likely {near:.1f} to {far:.1f}"
    return f"likely between {abs(low):.1f} {below} and {abs(high):.1f} {above}"


def _detail(verdict: Verdict) -> str:
    sentences = [_relief(verdict)]
    if verdict.later is not None:
        sentences.append(f"Lately: {_average(verdict.later)}")
    if verdict.outcome is Outcome.HELPS:
        sentences.append(NO_CONTROL)
    if verdict.remaining is not None:
        sentences.append(_remaining(verdict.remaining))
    return " ".join(sentences)


def _relief(verdict: Verdict) -> str:
    found = verdict.figures
    if found is None or found.sessions < FORECAST_FROM:
        return f"So far {_sessions(verdict.counted)} {_verb(verdict.counted)}."
    average = _average(found)
    return f"{average[:1].upper()}{average[1:]}{_sureness(verdict.outcome, found.probability)}"


def _average(found: Figures) -> str:
    span = likely(found.low, found.high, "up", "down")
    return f"{_moved(found)} on average over {_sessions(found.sessions)} ({span})."


def _sureness(outcome: Outcome, probability: float) -> str:
    if outcome in {Outcome.RULED_OUT, Outcome.LITTLE_ALONE}:
        return f" How sure that it is less than 1 point: {in_hundred(1 - probability)}."
    if outcome in {Outcome.HELPS, Outcome.SMALL_OR_UNCERTAIN}:
        return f" How sure that it is 1 point or more: {in_hundred(probability)}."
    return ""


def _moved(found: Figures) -> str:
    if abs(found.mean) < LEAST_SHOWN:
        return "the knee stayed the same"
    return f"the knee {'fell' if found.mean > 0 else 'rose'} by {points(abs(found.mean))}"


def _remaining(remaining: Remaining) -> str:
    if remaining.likely is None and remaining.chance is None:
        return (
            f"A verdict takes at least {FEWEST} that count: {remaining.least} more. "
            "One session is often wrong."
        )
    if remaining.likely is None or remaining.chance is None or remaining.chance < 0.5:
        return f"It may well stay open up to session {MOST}, where you choose."
    low, high = remaining.likely
    more = f"{low} more" if low == high else f"{low} to {high} more"
    return f"If it goes on like this: about {more}, though it may take up to session {MOST}."


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count or 'no'} sessions"


def _verb(count: int) -> str:
    return "counts" if count == 1 else "count"
