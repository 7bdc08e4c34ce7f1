"""Replies to findings: a clinician's check, or what the person says about it later."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.errors import BadInput

CORRECTED_WITHIN = timedelta(minutes=10)
"""How long an answer can be corrected as a wrong tap (DESIGN)."""

SEEN_AFTER_EMERGENCY = timedelta(hours=2)
"""Least time from an emergency answer to a check of it: being seen takes longer (DESIGN)."""

FARTHEST_EAST = timedelta(hours=14)
"""The largest UTC offset: a person's date may be ahead of the UTC date by this."""


class ReplyKind(StrEnum):
    """What a reply says about a finding."""

    CHECKED = "checked"
    GONE = "gone"
    STILL = "still"
    CORRECTED = "corrected"


class Clinician(LabelledEnum):
    """The kind of clinician who examined the person or was asked."""

    DOCTOR = "doctor", "a doctor"
    EMERGENCY = "emergency", "an emergency department"
    PHYSIOTHERAPIST = "physiotherapist", "a physiotherapist"
    NURSE = "nurse", "a nurse"
    PHARMACIST = "pharmacist", "a pharmacist"
    MIDWIFE = "midwife", "a midwife"
    OTHER = "other", "another clinician"


class Allows(LabelledEnum):
    """What the clinician allowed."""

    BOTH = "both", "Rolling and strengthening"
    ROLL = "roll", "Rolling, not strengthening"
    TRAIN = "train", "Strengthening, not rolling"
    NEITHER = "neither", "Neither for now"

    def opens(self, closure: Closure) -> bool:
        """Whether it opens `closure`; the test move belongs to rolling and to training."""
        if self is Allows.NEITHER:
            return False
        if self is Allows.BOTH or closure.part is Part.TEST_MOVE:
            return True
        training = closure.part in {Part.EXERCISE, Part.PROGRAMME}
        return training is (self is Allows.TRAIN)


@dataclass(frozen=True)
class Reply:
    """One reply to one finding; it is never changed after it was saved.

    `finding` is the key of the finding, `rule` its rule. For a check, `by` is who examined the
    person, `seen_on` the day, and `allows` what they allowed, through the day `until`;
    `account` is the clinician's account where one of the clinic entered it. Raises BadInput
    where the fields contradict each other.
    """

    id: UUID
    finding: str
    rule: str
    kind: ReplyKind
    at: datetime
    by: Clinician | None = None
    seen_on: date | None = None
    allows: Allows | None = None
    until: date | None = None
    account: UUID | None = None

    def __post_init__(self) -> None:
        if self.kind is ReplyKind.CHECKED:
            if self.by is None or self.seen_on is None or self.allows is None:
                raise BadInput("Say who looked at it, on which day, and what they allowed.")
            if self.seen_on > (self.at.astimezone(UTC) + FARTHEST_EAST).date():
                raise BadInput("That day is still to come. Enter the day on which it was seen.")
            if self.until is not None and self.until < self.seen_on:
                raise BadInput("What was allowed ends before the day it was seen. Check the dates.")
        elif any((self.by, self.seen_on, self.allows, self.until)):
            raise BadInput("Only a check says who looked at it and what they allowed.")


def check_of_older_record(identity: UUID, rule: str, at: datetime, seen_on: date) -> Reply:
    """A check from a time when records named neither finding nor clinician: all was allowed."""
    return Reply(identity, "", rule, ReplyKind.CHECKED, at, Clinician.OTHER, seen_on, Allows.BOTH)


def earliest_check(finding: Finding) -> datetime | None:
    """The earliest time at which a check of `finding` may be entered; None for at once."""
    if finding.urgency is Urgency.EMERGENCY and finding.at:
        return finding.at + SEEN_AFTER_EMERGENCY
    return None
