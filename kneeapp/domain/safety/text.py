"""Sentences about a case: what was said and checked, what it closes, and what would open it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo

from kneeapp.domain.areas import Area
from kneeapp.domain.formats import long_date
from kneeapp.domain.safety.closures import PRESSING, RELEASE, TRAINING, Closure, Family, Part
from kneeapp.domain.safety.findings import Ends
from kneeapp.domain.safety.replies import CORRECTED_WITHIN, Allows, Reply, ReplyKind
from kneeapp.domain.safety.status import Case, FindingState

_ALLOWED = {
    Allows.BOTH: "rolling and strengthening are allowed",
    Allows.ROLL: "rolling is allowed, strengthening is not",
    Allows.TRAIN: "strengthening is allowed, rolling is not",
    Allows.NEITHER: "neither rolling nor strengthening for now",
}

_TOGETHER = ((RELEASE, "every routine"), (PRESSING, "ball and roller"), (TRAINING, "strengthening"))
"""Closures that have one name together; the largest set is tried first."""


def said_and_checked(
    case: Case, zone: tzinfo, *, name: str | None = None, by: str | None = None
) -> str:
    """What was said or rated, when, and how it was answered, as one sentence.

    Without `name` the sentence speaks to the person, otherwise about the person of that name.
    `by` is the name of the clinician who entered the check, where a clinic knows it.
    """
    return f"{_what_was_said(case, zone, name)}; {_outcome(case, zone, name, by)}."


def closed_words(case: Case) -> str:
    """What the case closes now, in a sentence; empty where it closes nothing."""
    return f"Closed for now: {join_with_and(closure_words(case.closes))}." if case.closes else ""


def closure_words(closes: Iterable[Closure]) -> list[str]:
    """Closures in plain words; sets with a common name are given that name."""
    remaining = list(dict.fromkeys(closes))
    words = []
    for together, word in _TOGETHER:
        if set(together) <= set(remaining):
            words.append(word)
            remaining = [closure for closure in remaining if closure not in together]
    return [*words, *map(_closure_word, remaining)]


def way_out(case: Case, now: datetime, zone: tzinfo) -> str:
    """What ends the case or opens what it closes, and when; empty where it has ended."""
    if not case.open:
        return "It opens once a clinician allows more and that is entered." if case.closes else ""
    return " ".join(_ways_out(case, now, zone))


def join_with_and(words: Sequence[str]) -> str:
    """`words` joined by commas and an "and"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _what_was_said(case: Case, zone: tzinfo, name: str | None) -> str:
    finding = case.finding
    day = long_date(case.first_at.astimezone(zone).date())
    text = finding.said or finding.reason.rstrip(".")
    if finding.group or finding.rule.startswith("stop_"):
        return f"{name or 'You'} said “{text}” on {day}"
    return f"{day}: {text}"


def _outcome(case: Case, zone: tzinfo, name: str | None, by: str | None) -> str:
    on = long_date(case.ended_at.astimezone(zone).date()) if case.ended_at else ""
    if case.reply and case.reply.kind is ReplyKind.CHECKED:
        return _checked(case.reply, case.state, on, by)
    if case.open:
        return _still_open(case.reply, zone, name or "you")
    gone = case.reply is not None and case.reply.kind is ReplyKind.GONE
    return {
        FindingState.CORRECTED: f"{name or 'you'} put it right on {on} as a wrong tap",
        FindingState.PASSED: f"{name or 'you'} said on {on} that it has gone"
        if gone
        else f"the answers of {on} do not say it any more",
        FindingState.EXPIRED: "that day is over",
    }[case.state]


def _still_open(reply: Reply | None, zone: tzinfo, who: str) -> str:
    if reply is None:
        return "nobody has checked it yet"
    return f"{who} said on {long_date(reply.at.astimezone(zone).date())} that it is still there"


def _checked(reply: Reply, state: FindingState, ended_on: str, by: str | None) -> str:
    assert reply.by  # noqa: S101  Reply requires all three of a check
    assert reply.seen_on  # noqa: S101
    assert reply.allows  # noqa: S101
    until = f", until {long_date(reply.until)}" if reply.until else ""
    since = {FindingState.CHECKED: "", FindingState.OPEN: ", which is over"}.get(
        state, f"; over on {ended_on}"
    )
    checked = f"{by or reply.by.label} checked it on {long_date(reply.seen_on)}"
    return f"{checked}: {_ALLOWED[reply.allows]}{until}{since}"


def _ways_out(case: Case, now: datetime, zone: tzinfo) -> Iterator[str]:
    finding = case.finding
    it = "It opens" if case.closes else "It ends"
    if finding.checkable:
        yield f"{it} {_once_checked(case, now, zone)}."
    match finding.ends:
        case Ends.DAYS if case.asked_from and case.asked_from <= now:
            yield "If it has gone, say so."
        case Ends.DAYS if case.asked_from:
            day = case.asked_from.astimezone(zone).date()
            yield f"From {long_date(day)} on you are asked whether it has gone."
        case Ends.ANSWER if finding.group:
            yield f"{it} once you answer the same question, in the next list, without it."
        case Ends.ANSWER:
            yield f"{it} by itself once your newest ratings say otherwise."
        case Ends.DAY:
            yield f"{it} by itself tomorrow."
        case _ if not finding.checkable:
            yield "Nothing here ends it: please talk to a clinician."
    if case.correctable(now):
        until = (case.last_at + CORRECTED_WITHIN).astimezone(zone)
        yield f"A wrong tap can be put right until {until:%H:%M}."


def _once_checked(case: Case, now: datetime, zone: tzinfo) -> str:
    """The condition "once a clinician …", with the time from which a check can be entered."""
    since = case.check_from
    if case.finding.ask:
        once = "once you have asked a clinician and entered what they said"
    else:
        once = "once a clinician has looked at it and you enter what they said"
    if since is None or since <= now:
        return once
    there = since.astimezone(zone)
    day = "" if there.date() == now.astimezone(zone).date() else f" on {long_date(there.date())}"
    return f"{once}, from {there:%H:%M}{day} on"


def _closure_word(closure: Closure) -> str:
    if closure.part is Part.AREA:
        place = Area(closure.name).place.lower()
        return f"the {closure.side.value} {place}" if closure.side else f"the {place}"
    if closure.part is Part.EXERCISE and closure.name:
        return Family(closure.name).label
    return closure.part.label
