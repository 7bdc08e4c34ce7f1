"""All that a report looks at, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from uuid import UUID

from kneeapp import content
from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.clearance.person_status import SafetyRecord, person_standing
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.analysis import RoutineJudged, SessionHistory, rating_history
from kneeapp.domain.evidence.eligibility import eligible
from kneeapp.domain.evidence.life_events import LifeEvent, within
from kneeapp.domain.evidence.trend import Level, Trend, before_levels, morning_levels, trend
from kneeapp.domain.evidence.verdicts import Figures, figures
from kneeapp.domain.measures import KNEE_BETWEEN, KNEE_DAY, KNEE_LATER, Measure
from kneeapp.domain.programme.definitions import Programme
from kneeapp.domain.programme.training_log import TrainingHistory
from kneeapp.domain.routine.pain_rules import fresh_mornings, mornings_by_day, mornings_of_diaries
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.conditions import Answers
from kneeapp.domain.screening.driver_ranking import sore_knee
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.screening.questions import ChoiceGroup
from kneeapp.domain.screening.retests import RetestResult, results_of_screenings
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_trial import AnyTrial
from kneeapp.reports.clinician_report.options import ReportOptions
from kneeapp.reports.fonts import isolated
from kneeapp.store.transfer.snapshot import RecordSnapshot


@dataclass(frozen=True)
class Facts:
    """A record up to the last day asked for, oldest first, and the content it is read by."""

    asked: ReportOptions
    questionnaire: Questionnaire
    programme: Programme
    routines: Mapping[str, str]
    """Titles by name."""
    preferences: Preferences
    screenings: Sequence[Screening]
    safety: SafetyRecord
    """What can raise a finding, without the ratings; up to now."""
    names: Mapping[UUID | None, str]
    """The clinicians who entered checks, by account."""
    saved: Sequence[Session]
    """All of them, rest within a trial among them."""
    past: SessionHistory
    half_way: Sequence[Rating]
    mornings: Mapping[date, int]
    of_diaries: frozenset[date]
    """The days of `mornings` whose rating came from another diary."""
    events: Sequence[LifeEvent]
    training: TrainingHistory
    results: Sequence[RetestResult]
    trials: Sequence[AnyTrial]

    @cached_property
    def standing(self) -> Standing:
        """Where the person stands now."""
        rated = rating_history(self.past, self.training.mornings, self.title)
        record = replace(self.safety, rated=rated)
        return person_standing(self.questionnaire, record, self.asked.now, self.asked.zone)

    @property
    def answers(self) -> Answers:
        """Those of the last full screening."""
        return self.standing.latest.answers if self.standing.latest else {}

    @cached_property
    def knee(self) -> Side:
        """The knee that the report is about; two are never mixed in one picture."""
        last = self.past.sessions[-1].knee if self.past.sessions else None
        knee = self.asked.knee or last or self.preferences.knee
        return knee or sore_knee(self.answers) or Side.RIGHT

    @cached_property
    def shown(self) -> tuple[Session, ...]:
        """The sessions of that knee in the days asked for, of any routine."""
        own = progress.select_sessions(self.past.sessions, knee=self.knee)
        return progress.within(own, self.asked.window, self.asked.zone)

    @cached_property
    def routine(self) -> RoutineJudged | None:
        """The routine done most in these days; None where none was done."""
        names = [session.plan.routine for session in self.shown]
        # of as many the one that was done first, so that the same record gives the same report
        most = max(dict.fromkeys(names), key=names.count, default=None)
        return self.past.judged(self.knee, most) if most else None

    @cached_property
    def pairs(self) -> tuple[progress.RatingPair, ...]:
        """The knee before and after each session of that routine."""
        if self.routine is None:
            return ()
        own = progress.select_sessions(self.shown, routine=self.routine.routine)
        reliefs = {relief.session: relief for relief in self.routine.effects}
        return progress.knee_pairs(own, reliefs, self.asked.zone)

    @cached_property
    def weeks(self) -> tuple[progress.SessionWeek, ...]:
        """How many sessions there were in each week, of both knees and any routine."""
        return progress.weeks(self.saved, self.asked.window, self.asked.zone, self.today)

    @cached_property
    def relief(self) -> Figures | None:
        """How much that routine eased the knee in these days, once it can be told."""
        shown = {session.id for session in self.shown}
        reliefs = self.routine.effects if self.routine else ()
        average = figures(eligible(relief for relief in reliefs if relief.session in shown))
        return average if average and average.telling else None

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The first ratings in these days, on the test move of the last session."""
        if not self.shown:
            return ()
        return before_levels(self.shown, knee=self.knee, test_move=self.shown[-1].test_move)

    @cached_property
    def line(self) -> Trend | None:
        """Where those are heading."""
        return in_line(self.levels)

    @property
    def shown_mornings(self) -> dict[date, int]:
        first, last = self.asked.window.first, self.asked.window.last
        return {day: value for day, value in self.mornings.items() if first <= day <= last}

    @property
    def rated_mornings(self) -> tuple[Level, ...]:
        return morning_levels(self.shown_mornings)

    def title(self, routine: str) -> str:
        """A routine's title; sessions outlive the content they came from."""
        return self.routines.get(routine, routine.capitalize())

    def move(self, move: str) -> str:
        """A test move in words."""
        group = self.questionnaire.group("test_move")
        options = group.options if isinstance(group, ChoiceGroup) else ()
        return next((option.text for option in options if option.id == move), move)

    @property
    def today(self) -> date:
        return self.day(self.asked.now)

    def day(self, at: datetime) -> date:
        """The person's date at that moment."""
        return at.astimezone(self.asked.zone).date()


