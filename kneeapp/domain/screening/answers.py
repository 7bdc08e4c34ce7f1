"""A dated set of answers, and what the rules make of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.screening.conditions import NOT_SURE, Answers, hold
from kneeapp.domain.screening.questionnaire import Questionnaire, ScreeningRule, relevant
from kneeapp.domain.screening.questions import SAFETY, Group, NumberGroup, ScaleGroup
from kneeapp.errors import BadInput


class ScreeningKind(StrEnum):
    FULL = "full"
    SHORT = "short"
    """The questions that are due, before a session."""
    START = "start"
    """What is asked where a session is about to begin on a very sore knee."""
    CHECKED = "checked"
    """No questions: in older records, that a clinician has checked all red flags since."""


@dataclass(frozen=True)
class Screening:
    """Answers given on one occasion, judged by the rules of `rules_version`.

    `answers` holds JSON values by group id, `known` what was answered on an earlier occasion and
    still held: rules looked at both. `findings` are red flags, worst first; `cautions` is None
    where they were not kept yet.
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
        """This screening with one more answer, or one changed; a finding once made stays.

        What the answer says, or says again, is a finding of `at`: what was replied to it
        before does not count. Raises BadInput where `value` is no answer to the group.
        """
        if self.kind is ScreeningKind.CHECKED:
            raise BadInput("This entry has no questions. Please start a new screening.")
        answers = {**self.answers, group_id: questionnaire.group(group_id).check(value)}
        before = {one.rule for one in judge(questionnaire, self.answers, self.known)}
        told = {
            rule.id
            for rule in questionnaire.all_rules
            if rule.id not in before or any(one.group == group_id for one in rule.when)
        }
        raised = [
            one.model_copy(update={"at": at})
            for one in judge(questionnaire, answers, self.known)
            if one.rule in told
        ]
        return replace(
            self,
            rules_version=questionnaire.version,
            answers=answers,
            findings=_grown(self.findings, (one for one in raised if one.is_red_flag)),
            cautions=_grown(self.cautions or (), (one for one in raised if not one.is_red_flag)),
        )


def begun(  # noqa: PLR0913  one keyword for each thing it starts from
    questionnaire: Questionnaire,
    kind: ScreeningKind,
    *,
    screening_id: UUID,
    started_at: datetime,
    previous: Screening | None = None,
    known: Answers | None = None,
) -> Screening:
    """A new screening; a full one asks everything about safety afresh and carries over what
    lasts of the rest from the `previous` one, and what that says. A list of what is due goes by
    what is `known`.
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
        findings=tuple(one for one in says if one.is_red_flag),
        cautions=tuple(one for one in says if not one.is_red_flag),
    )


def _carried(
    questionnaire: Questionnaire, carried: Answers, previous: Screening
) -> tuple[Finding, ...]:
    """What carried answers say, as of when it was said: a reply to it since then still counts."""
    kept = (*previous.findings, *(previous.cautions or ()))
    said_at = {finding.rule: finding.at for finding in kept}
    return tuple(
        finding.model_copy(update={"at": said_at.get(finding.rule) or previous.started_at})
        for finding in judge(questionnaire, carried)
    )


def judge(
    questionnaire: Questionnaire, answers: Answers, known: Answers | None = None
) -> tuple[Finding, ...]:
    """The findings that `answers` raise together with what was `known` before, worst first.

    What was known before raises nothing by itself: one of the answers has to tell.
    """
    all_answers = {**(known or {}), **answers}
    given = relevant(questionnaire, all_answers)
    return worst_first(
        _finding(questionnaire, rule, all_answers)
        for rule in questionnaire.all_rules
        if hold(rule.when, given, unless=rule.unless)
        and any(condition.group in answers for condition in rule.when)
    )


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.urgency))


def _finding(questionnaire: Questionnaire, rule: ScreeningRule, given: Answers) -> Finding:
    return Finding(
        rule=rule.id,
        version=questionnaire.version,
        urgency=rule.urgency,
        said="; ".join(_said(questionnaire, rule, given)),
        reason=rule.reason,
        go=questionnaire.directions(rule),
        closes=rule.closes,
        ends=rule.ends,
        days=rule.days,
        about=rule.about,
        ask=rule.ask,
        checkable=rule.checkable,
        source=rule.source,
        certainty=rule.certainty,
        group=rule.when[0].group,
    )


def _said(questionnaire: Questionnaire, rule: ScreeningRule, given: Answers) -> Iterator[str]:
    """The answers that raised `rule`, in the words in which they were given."""
    for condition in rule.when:
        group = questionnaire.group(condition.group)
        yield from _in_words(group, given[group.id], condition.words)


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


def _grown(before: Iterable[Finding], told: Iterable[Finding]) -> tuple[Finding, ...]:
    """`before` and what was told now, of each rule the newest, and never less urgent."""
    grown = {finding.rule: finding for finding in before}
    for finding in told:
        kept = grown.get(finding.rule)
        milder = kept is not None and kept.urgency > finding.urgency
        grown[finding.rule] = (
            kept.model_copy(update={"at": finding.at}) if kept and milder else finding
        )
    return worst_first(grown.values())
