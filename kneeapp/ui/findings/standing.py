"""Standing of the person whose record is open; every page gets it from here."""

from dataclasses import replace
from datetime import date
from functools import partial

from kneeapp import content
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.analysis import worse_routines
from kneeapp.domain.evidence.lasting_rise import COMPARED, TOLD_FOR
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.evidence.trend import Level, before_levels
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.pain_rules import fresh_mornings, mornings_by_day, mornings_of_diaries
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.safety.closures import RELEASE, TRAINING, Closure, Part
from kneeapp.domain.safety.status import Case, SafetyStatus
from kneeapp.domain.screening.conditions import Answers
from kneeapp.domain.screening.driver_ranking import RankedDriver, drivers, sore_knee
from kneeapp.domain.screening.pain_kinds import FittingKind, fitting_kinds
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.questions import SelfTestGroup
from kneeapp.domain.sides import Side
from kneeapp.store.record import people, ratings
from kneeapp.store.record.findings import safety_record
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.verdict_headline import history, title


def questionnaire(context: RecordContext) -> Questionnaire:
    """The questionnaire of the content in force."""
    return content.questionnaire(context.settings.content)


def current_standing(context: RecordContext) -> Standing:
    """The standing of this person now.

    It is cached in the tab for one version of the record and one minute: a page asks for it
    many times in a run. A write of another tab counts in the next run, the passing of time
    after a minute at most.
    """
    questions = questionnaire(context)

    def judge() -> Standing:
        record = safety_record(context.record, _rated(context))
        return person_standing(questions, record, context.now, context.zone)

    minute = context.now.replace(second=0, microsecond=0)
    return context.record.derive("standing", (minute, str(context.zone), questions), judge)


def latest_answers(standing_now: Standing) -> Answers:
    """The answers of the latest full screening; empty before it."""
    return standing_now.latest.answers if standing_now.latest else {}


def usual_knee(context: RecordContext, standing_now: Standing) -> Side:
    """The knee that was chosen last, else the sorer one of the screening."""
    return context.preferences.knee or sore_knee(latest_answers(standing_now)) or Side.RIGHT


def ranked_drivers(
    context: RecordContext, standing_now: Standing, knee: Side
) -> tuple[RankedDriver, ...]:
    """The drivers of `knee` by the latest screening, the likeliest first."""
    return drivers(questionnaire(context), latest_answers(standing_now), knee)


def pain_kinds(context: RecordContext, standing_now: Standing) -> tuple[FittingKind, ...]:
    """The kinds of knee pain that the latest screening fits."""
    return fitting_kinds(questionnaire(context), latest_answers(standing_now))


def changed_meanwhile(context: RecordContext) -> bool:
    """Whether the record was written to since this run began, as by another tab."""
    fresh = replace(context.record, run=None)  # not what the run has looked up
    return people.person(fresh).version != context.version


def mornings(context: RecordContext) -> dict[date, int]:
    """The 24-hour ratings (0-10) by the person's calendar day."""
    return mornings_by_day(ratings.ratings(context.record, KNEE_DAY), context.zone)


def diary_mornings(context: RecordContext) -> frozenset[date]:
    """The days of `mornings` whose rating came from another diary."""
    return mornings_of_diaries(ratings.ratings(context.record, KNEE_DAY), context.zone)


def mornings_for_rules(context: RecordContext) -> dict[date, int]:
    """The same without old days of another diary."""
    return fresh_mornings(ratings.ratings(context.record, KNEE_DAY), context.zone)


def closing_under_way(context: RecordContext, session: Session) -> tuple[Case, ...]:
    """The cases that close the running `session` now.

    Without the findings of ratings: each report of the player writes to the record, and reading
    the whole history each time would be slow. Ratings were checked when the session began.
    """
    record = safety_record(context.record, RatingHistory())
    standing_now = person_standing(questionnaire(context), record, context.now, context.zone)
    return closing_session(standing_now.status, session)


def closing_session(status: SafetyStatus, session: Session) -> tuple[Case, ...]:
    """The cases that close a part of `session`: an area, a tool, its routine or its test move."""
    if session.phase:
        closed = [Closure(Part.PROGRAMME), Closure(Part.EXERCISE)]
        return tuple(dict.fromkeys(case for closure in closed for case in status.closing(closure)))
    places = {(step.tool, step.area, step.side) for step in session.plan.steps}
    closing = [
        case
        for tool, area, side in sorted(filter(all, places))  # a step that only rates has none
        if tool and area and side
        for case in status.area_closed(tool, area, side)
    ]
    return tuple(dict.fromkeys((*status.routine_closed(session.plan.routine), *closing)))


def open_groups(context: RecordContext) -> frozenset[str]:
    """The ids of the groups that may be asked: all except home tests that a finding closes."""
    status = current_standing(context).status
    return frozenset(
        group.id
        for group in questionnaire(context).groups
        if not isinstance(group, SelfTestGroup) or status.family_open(group.test.family)
    )


def screening_of(case: Case) -> str:
    """The id of the screening that raised it; empty for a finding of a rating or stop."""
    kind, _, rest = case.finding.key.partition(":")
    return rest.partition(":")[0] if kind == "screening" else ""


def is_weighty(case: Case) -> bool:
    """Whether it needs a card; otherwise a line on the page that it affects is enough."""
    whole = {*RELEASE, *TRAINING}
    return (
        case.finding.is_red_flag
        or case.finding.ask
        or any(closure in whole for closure in case.closes)
    )


def _rated(context: RecordContext) -> RatingHistory:
    worse = worse_routines(history(context), partial(title, context))
    return RatingHistory(mornings_for_rules(context), _before_recent(context), tuple(worse))


def _before_recent(context: RecordContext) -> tuple[Level, ...]:
    """The first ratings of recent sessions with the knee and test move of the newest one."""
    since = context.now - COMPARED - TOLD_FOR
    recent = [session for session in history(context).sessions if session.started_at >= since]
    if not recent:
        return ()
    return before_levels(recent, knee=recent[-1].knee, test_move=recent[-1].test_move)
