"""Rule replay: stored screenings judged again by today's rules."""

from collections import Counter
from collections.abc import Iterable, Mapping
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
    """How today's rules tell something beside those of then."""

    MORE = "more careful"
    LESS = "less careful"
    SAME = "the same"


@dataclass(frozen=True)
class Replayed:
    """One screening: what was told by rule, and what today's rules tell."""

    screening: Screening
    then: Mapping[str, Finding]
    now: Mapping[str, Finding]
    not_judged: tuple[str, ...] = ()
    """Answers that today's questions do not take."""

    @cached_property
    def by_rule(self) -> Mapping[str, RuleChange]:
        """How each rule that told something tells it today."""
        rules = sorted(self.then.keys() | self.now.keys())
        return {rule: _change(self.then.get(rule), self.now.get(rule)) for rule in rules}

    @property
    def change(self) -> RuleChange:
        """How all of it is told: by how urgent it is, then by what is closed, then by the rules."""
        urgency = _worst(self.now.values()) - _worst(self.then.values())
        if urgency:
            return RuleChange.MORE if urgency > 0 else RuleChange.LESS
        more, less = _uncovered(self.then, self.now), _uncovered(self.now, self.then)
        if more or less:
            return RuleChange.MORE if more else RuleChange.LESS
        return RuleChange.SAME


def replayed(questionnaire: Questionnaire, screenings: Iterable[Screening]) -> list[Replayed]:
    """Every screening and list of `screenings` that asked something, the oldest first.

    Cautions of one that did not keep its own are compared with nothing.
    """
    asked = [one for one in screenings if one.kind is not ScreeningKind.CHECKED]
    return [
        _again(questionnaire, one)
        for one in sorted(asked, key=lambda one: (one.started_at, one.id))
    ]


@dataclass
class Counts:
    """How often screenings, and each rule, tell more, less and the same."""

    screenings: Counter[RuleChange] = field(default_factory=Counter)
    rules: dict[str, Counter[RuleChange]] = field(default_factory=dict)

    def add(self, one: Replayed) -> None:
        self.screenings[one.change] += 1
        for rule, change in one.by_rule.items():
            self.rules.setdefault(rule, Counter())[change] += 1

    @property
    def by_rule(self) -> Mapping[str, Counter[RuleChange]]:
        return dict(sorted(self.rules.items()))


def _again(questionnaire: Questionnaire, screening: Screening) -> Replayed:
    answers, left = _taken(questionnaire, screening.answers)
    known, _ = _taken(questionnaire, screening.known)
    findings = judge(questionnaire, answers, known)
    if screening.cautions is None:
        findings = tuple(one for one in findings if one.is_red_flag)
    told = (*screening.findings, *(screening.cautions or ()))
    return Replayed(
        screening,
        then={one.rule: one for one in told},
        now={one.rule: one for one in findings},
        not_judged=left,
    )


def _taken(
    questionnaire: Questionnaire, answers: Answers
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answers that today's questions take, and the questions whose answers they do not."""
    taken, left = {}, []
    for group, value in answers.items():
        try:
            taken[group] = questionnaire.group(group).check(value)
        except BadInput:
            left.append(group)
    return taken, tuple(left)


def _change(then: Finding | None, now: Finding | None) -> RuleChange:
    if then is None or now is None:
        return RuleChange.MORE if then is None else RuleChange.LESS
    if then.urgency != now.urgency:
        return RuleChange.MORE if now.urgency > then.urgency else RuleChange.LESS
    if not all(map(then.closing, now.closes)):
        return RuleChange.MORE
    return RuleChange.SAME if all(map(now.closing, then.closes)) else RuleChange.LESS


def _worst(findings: Iterable[Finding]) -> Urgency:
    return max((one.urgency for one in findings), default=Urgency.NONE_SEEN)


def _uncovered(by: Mapping[str, Finding], findings: Mapping[str, Finding]) -> bool:
    """Whether some of `findings` close what none of `by` closes."""
    return any(
        not any(one.closing(closure) for one in by.values())
        for finding in findings.values()
        for closure in finding.closes
    )
