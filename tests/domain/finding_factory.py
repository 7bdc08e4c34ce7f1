"""Factory of findings and replies, and the status calculated from them."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

from kneeapp.domain.safety.closures import parse_closures
from kneeapp.domain.safety.findings import About, Ends, Finding, Urgency
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.safety.status import SafetyStatus, status

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
_numbers = count(1)


def closing(*texts):
    """The closures that these texts name."""
    return tuple(closure for text in texts for closure in parse_closures(text))


def a_finding(rule="hot", *, closes=("everything",), at=NOON, **different):
    """A finding for the same day that ends by a check only."""
    usual = {
        "key": f"screening:{at.isoformat()}:{rule}",
        "urgency": Urgency.SAME_DAY,
        "said": "it is hot",
        "reason": "It may be infected.",
        "ends": Ends.CHECK,
        "about": About.NOW,
        "source": "a source",
        "certainty": "DESIGN",
    }
    return Finding(rule=rule, at=at, closes=closing(*closes), **(usual | different))


def a_caution(rule="floor", *, closes=("floor",), at=NOON, ends=Ends.ANSWER, **different):
    """A finding without an urgency."""
    return a_finding(rule, closes=closes, at=at, ends=ends, urgency=Urgency.NONE_SEEN, **different)


def a_reply(kind, finding, *, at, **different):
    return Reply(
        id=UUID(int=next(_numbers)),
        finding=finding.key,
        rule=finding.rule,
        kind=kind,
        at=at,
        **different,
    )


def gone(finding, at):
    return a_reply(ReplyKind.GONE, finding, at=at)


def still(finding, at):
    return a_reply(ReplyKind.STILL, finding, at=at)


def corrected(finding, at):
    return a_reply(ReplyKind.CORRECTED, finding, at=at)


def a_check(finding, at, *, seen_on=None, allows=Allows.BOTH, until=None):
    """A doctor's check of `finding`, made on the day it is entered unless another is given."""
    return a_reply(
        ReplyKind.CHECKED,
        finding,
        at=at,
        by=Clinician.DOCTOR,
        seen_on=seen_on or at.date(),
        allows=allows,
        until=until,
    )


def day(days):
    """The calendar day so many days after NOON's."""
    return date(2026, 3, 2) + timedelta(days=days)


def folded(*findings, replies=(), now=NOON + HOUR, zone=UTC):
    """The status of `findings` and `replies` at `now`."""
    return status(findings, replies, now, zone)


def only_case(*findings, replies=(), now=NOON + HOUR, zone=UTC):
    """The single case of these findings and replies."""
    (case,) = folded(*findings, replies=replies, now=now, zone=zone).cases
    return case


def closed(*texts) -> SafetyStatus:
    """A status in which exactly these closures are closed."""
    return folded(a_caution(closes=texts))