def in_line(levels: Sequence[Level]) -> Trend | None:
    """The trend of all of these, however long ago they began."""
    return trend(levels, window=timedelta.max)


def facts(record: RecordSnapshot, asked: ReportOptions) -> Facts:
    """What of the record is looked at, as far as the last day asked for."""
    _, until = asked.window.bounds(asked.zone)
    questions = content.questionnaire(asked.content)
    screened_so_far = [
        screening for screening in reversed(record.screenings) if screening.started_at < until
    ]
    saved = [session for session in record.sessions if session.started_at < until]

    def rated_so_far(measure: Measure) -> list[Rating]:
        return [rating for rating in record.ratings(measure) if rating.taken_at < until]

    last = asked.window.last
    # in older records a check was a screening of its own
    checked = {
        screening.started_at.astimezone(asked.zone).date()
        for screening in screened_so_far
        if screening.kind is ScreeningKind.CHECKED
    }
    results = (*results_of_screenings(questions, screened_so_far, asked.zone), *record.results)
    mornings = mornings_by_day(rated_so_far(KNEE_DAY), asked.zone)
    return Facts(
        asked=asked,
        questionnaire=questions,
        programme=content.programme(asked.content),
        routines={name: routine.title for name, routine in content.routines(asked.content).items()},
        preferences=record.person.preferences,
        screenings=screened_so_far,
        safety=record.safety,
        names=record.clinicians,
        saved=saved,
        past=SessionHistory(
            progress.select_sessions(saved),
            record.running_trial,
            mornings,
            later=tuple(rated_so_far(KNEE_LATER)),
            zone=asked.zone,
        ),
        half_way=rated_so_far(KNEE_BETWEEN),
        mornings=mornings,
        of_diaries=mornings_of_diaries(rated_so_far(KNEE_DAY), asked.zone),
        events=within(record.life_events, asked.window),
        training=TrainingHistory(
            trainings=tuple(done for done in record.trainings.values() if done.day <= last),
            mornings=fresh_mornings(rated_so_far(KNEE_DAY), asked.zone),
            breaks=tuple(pause for pause in record.breaks if pause.first <= last),
            seen=frozenset(day for day in record.seen | checked if day <= last),
        ),
        results=sorted(
            (replace(result, of=isolated(result.of)) for result in results if result.day <= last),
            key=attrgetter("day"),
        ),
        trials=[trial for trial in record.closed_trials if trial.drawn_at < until],
    )
