"""A dated set of answers, and what the rules make of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kneeapp.domain.conditions import Answers, hold
from kneeapp.domain.findings import Caution, Finding, Urgency
from kneeapp.domain.groups import SAFETY
from kneeapp.domain.questionnaire import Questionnaire, Rule, relevant
from kneeapp.errors import BadInput


class ScreeningKind(StrEnum):
    FULL = "full"
    SHORT = "short"
    """The short danger list, before a session."""
    CHECKED = "checked"
    """No questions: the person says that a clinician has checked this since."""


@dataclass(frozen=True)
class Screening:
    """Answers given on one occasion, judged by the rules of `rules_version`.

    `answers` holds JSON values by group id; findings stand worst first.
    """

    id: UUID
    started_at: datetime
    kind: ScreeningKind
    rules_version: str
    answers: Answers = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    finished_at: datetime | None = None

    @property
    def urgency(self) -> Urgency:
        """The worst of all findings."""
        return max((finding.urgency for finding in self.findings), default=Urgency.NONE_SEEN)

    def answered(self, questionnaire: Questionnaire, group_id: str, value: object) -> "Screening":
        """This screening with one more answer, or one changed; a finding once made stays.

        Raises BadInput where `value` is no answer to the group.
        """
        if self.kind is ScreeningKind.CHECKED:
            raise BadInput("This entry has no questions. Please start a new screening.")
        answers = {**self.answers, group_id: questionnaire.group(group_id).check(value)}
        return replace(
            self,
            rules_version=questionnaire.version,
            answers=answers,
            findings=_grown(self.findings, judge(questionnaire, answers)),
        )


def begun(
    questionnaire: Questionnaire,
    kind: ScreeningKind,
    *,
    screening_id: UUID,
    started_at: datetime,
    previous: Screening | None = None,
) -> Screening:
    """A new screening; lasting answers of the `previous` full one are carried over.

    A full screening asks everything about danger and cautions afresh.
    """
    known = previous.answers if previous else {}
    carried = {
        group.id: known[group.id]
        for group in questionnaire.groups
        if group.lasts
        and group.id in known
        and (kind is ScreeningKind.SHORT or group.stage not in SAFETY)
    }
    return Screening(
        id=screening_id,
        started_at=started_at,
        kind=kind,
        rules_version=questionnaire.version,
        answers={} if kind is ScreeningKind.CHECKED else carried,
    )


def judge(questionnaire: Questionnaire, answers: Answers) -> tuple[Finding, ...]:
    """The red flags that `answers` raise, worst first."""
    given = relevant(questionnaire, answers)
    return worst_first(
        _finding(questionnaire, rule)
        for rule in questionnaire.rules
        if hold(rule.when, given, unless=rule.unless)
    )


def cautions(questionnaire: Questionnaire, answers: Answers) -> tuple[Caution, ...]:
    """The cautions that `answers` call for, in the order of the file."""
    given = relevant(questionnaire, answers)
    return tuple(rule.caution for rule in questionnaire.cautions if hold(rule.when, given))


def _finding(questionnaire: Questionnaire, rule: Rule) -> Finding:
    return Finding(
        rule=rule.id,
        urgency=rule.urgency,
        reason=rule.reason,
        go=questionnaire.directions(rule),
        source=rule.source,
        certainty=rule.certainty,
        group=rule.when[0].group,
    )


def _grown(before: Iterable[Finding], now: Iterable[Finding]) -> tuple[Finding, ...]:
    worst: dict[str, Finding] = {}
    for finding in (*before, *now):
        if finding.rule not in worst or finding.urgency > worst[finding.rule].urgency:
            worst[finding.rule] = finding
    return worst_first(worst.values())


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.urgency))
