"""Rule replay: stored screenings judged again by today's rules, to compare the findings."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.screening.answers import Screening, ScreeningKind, judge
from kneeapp.domain.screening.conditions import Answers
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.errors import BadInput


class RuleChange(StrEnum):
    """How today's findings compare with the stored ones."""

    MORE = "more careful"
    LESS = "less careful"
    SAME = "the same"


@dataclass(frozen=True)
class Replayed:
    """One screening: its stored findings by rule, and those of today's rules."""

    screening: Screening
    then: Mapping[str, Finding]
    now: Mapping[str, Finding]
    not_judged: tuple[str, ...] = ()
    """Ids of questions whose stored answers today's questions do not accept."""

    @cached_property
    def by_rule(self) -> Mapping[str, RuleChange]:
        """The change of each rule that raised a finding then or raises one now."""
        rules = sorted(self.then.keys() | self.now.keys())
        return {rule: _change_of_rule(self.then.get(rule), self.now.get(rule)) for rule in rules}

    @property
    def change(self) -> RuleChange:
        """The change of the screening as a whole: by the worst urgency, then by the closures."""
        return _change(self.then.values(), self.now.values())


def replayed(questionnaire: Questionnaire, screenings: Iterable[Screening]) -> list[Replayed]:
    """Every screening among `screenings` that asked questions, replayed, the oldest first.

    Old screenings without stored cautions are compared by their red flags only.
    """
    asked = [screening for screening in screenings if screening.kind is not ScreeningKind.CHECKED]
    return [
        _replayed_one(questionnaire, screening)
        for screening in sorted(asked, key=lambda screening: (screening.started_at, screening.id))
    ]


@dataclass
class Counts:
    """How many screenings, and findings of each rule, are more or less careful or the same."""

    screenings: Counter[RuleChange] = field(default_factory=Counter)
    rules: dict[str, Counter[RuleChange]] = field(default_factory=dict)

    def add(self, replay: Replayed) -> None:
        self.screenings[replay.change] += 1
        for rule, change in replay.by_rule.items():
            self.rules.setdefault(rule, Counter())[change] += 1

    @property
    def by_rule(self) -> Mapping[str, Counter[RuleChange]]:
        return dict(sorted(self.rules.items()))


def _replayed_one(questionnaire: Questionnaire, screening: Screening) -> Replayed:
    answers, refused = _accepted(questionnaire, screening.answers)
    known, _ = _accepted(questionnaire, screening.known)
    findings = judge(questionnaire, answers, known)
    if screening.cautions is None:
        findings = tuple(finding for finding in findings if finding.is_red_flag)
    stored = (*screening.findings, *(screening.cautions or ()))
    return Replayed(
        screening,
        then={finding.rule: finding for finding in stored},
        now={finding.rule: finding for finding in findings},
        not_judged=refused,
    )


def _accepted(
    questionnaire: Questionnaire, answers: Answers
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answers that today's questions accept, and the ids of those they do not accept."""
    accepted, refused = {}, []
    for group, value in answers.items():
        try:
            accepted[group] = questionnaire.group(group).check(value)
        except BadInput:
            refused.append(group)
    return accepted, tuple(refused)


def _change_of_rule(then: Finding | None, now: Finding | None) -> RuleChange:
    if then is None or now is None:
        return RuleChange.MORE if then is None else RuleChange.LESS
    return _change([then], [now])


def _change(then: Collection[Finding], now: Collection[Finding]) -> RuleChange:
    urgency = _worst(now) - _worst(then)
    if urgency > 0 or (urgency == 0 and _uncovered(then, now)):
        return RuleChange.MORE
    return RuleChange.LESS if urgency < 0 or _uncovered(now, then) else RuleChange.SAME


def _worst(findings: Iterable[Finding]) -> Urgency:
    return max((finding.urgency for finding in findings), default=Urgency.NONE_SEEN)


def _uncovered(by: Collection[Finding], findings: Collection[Finding]) -> bool:
    """Whether some of `findings` close what none of `by` closes."""
    return any(
        not any(other.closing(closure) for other in by)
        for finding in findings
        for closure in finding.closes
    )
