"""The findings and replies that a person's screenings hand to the safety status."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from kneeapp.domain.safety.findings import About, Ends, Finding
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.safety.status import Case, SafetyStatus
from kneeapp.domain.screening.answers import Screening, ScreeningKind, judge
from kneeapp.domain.screening.questionnaire import Questionnaire, relevant

INJURY_DAYS = "injury_days"
"""The question how many days ago the injury was."""

INJURY_SEEN = "injury_seen"
"""The rule of who says that a clinician has examined the injury."""


def said_seen(status: SafetyStatus, case: Case) -> bool:
    """Whether `case` is about an injury that, as the person said, a clinician has examined.

    What that clinician allowed is not entered yet, and may be at once.
    """
    about = case.finding
    return (
        case.open
        and about.about is About.INJURY
        and about.rule != INJURY_SEEN
        and case.check_from is None
        and any(
            one.finding.rule == INJURY_SEEN and one.finding.injury_on == about.injury_on
            for one in status.open
        )
    )


def screening_findings(
    questionnaire: Questionnaire, screenings: Sequence[Screening], zone: tzinfo
) -> Iterator[Finding]:
    """Every finding of `screenings`, as they were judged then.

    Cautions of screenings that did not keep theirs are those of today's rules, and of a finding
    that did not keep which question told, today's rule of that name says it. `zone` tells the
    day of an injury.
    """
    ordered = sorted(screenings, key=lambda one: (one.started_at, one.id))
    answered = _answered(ordered)
    telling = {rule.id: rule.when[0].group for rule in questionnaire.all_rules}
    for screening in ordered:
        for finding in (*screening.findings, *_cautions(questionnaire, screening)):
            at = finding.at or screening.started_at
            group = finding.group or telling.get(finding.rule, "")
            found: dict[str, object] = {
                "key": f"screening:{screening.id}:{finding.rule}",
                "group": group,
                "version": finding.version or screening.rules_version,
                "at": at,
            }
            if finding.about is About.INJURY:
                found["injury_on"] = _injury_on(questionnaire, screening, at, zone)
            if finding.ends is Ends.ANSWER:
                found["denied_at"] = _denied_at(finding.rule, at, answered.get(group, ()))
            yield finding.model_copy(update=found)


def older_checks(screenings: Sequence[Screening], zone: tzinfo) -> Iterator[Reply]:
    """The checks of older records, each of all red flags that were raised before it."""
    for check in screenings:
        if check.kind is not ScreeningKind.CHECKED:
            continue
        earlier = (one for one in screenings if one.started_at <= check.started_at)
        for rule in sorted({flag.rule for one in earlier for flag in one.findings}):
            yield Reply(
                id=check.id,
                finding="",
                rule=rule,
                kind=ReplyKind.CHECKED,
                at=check.started_at,
                by=Clinician.OTHER,
                seen_on=check.started_at.astimezone(zone).date(),
                allows=Allows.BOTH,
            )


def _cautions(questionnaire: Questionnaire, screening: Screening) -> Sequence[Finding]:
    if screening.cautions is not None:
        return screening.cautions
    return [one for one in judge(questionnaire, screening.answers) if not one.is_red_flag]


def _answered(
    ordered: Sequence[Screening],
) -> Mapping[str, Sequence[tuple[datetime, frozenset[str]]]]:
    """When each group was answered, and which rules that screening raised."""
    found: dict[str, list[tuple[datetime, frozenset[str]]]] = defaultdict(list)
    for screening in ordered:
        raised = frozenset(one.rule for one in (*screening.findings, *(screening.cautions or ())))
        for group in screening.answers:
            found[group].append((screening.started_at, raised))
    return found


def _denied_at(
    rule: str, said_at: datetime, answered: Sequence[tuple[datetime, frozenset[str]]]
) -> datetime | None:
    """When a screening begun after `said_at` answered the question without raising `rule`."""
    return next((at for at, raised in answered if at > said_at and rule not in raised), None)


def _injury_on(
    questionnaire: Questionnaire, screening: Screening, at: datetime, zone: tzinfo
) -> date | None:
    given = relevant(questionnaire, {**screening.known, **screening.answers}).get(INJURY_DAYS)
    if not isinstance(given, int | float):
        return None
    return at.astimezone(zone).date() - timedelta(days=int(given))
