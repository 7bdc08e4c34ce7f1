"""Standing of the person whose record is open; every page asks here what is open."""

from dataclasses import replace
from datetime import date
from functools import partial

from kneeapp import content
from kneeapp.domain.clearance.person_status import person_standing
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.analysis import worse_routines
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.evidence.trend import RISE_WITHIN, Level, before_levels
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.pain_rules import mornings_by_day
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.safety.closures import RELEASE, TRAINING, Closure, Part
from kneeapp.domain.safety.status import Case, SafetyStatus
from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.questions import SelfTestGroup
from kneeapp.store.record import people, ratings
from kneeapp.store.record.findings import safety_record
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.verdict_headline import history, title


def questionnaire(visit: RecordContext) -> Questionnaire:
    """The questions in force."""
    return content.questionnaire(visit.settings.content)


def stand(visit: RecordContext) -> Standing:
    """Where this person stands now.

    Worked out once for a state of the record and a minute: what another tab writes counts in
    the next run, and what time ends counts a minute later at most.
    """
    questions = questionnaire(visit)

    def judge() -> Standing:
        record = safety_record(visit.record, _rated(visit))
        return person_standing(questions, record, visit.now, visit.zone)

    minute = visit.now.replace(second=0, microsecond=0)
    return visit.record.derive("standing", (minute, str(visit.zone), questions), judge)


def changed_meanwhile(visit: RecordContext) -> bool:
    """Whether the record was written to since this run began, as by another tab."""
    fresh = replace(visit.record, run=None)
    return people.person(fresh).version != visit.version


def mornings(visit: RecordContext) -> dict[date, int]:
    """The 24-hour ratings (0-10) by the person's calendar day."""
    return mornings_by_day(ratings.ratings(visit.record, KNEE_DAY), visit.zone)


def closing_under_way(visit: RecordContext, session: Session) -> tuple[Case, ...]:
    """What was said or done meanwhile and closes `session`.

    The player's reports come often, and each of them is a write: ratings, which take the whole
    history to read, were looked at when the session began.
    """
    record = safety_record(visit.record, RatingHistory())
    here = person_standing(questionnaire(visit), record, visit.now, visit.zone)
    return closing_session(here.status, session)


def closing_session(status: SafetyStatus, session: Session) -> tuple[Case, ...]:
    """The findings that close what `session` does: a place or tool of it, or its test move."""
    if session.phase:
        closed = [Closure(Part.PROGRAMME), Closure(Part.EXERCISE)]
        return tuple(dict.fromkeys(case for one in closed for case in status.closing(one)))
    places = {(step.tool, step.area, step.side) for step in session.plan.steps}
    closing = [
        case
        for tool, area, side in sorted(filter(all, places))
        if tool and area and side
        for case in status.area_closed(tool, area, side)
    ]
    return tuple(dict.fromkeys((*status.routine_closed(session.plan.routine), *closing)))


def open_groups(visit: RecordContext) -> frozenset[str]:
    """The questions that may be asked: all but tests of one's own body that a finding closes."""
    status = stand(visit).status
    return frozenset(
        group.id
        for group in questionnaire(visit).groups
        if not isinstance(group, SelfTestGroup) or status.family_open(group.test.family)
    )


def own_cases(status: SafetyStatus, screening: Screening) -> tuple[Case, ...]:
    """The open findings that were said in `screening`."""
    return tuple(case for case in status.open if screening_of(case) == str(screening.id))


def screening_of(case: Case) -> str:
    """The id of the screening in which it was said; empty where nothing was asked."""
    kind, _, rest = case.finding.key.partition(":")
    return rest.partition(":")[0] if kind == "screening" else ""


def is_weighty(case: Case) -> bool:
    """Whether it needs a card of its own; else a line where it changes something is enough."""
    whole = {*RELEASE, *TRAINING}
    return case.finding.is_red_flag or case.finding.ask or any(one in whole for one in case.closes)


def _rated(visit: RecordContext) -> RatingHistory:
    worse = worse_routines(history(visit), partial(title, visit))
    return RatingHistory(mornings(visit), _before_recent(visit), tuple(worse))


def _before_recent(visit: RecordContext) -> tuple[Level, ...]:
    """The first ratings of the last sessions on the newest one's knee and test move."""
    since = visit.now - RISE_WITHIN
    recent = [session for session in history(visit).sessions if session.started_at >= since]
    if not recent:
        return ()
    return before_levels(recent, knee=recent[-1].knee, test_move=recent[-1].test_move)
