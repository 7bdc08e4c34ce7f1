"""Findings and replies from a person's screenings, for the safety status."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from kneeapp.domain.safety.findings import About, Ends, Finding
from kneeapp.domain.safety.replies import Reply, check_of_older_record
from kneeapp.domain.safety.status import Case, SafetyStatus
from kneeapp.domain.screening.answers import Screening, ScreeningKind, judge
from kneeapp.domain.screening.questionnaire import Questionnaire, applicable_answers

INJURY_DAYS = "injury_days"
"""The question how many days ago the injury was."""

INJURY_SEEN = "injury_seen"
"""The rule raised by the answer that a clinician has examined the injury."""


def said_seen(status: SafetyStatus, case: Case) -> bool:
    """Whether `case` is about an injury that a clinician has examined, as the person said.

    The check itself is not entered yet; it can be entered at once.
    """
    about = case.finding
    return (
        case.open
        and about.about is About.INJURY
        and about.rule != INJURY_SEEN
        and case.check_from is None
        and any(
            other.finding.rule == INJURY_SEEN and other.finding.injury_on == about.injury_on
            for other in status.open
        )
    )


def screening_findings(
    questionnaire: Questionnaire, screenings: Sequence[Screening], zone: tzinfo
) -> Iterator[Finding]:
    """Every finding of `screenings`, as judged when they were answered.

    Records of older versions lack some values; today's rules fill them in: the cautions of a
    screening, and the question of a finding. `zone` is the person's, for the day of an injury.
    """
    ordered = sorted(screenings, key=lambda screening: (screening.started_at, screening.id))
    answered = _answered(ordered)
    first_groups = {rule.id: rule.when[0].group for rule in questionnaire.all_rules}
    for screening in ordered:
        for finding in (*screening.findings, *_cautions(questionnaire, screening)):
            at = finding.at or screening.started_at
            group = finding.group or first_groups.get(finding.rule, "")
            completed: dict[str, object] = {
                "key": f"screening:{screening.id}:{finding.rule}",
                "group": group,
                "version": finding.version or screening.rules_version,
                "at": at,
            }
            if finding.about is About.INJURY:
                completed["injury_on"] = _injury_on(questionnaire, screening, at, zone)
            if finding.ends is Ends.ANSWER:
                completed["denied_at"] = _denied_at(finding.rule, at, answered.get(group, ()))
            yield finding.model_copy(update=completed)


def older_checks(screenings: Sequence[Screening], zone: tzinfo) -> Iterator[Reply]:
    """The checks of older records as replies, one for each red flag raised before the check."""
    for check in screenings:
        if check.kind is not ScreeningKind.CHECKED:
            continue
        earlier = (
            screening for screening in screenings if screening.started_at <= check.started_at
        )
        for rule in sorted({flag.rule for screening in earlier for flag in screening.findings}):
            seen_on = check.started_at.astimezone(zone).date()
            yield check_of_older_record(check.id, rule, check.started_at, seen_on)


def _cautions(questionnaire: Questionnaire, screening: Screening) -> Sequence[Finding]:
    if screening.cautions is not None:
        return screening.cautions
    return [
        finding for finding in judge(questionnaire, screening.answers) if not finding.is_red_flag
    ]


def _answered(
    ordered: Sequence[Screening],
) -> Mapping[str, Sequence[tuple[datetime, frozenset[str]]]]:
    """For each group: the times of its answers, with the rules those screenings raised."""
    by_group: dict[str, list[tuple[datetime, frozenset[str]]]] = defaultdict(list)
    for screening in ordered:
        raised = frozenset(
            finding.rule for finding in (*screening.findings, *(screening.cautions or ()))
        )
        for group in screening.answers:
            by_group[group].append((screening.started_at, raised))
    return by_group


def _denied_at(
    rule: str, said_at: datetime, answered: Sequence[tuple[datetime, frozenset[str]]]
) -> datetime | None:
    """When a screening begun after `said_at` answered the question without `rule`; else None."""
    return next((at for at, raised in answered if at > said_at and rule not in raised), None)


def _injury_on(
    questionnaire: Questionnaire, screening: Screening, at: datetime, zone: tzinfo
) -> date | None:
    days_ago = applicable_answers(questionnaire, {**screening.known, **screening.answers}).get(
        INJURY_DAYS
    )
    if not isinstance(days_ago, int | float):
        return None
    return at.astimezone(zone).date() - timedelta(days=int(days_ago))
