"""Person status: the standing of a person, calculated from all findings of the record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from uuid import UUID

from kneeapp.domain.clearance.standing import Standing, standing
from kneeapp.domain.evidence.rating_findings import RED_MORNINGS, RatingHistory, rating_findings
from kneeapp.domain.routine.stop_findings import SessionEnd, stop_findings
from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.safety.replies import Reply, check_of_older_record
from kneeapp.domain.safety.status import status
from kneeapp.domain.screening.answer_findings import older_checks, screening_findings
from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.questionnaire import Questionnaire


@dataclass(frozen=True)
class SafetyRecord:
    """The parts of a record that raise findings, and the replies to them.

    `seen` are days on which a clinician examined the person because of red mornings; records
    of older versions keep them separately.
    """

    screenings: Sequence[Screening] = ()
    replies: Sequence[Reply] = ()
    ends: Sequence[SessionEnd] = ()
    rated: RatingHistory = field(default_factory=RatingHistory)
    seen: Collection[date] = ()


def record_findings(
    questionnaire: Questionnaire, record: SafetyRecord, now: datetime, zone: tzinfo
) -> tuple[Finding, ...]:
    """Every finding that the record raises by `now` (aware), by days in `zone`."""
    signs, version = questionnaire.directed_signs, questionnaire.version
    return (
        *screening_findings(questionnaire, record.screenings, zone),
        *stop_findings(signs, record.ends, version),
        *rating_findings(signs, record.rated, now, zone, version),
    )


def record_replies(record: SafetyRecord, zone: tzinfo) -> tuple[Reply, ...]:
    """Every reply in the record, and the checks of older records as replies."""
    checks = older_checks(record.screenings, zone)
    checks_of_mornings = (
        check_of_older_record(
            UUID(int=day.toordinal()), RED_MORNINGS, datetime.combine(day, time(12), zone), day
        )
        for day in record.seen
    )
    return (*record.replies, *checks, *checks_of_mornings)


def person_standing(
    questionnaire: Questionnaire, record: SafetyRecord, now: datetime, zone: tzinfo
) -> Standing:
    """The standing of the person at `now` (aware), by days in `zone`."""
    findings = record_findings(questionnaire, record, now, zone)
    safety_status = status(findings, record_replies(record, zone), now, zone)
    return standing(questionnaire, record.screenings, now, safety_status)
