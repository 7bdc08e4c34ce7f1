"""The part of a report on screening: red flags now and before, the knee, and the drivers."""

from collections.abc import Iterator

from kneeapp.domain.drivers import AGE, RankedDriver, drivers
from kneeapp.domain.findings import Urgency
from kneeapp.domain.groups import Stage
from kneeapp.domain.questionnaire import relevant
from kneeapp.domain.screening import ScreeningKind
from kneeapp.reports.report_facts import Facts
from kneeapp.reports.report_page import Block, bars, beside, listed, pairs, said, small, strong
from kneeapp.reports.report_words import answer_words, counted_words, dated

MOST_DRIVERS, MOST_FLAGS = 4, 6
POINTS = (
    "Points are added up from the answers: a way of thinking, not a proof. Each driver can have 10."
)
CHECKED = "A clinician has checked this since."


def screening(facts: Facts) -> list[Block]:
    """What the answers say, and what each screening found."""
    latest = facts.standing.latest
    if latest is None:
        return [said("Not screened yet."), *(_history(facts) if facts.screenings else ())]
    head = strong(f"{facts.standing.urgency.label}.")
    kinds = [one.kind for one in facts.screenings]
    short = counted_words(kinds.count(ScreeningKind.SHORT), "time")
    answered = small(
        f"Last full screening {dated(facts.day(latest.started_at))}, rules {latest.rules_version}; "
        f"short danger list before a session {short}."
    )
    cautions = [listed([one.reason for one in facts.standing.cautions])]
    left = [head, answered, *_history(facts), *(cautions if facts.standing.cautions else ())]
    return [beside([*left, pairs(list(_knee(facts)))], _drivers(facts))]


def _history(facts: Facts) -> list[Block]:
    """Every red flag ever raised, the newest first; none is dropped without a word."""
    told = list(_flags(facts))
    if not told:
        return [said(f"No red flag in {counted_words(len(facts.screenings), 'screening')}.")]
    more = len(told) - MOST_FLAGS
    earlier = [small(f"And {counted_words(more, 'earlier finding')}.")] if more > 0 else []
    return [listed(told[:MOST_FLAGS]), *earlier]


def _flags(facts: Facts) -> Iterator[str]:
    for one in reversed(facts.screenings):
        day = dated(facts.day(one.started_at))
        if one.kind is ScreeningKind.CHECKED:
            yield f"{day}: {CHECKED}"
        for finding in one.findings:
            if finding.urgency > Urgency.NONE_SEEN:
                yield f"{day}: {finding.urgency.label}. {finding.reason}"


def _knee(facts: Facts) -> Iterator[tuple[str, str]]:
    """What the person said about themself and the knee."""
    if AGE in facts.answers:
        yield "Age", f"{facts.answers[AGE]}"
    given = relevant(facts.questionnaire, facts.answers)
    for group in facts.questionnaire.groups:
        words = answer_words(group, given.get(group.id))
        if group.stage is Stage.KNEE and words:
            yield group.title, words


def _drivers(facts: Facts) -> list[Block]:
    ranked = drivers(facts.questionnaire, facts.answers, facts.knee)
    leading = [driver for driver in ranked if driver.points][:MOST_DRIVERS]
    if not leading:
        return [said("The answers point to no place above or below the knee in particular.")]
    return [
        strong("What may be behind it"),
        bars([_bar(driver) for driver in leading]),
        small(POINTS),
    ]


def _bar(driver: RankedDriver) -> tuple[str, float, str]:
    return driver.title, driver.share, f"{driver.points} points. {' '.join(driver.because)}"
