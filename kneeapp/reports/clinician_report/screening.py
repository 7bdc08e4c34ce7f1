"""The part of a report on screening: red flags now and before, the knee, and the drivers."""

from collections.abc import Iterator

from kneeapp.domain.formats import counted, unbroken_date
from kneeapp.domain.safety.status import Case
from kneeapp.domain.safety.text import closed_words, said_and_checked
from kneeapp.domain.screening.answer_words import answer_words
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.screening.driver_ranking import AGE, RankedDriver, drivers
from kneeapp.domain.screening.questionnaire import applicable_answers
from kneeapp.domain.screening.questions import Stage
from kneeapp.reports.clinician_report.facts import Facts
from kneeapp.reports.clinician_report.page import (
    Block,
    bars,
    beside,
    listed,
    pairs,
    said,
    small,
    strong,
)
from kneeapp.reports.fonts import isolated

MOST_DRIVERS, MOST_ENDED = 4, 6
POINTS = (
    "Points are added up from the answers: a way of thinking, not a proof. Each place can have 10."
)
PERSON = "The person"
CHECKED = "No warning sign is open now; those of the last 12 weeks are below."
CLOSED = "No warning sign is open now; what is closed is below."


def screening(facts: Facts) -> list[Block]:
    """What is open now and what it closes, what was checked, and what the answers say."""
    latest = facts.standing.latest
    findings = list(_findings(facts))
    if latest is None:
        return [said("Not screened yet."), *(findings if facts.standing.status.cases else ())]
    kinds = [screening.kind for screening in facts.screenings]
    short = counted(kinds.count(ScreeningKind.SHORT), "time")
    answered = small(
        f"Last full screening {unbroken_date(facts.day(latest.started_at))}, "
        f"rules {latest.rules_version}; "
        f"short danger list before a session {short}."
    )
    left = [strong(_head(facts)), answered, *findings]
    return [beside([*left, pairs(list(_knee(facts)))], _drivers(facts))]


def _head(facts: Facts) -> str:
    """The gravest that is open; that no sign was seen only where none was."""
    status = facts.standing.status
    if status.red_flags or status.no_sign_seen:
        return f"{status.urgency.label}."
    return CHECKED if status.lifted_lately else CLOSED


def _findings(facts: Facts) -> Iterator[Block]:
    """Every red flag ever raised, the open ones first; none is dropped without a word."""
    status = facts.standing.status
    if status.red_flags:
        yield listed([_open(case, facts) for case in status.red_flags])
    left_over = [case for case in status.closing_now if not case.open]
    if left_over:
        yield listed([_case_words(case, facts, closed_words(case)) for case in left_over])
    if status.cautions:
        yield listed([_caution(case, facts) for case in status.cautions])
    ended = [
        case
        for case in status.cases
        if not case.open and not case.closes and case.finding.is_red_flag
    ]
    ended.sort(key=lambda case: case.last_at, reverse=True)
    if ended:
        yield listed([_case_words(case, facts) for case in ended[:MOST_ENDED]])
    if len(ended) > MOST_ENDED:
        yield small(f"And {counted(len(ended) - MOST_ENDED, 'earlier finding')}.")
    if not any(case.finding.is_red_flag for case in status.cases):
        yield said(f"No red flag in {counted(len(facts.screenings), 'screening')}.")


def _open(case: Case, facts: Facts) -> str:
    return (
        f"{case.urgency.label}. {_case_words(case, facts, case.finding.reason, closed_words(case))}"
    )


def _caution(case: Case, facts: Facts) -> str:
    """A caution with what a clinician is asked to say, where the person has to ask first."""
    if case.finding.ask or case.reply:
        return _case_words(case, facts, case.finding.reason, closed_words(case))
    return case.finding.reason


def _case_words(case: Case, facts: Facts, *more: str) -> str:
    name = isolated(facts.asked.name.strip()) or PERSON
    by = isolated(facts.names.get(case.account, "")) or None
    said_and_by_whom = said_and_checked(case, facts.asked.zone, name=name, by=by)
    return " ".join(filter(None, (said_and_by_whom, *more)))


def _knee(facts: Facts) -> Iterator[tuple[str, str]]:
    """What the person said about themself and the knee."""
    if AGE in facts.answers:
        yield "Age", f"{facts.answers[AGE]}"
    given = applicable_answers(facts.questionnaire, facts.answers)
    for group in facts.questionnaire.groups:
        words = answer_words(group, given.get(group.id), isolated)
        if group.stage is Stage.KNEE and words:
            yield group.title, words


def _drivers(facts: Facts) -> list[Block]:
    ranked = drivers(facts.questionnaire, facts.answers, facts.knee)
    leading = [driver for driver in ranked if driver.points][:MOST_DRIVERS]
    if not leading:
        return [said("The answers point to no place above or below the knee in particular.")]
    return [
        strong("Places that the answers fit"),
        bars([_bar(driver) for driver in leading]),
        small(POINTS),
    ]


def _bar(driver: RankedDriver) -> tuple[str, float, str]:
    return driver.title, driver.share, f"{driver.points} points. {' '.join(driver.because)}"
