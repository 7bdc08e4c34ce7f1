"""Screenings: a dated set of answers with the findings that the rules raise from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.screening.conditions import NOT_SURE, Answers, hold
from kneeapp.domain.screening.questionnaire import Questionnaire, ScreeningRule, applicable_answers
from kneeapp.domain.screening.questions import SAFETY, Group, NumberGroup, ScaleGroup
from kneeapp.errors import BadInput


class ScreeningKind(StrEnum):
    FULL = "full"
    SHORT = "short"
    """The questions that are due, before a session."""
    START = "start"
    """The question before a session with a very sore knee."""
    CHECKED = "checked"
    """No questions: in older records, that a clinician has checked all red flags before it."""


@dataclass(frozen=True)
class Screening:
    """Answers given on one occasion, judged by the rules of `rules_version`.

    `answers` holds JSON values by group id, `known` earlier answers that were still valid: the
    rules use both. `findings` are the red flags, worst first; `cautions` is None in records
    from before cautions were stored.
    """

    id: UUID
    started_at: datetime
    kind: ScreeningKind
    rules_version: str
    answers: Answers = field(default_factory=dict)
    known: Answers = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    cautions: tuple[Finding, ...] | None = ()
    finished_at: datetime | None = None

    @property
    def urgency(self) -> Urgency:
        """The worst of all findings."""
        return max((finding.urgency for finding in self.findings), default=Urgency.NONE_SEEN)

    def answered(
        self, questionnaire: Questionnaire, group_id: str, value: object, at: datetime
    ) -> "Screening":
        """This screening with one answer added or changed; findings raised before stay.

        A finding that the answer raises, or raises again, gets the time `at`, so that earlier
        replies to it do not count. Raises BadInput where `value` is no answer to the group.
        """
        if self.kind is ScreeningKind.CHECKED:
            raise BadInput("This entry has no questions. Please start a new screening.")
        answers = {**self.answers, group_id: questionnaire.group(group_id).check(value)}
        before = {finding.rule for finding in judge(questionnaire, self.answers, self.known)}
        raised_anew = {
            rule.id
            for rule in questionnaire.all_rules
            if rule.id not in before or any(condition.group == group_id for condition in rule.when)
        }
        raised = [
            finding.model_copy(update={"at": at})
            for finding in judge(questionnaire, answers, self.known)
            if finding.rule in raised_anew
        ]
        return replace(
            self,
            rules_version=questionnaire.version,
            answers=answers,
            findings=_grown(self.findings, (finding for finding in raised if finding.is_red_flag)),
            cautions=_grown(
                self.cautions or (), (finding for finding in raised if not finding.is_red_flag)
            ),
        )


def new_screening(  # noqa: PLR0913  one keyword for each thing it starts from
    questionnaire: Questionnaire,
    kind: ScreeningKind,
    *,
    screening_id: UUID,
    started_at: datetime,
    previous: Screening | None = None,
    known: Answers | None = None,
) -> Screening:
    """A new screening.

    A full one asks all safety questions again and carries over the lasting other answers of the
    `previous` one, with their findings. A short one uses the `known` answers.
    """
    before = previous.answers if previous and kind is ScreeningKind.FULL else {}
    carried = {
        group.id: before[group.id]
        for group in questionnaire.groups
        if group.lasts and group.id in before and group.stage not in SAFETY
    }
    says = _carried(questionnaire, carried, previous) if previous else ()
    return Screening(
        id=screening_id,
        started_at=started_at,
        kind=kind,
        rules_version=questionnaire.version,
        answers=carried,
        known=dict(known or {}) if kind is not ScreeningKind.FULL else {},
        findings=tuple(finding for finding in says if finding.is_red_flag),
        cautions=tuple(finding for finding in says if not finding.is_red_flag),
    )


def _carried(
    questionnaire: Questionnaire, carried: Answers, previous: Screening
) -> tuple[Finding, ...]:
    """The findings of carried answers, with their old times: replies since then still count."""
    previous_findings = (*previous.findings, *(previous.cautions or ()))
    said_at = {finding.rule: finding.at for finding in previous_findings}
    return tuple(
        finding.model_copy(update={"at": said_at.get(finding.rule) or previous.started_at})
        for finding in judge(questionnaire, carried)
    )


def judge(
    questionnaire: Questionnaire, answers: Answers, known: Answers | None = None
) -> tuple[Finding, ...]:
    """The findings that `answers` raise together with the `known` ones, worst first.

    Known answers raise nothing by themselves: a rule needs at least one of `answers`.
    """
    all_answers = {**(known or {}), **answers}
    applying = applicable_answers(questionnaire, all_answers)
    return worst_first(
        rule.raised(
            rule.id,
            version=questionnaire.version,
            said="; ".join(_said(questionnaire, rule, all_answers)),
            go=questionnaire.directions(rule),
            group=rule.when[0].group,
        )
        for rule in questionnaire.all_rules
        if hold(rule.when, applying, unless=rule.unless)
        and any(condition.group in answers for condition in rule.when)
    )


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.urgency))


def _said(questionnaire: Questionnaire, rule: ScreeningRule, answers: Answers) -> Iterator[str]:
    """The answers that raised `rule`, as the texts of their options."""
    for condition in rule.when:
        group = questionnaire.group(condition.group)
        yield from _in_words(group, answers[group.id], condition.words)


def _in_words(group: Group, answer: Any, words: tuple[str, ...]) -> Iterator[str]:
    if answer == NOT_SURE:
        yield f"{group.title} Not sure"
        return
    if isinstance(group, NumberGroup | ScaleGroup):
        unit = f" {group.unit}" if isinstance(group, NumberGroup) and group.unit else ""
        yield f"{group.title} {answer:g}{unit}"
        return
    chosen = {answer} if isinstance(answer, str) else set(answer)
    for option in group.listed:
        if option.id in words and option.id in chosen:
            yield option.text.rstrip(".")
    if NOT_SURE in chosen and NOT_SURE in words:
        yield f"{group.title} Not sure"


def _grown(before: Iterable[Finding], raised: Iterable[Finding]) -> tuple[Finding, ...]:
    """`before` and the new findings; of each rule the newest, unless the older is more urgent."""
    by_rule = {finding.rule: finding for finding in before}
    for finding in raised:
        earlier = by_rule.get(finding.rule)
        milder = earlier is not None and earlier.urgency > finding.urgency
        by_rule[finding.rule] = (
            earlier.model_copy(update={"at": finding.at}) if earlier and milder else finding
        )
    return worst_first(by_rule.values())
