"""Alerts: what in a record a clinician should look at soon.

The rules are DESIGN, our own, except where a source is named. Nobody watches records live, and
each page that can raise an alert says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from uuid import UUID

from kneeapp.domain.evidence.lasting_rise import (
    LastingRise,
    lasting_rises,
    latest_of,
    morning_rises,
    noon_of,
)
from kneeapp.domain.evidence.rise_text import rise_words
from kneeapp.domain.evidence.trend import Level
from kneeapp.domain.formats import long_date
from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.routine.pain_rules import (
    DANGER,
    STOPS_FOR_PAIN,
    STOPS_OF_TRAINING,
)
from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.safety.replies import Reply, ReplyKind
from kneeapp.domain.safety.status import status
from kneeapp.domain.screening.retests import DUE_AFTER

LOOK_BACK = timedelta(weeks=12)
"""Older entries raise no alert (design 7: the default window), except open red flags."""

STOPPED_WITHIN = timedelta(weeks=2)
ANSWERED_WITHIN = timedelta(weeks=2)
SILENT_AFTER = timedelta(weeks=2)


UNDO_WITHIN = timedelta(seconds=10)
"""How long what a clinician did about an alert can be undone (DESIGN)."""

STOPS = STOPS_FOR_PAIN.keys() - {DANGER}
"""Stop reasons with an alert of their own; a stop for danger raises a red flag instead."""


class AlertKind(LabelledEnum):
    """The kinds of alert, the gravest first."""

    RED_FLAG = "red_flag", "Red flag open"
    STOPPED = "stopped", "Stopped for pain"
    ANSWERED = "answered", "Answered a red flag themselves"
    REPLIED = "replied", "Answered a note"
    RED_MORNINGS = "red_mornings", "Mornings higher than usual"
    RISING = "rising", "First ratings higher than usual"
    RETEST = "retest", "Home tests are due"
    SILENT = "silent", "Silent for two weeks"


class CloseReason(LabelledEnum):
    """Why a clinician closed an alert."""

    SPOKEN = "spoken", "Spoken with them"
    SEEN = "seen", "Seen at the clinic"
    SENT_ON = "sent_on", "Sent on to somebody else"
    KNOWN = "known", "Known already"
    CHECKED = "checked", "Answered by a check"


NEVER = datetime(1, 1, 2, tzinfo=UTC)
"""Earlier than any entry, in every time zone."""


@dataclass(frozen=True)
class Stop:
    """A session that was stopped, with the reason; `training` marks one of the programme."""

    at: datetime
    reason: str
    training: bool = False

    @property
    def words(self) -> str:
        if self.training:
            return f"In strengthening: {STOPS_OF_TRAINING[self.reason]}"
        return STOPS_FOR_PAIN[self.reason].capitalize()


@dataclass(frozen=True)
class AlertEvidence:
    """The entries that the alert rules use: those of the last LOOK_BACK, and all findings.

    `before` are the first ratings of sessions on one knee and test move, `mornings` the 24-hour
    ratings (0-10) by calendar day, `replies` those to the findings. `last` is the time of the
    person's last entry, or of the beginning of care. Times are aware.
    """

    last: datetime
    findings: Sequence[Finding] = ()
    replies: Sequence[Reply] = ()
    stops: Sequence[Stop] = ()
    before: Sequence[Level] = ()
    mornings: Mapping[date, int] = field(default_factory=dict)
    note_answer: tuple[datetime, str] | None = None
    """When the person last answered a note, and in which words."""
    tested: date | None = None
    """The day of the last repeated home test."""

    @cached_property
    def rises(self) -> tuple[LastingRise, ...]:
        """The rises of the first ratings; a list looks at the same entries many times a day."""
        return tuple(lasting_rises(self.before))

    @cached_property
    def morning_rises(self) -> tuple[LastingRise, ...]:
        return tuple(morning_rises(self.mornings))


@dataclass(frozen=True)
class Alert:
    """An alert: its kind, and what raised it when."""

    kind: AlertKind
    at: datetime
    detail: str = ""
    urgency: Urgency = Urgency.NONE_SEEN
    """How soon the person should be seen; of a red flag only."""


@dataclass(frozen=True)
class Handling:
    """What clinicians did about an alert: who saw, took and closed it, and when."""

    id: UUID
    kind: AlertKind
    seen_at: datetime
    seen_by: str
    taken_at: datetime | None = None
    taken_by: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    reason: CloseReason | None = None
    """Why it was closed; None where it is open, or was closed by an earlier version."""


def open_handling(handled: Sequence[Handling], kind: AlertKind) -> Handling | None:
    """The handling of an alert of `kind` that is not closed; None without one."""
    return next(
        (handling for handling in handled if handling.kind is kind and not handling.closed_at), None
    )


def raised_alerts(
    signs: AlertEvidence, handled: Sequence[Handling], now: datetime, zone: tzinfo
) -> tuple[Alert, ...]:
    """The alerts that `signs` raise at `now`, the gravest first; days are those of `zone`.

    Each rule uses only entries after the last alert of its kind was closed, so that a closed
    alert does not come back for the same entries.
    """
    closed = dict.fromkeys(AlertKind, NEVER)
    for handling in handled:
        if handling.closed_at:
            closed[handling.kind] = max(closed[handling.kind], handling.closed_at)
    return tuple(_raised(signs, closed, now, zone))


def _raised(
    signs: AlertEvidence, closed: Mapping[AlertKind, datetime], now: datetime, zone: tzinfo
) -> Iterator[Alert]:
    """The alerts, in the order of AlertKind."""
    # Open red flags only: those that were checked or have passed raise no alert. Most people of
    # a caseload have no findings at all, and a caseload asks for each of them.
    open_flags = (
        status(signs.findings, signs.replies, now, zone).red_flags if signs.findings else ()
    )
    flags = [
        case
        for case in open_flags
        if case.urgency.blocks and case.last_at > closed[AlertKind.RED_FLAG]
    ]
    if flags:
        worst = max(flags, key=lambda case: (case.urgency, case.last_at))
        detail = f"{worst.urgency.label}. {worst.finding.reason}"
        yield Alert(AlertKind.RED_FLAG, worst.last_at, detail, worst.urgency)
    since = max(now - STOPPED_WITHIN, closed[AlertKind.STOPPED])
    stops = [stop for stop in signs.stops if stop.reason in STOPS and stop.at > since]
    if stops:
        newest = max(stops, key=lambda stop: stop.at)
        yield Alert(AlertKind.STOPPED, newest.at, newest.words)
    yield from _answered(signs, max(now - ANSWERED_WITHIN, closed[AlertKind.ANSWERED]))
    if signs.note_answer:
        at, words = signs.note_answer
        if at > max(now - ANSWERED_WITHIN, closed[AlertKind.REPLIED]):
            yield Alert(AlertKind.REPLIED, at, f"“{words}”")
    mornings = latest_of(signs.morning_rises, noon_of(now.astimezone(zone).date()))
    first_ratings = latest_of(signs.rises, now)
    for kind, rise, ratings in (
        (AlertKind.RED_MORNINGS, mornings, "Mornings"),
        (AlertKind.RISING, first_ratings, "First ratings"),
    ):
        if rise and rise.at > closed[kind]:
            yield Alert(kind, rise.at, rise_words(rise, ratings))
    # A silent person does not test either: that is told once.
    silent = now - signs.last >= SILENT_AFTER
    tested = signs.tested
    if tested and not silent:
        counted_from = max(tested, closed[AlertKind.RETEST].astimezone(zone).date())
        if now.astimezone(zone).date() - counted_from >= DUE_AFTER:
            due = datetime.combine(tested + DUE_AFTER, time(), zone)
            yield Alert(AlertKind.RETEST, due, f"Last done on {long_date(tested)}.")
    # Whoever closes a silence has two weeks until it is raised again.
    if now - max(signs.last, closed[AlertKind.SILENT]) >= SILENT_AFTER:
        yield Alert(AlertKind.SILENT, signs.last)


def _answered(signs: AlertEvidence, since: datetime) -> Iterator[Alert]:
    """The newest red flag that the person answered themselves after `since`."""
    reasons = {finding.key: finding.reason for finding in signs.findings}
    own = [
        reply
        for reply in signs.replies
        if reply.account is None
        and reply.kind in {ReplyKind.CHECKED, ReplyKind.GONE}
        and reply.at > since
        and reply.finding in reasons
    ]
    if own:
        newest = max(own, key=lambda reply: reply.at)
        said = "it has gone"
        if newest.by and newest.seen_on and newest.allows:
            day = long_date(newest.seen_on)
            said = f"{newest.by.label} checked it on {day}: {newest.allows.label.lower()}"
        yield Alert(
            AlertKind.ANSWERED, newest.at, f"They entered: {said}. {reasons[newest.finding]}"
        )
