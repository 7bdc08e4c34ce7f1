"""Person status: all findings of a record, folded at one moment."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from uuid import UUID

from kneeapp.domain.clearance.standing import Standing, standing
from kneeapp.domain.evidence.rating_findings import RED_MORNINGS, RatingHistory, rating_findings
from kneeapp.domain.routine.stop_findings import SessionEnd, stop_findings
from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.safety.status import status
from kneeapp.domain.screening.answer_findings import older_checks, screening_findings
from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.questionnaire import Questionnaire


@dataclass(frozen=True)
class SafetyRecord:
    """What of a record can raise a finding, and the replies to these.

    `seen` are days on which, as older records say, somebody had looked at red mornings.
    """

    screenings: Sequence[Screening] = ()
    replies: Sequence[Reply] = ()
    ends: Sequence[SessionEnd] = ()
    rated: RatingHistory = field(default_factory=RatingHistory)
    seen: Collection[date] = ()


def record_findings(
    questionnaire: Questionnaire, record: SafetyRecord, now: datetime, zone: tzinfo
) -> tuple[Finding, ...]:
    """Every finding that the record raises by `now`."""
    signs, version = questionnaire.directed_signs, questionnaire.version
    return (
        *screening_findings(questionnaire, record.screenings, zone),
        *stop_findings(signs, record.ends, version),
        *rating_findings(signs, record.rated, now, zone, version),
    )


def record_replies(record: SafetyRecord, zone: tzinfo) -> tuple[Reply, ...]:
    """Every reply in the record, and what counts as one in an older record."""
    checks = older_checks(record.screenings, zone)
    return (*record.replies, *checks, *_checks_of_mornings(record.seen, zone))


def person_standing(
    questionnaire: Questionnaire, record: SafetyRecord, now: datetime, zone: tzinfo
) -> Standing:
    """Where the person stands at `now` (aware), by days in `zone`."""
    found = record_findings(questionnaire, record, now, zone)
    folded = status(found, record_replies(record, zone), now, zone)
    return standing(questionnaire, record.screenings, now, folded)


def _checks_of_mornings(seen: Collection[date], zone: tzinfo) -> Iterator[Reply]:
    for day in seen:
        yield Reply(
            id=UUID(int=day.toordinal()),
            finding="",
            rule=RED_MORNINGS,
            kind=ReplyKind.CHECKED,
            at=datetime.combine(day, time(12), zone),
            by=Clinician.OTHER,
            seen_on=day,
            allows=Allows.BOTH,
        )
