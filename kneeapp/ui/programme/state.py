"""Programme state: everything that the Programme page and *Today* need about one person."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from uuid import UUID

import streamlit as st

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.rating_findings import RED_MORNINGS
from kneeapp.domain.evidence.trend import DAY
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.programme.definitions import Exercise, Load, Phase, Programme
from kneeapp.domain.programme.exercise_selection import Needs, Picked, select_exercises, weights
from kneeapp.domain.programme.load_ladder import with_loads
from kneeapp.domain.programme.phase_state import PhaseState, standing
from kneeapp.domain.programme.referral import SeeWhy
from kneeapp.domain.programme.session import session_plan
from kneeapp.domain.programme.training_log import Training, TrainingHistory
from kneeapp.domain.programme.week import ProgrammeWeek, done_in_week, week
from kneeapp.domain.safety.closures import Family, Part
from kneeapp.domain.safety.replies import ReplyKind
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.screening.driver_ranking import RankedDriver
from kneeapp.domain.screening.pain_kinds import FittingKind, kind_weights
from kneeapp.domain.sides import Side
from kneeapp.store.record import programme as record_programme
from kneeapp.store.record import replies, screenings, sessions
from kneeapp.ui.findings import allowed_now, finding_cards
from kneeapp.ui.findings import standing as findings_standing
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext, tab
from kneeapp.ui.widgets.verdict_headline import history as past

PAGE = "pages/programme.py"
NO_GAIN = str(SeeWhy.NO_GAIN)
"""The rule id of a check that answers a referral for no gain."""


@dataclass(frozen=True)
class ProgrammeState:
    """The programme, its history, and the person's state in it today."""

    programme: Programme
    knee: Side
    today: date
    trainings: Mapping[UUID, Training]
    history: TrainingHistory
    state: PhaseState
    week: ProgrammeWeek
    needs: Needs
    purposes: Mapping[str, str]
    """Titles of the drivers and kinds of knee pain by id."""
    kinds: tuple[FittingKind, ...] = ()
    """The kinds of knee pain that the latest screening fits."""
    chosen: Mapping[str, Load] = field(default_factory=dict)
    """Loads that the person chose instead of the proposed ones, by load_key."""

    @property
    def phase(self) -> Phase:
        return self.programme.phase(self.state.phase)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles of the phases and exercises by id."""
        phases = {phase.id: phase.title for phase in self.programme.phases}
        return phases | {exercise.id: exercise.title for exercise in self.programme.exercises}

    @cached_property
    def exercises(self) -> dict[str, Exercise]:
        """The exercises of the content by id."""
        return {exercise.id: exercise for exercise in self.programme.exercises}

    def name(self, identity: str) -> str:
        """The title of a phase or exercise, or its id where the content no longer has it."""
        return self.titles.get(identity, identity)

    @cached_property
    def picked(self) -> tuple[Picked, ...]:
        """The exercises of today's session, with the load of each."""
        halved = self.state.ease is not None
        picked = select_exercises(self.programme, self.state.phase, self.needs, halved=halved)
        return tuple(
            with_chosen(with_loads(entry, self.knee, self.history, self.needs.closed), self.chosen)
            for entry in picked
        )

    @cached_property
    def left(self) -> tuple[Picked, ...]:
        """The exercises still to be done today; none once it hurt too much."""
        so_far = self.history.on(self.today)
        if not so_far:
            return self.picked
        if any(training.over_for_today for training in so_far):
            return ()
        planned = {name for training in so_far for name in training.planned}
        done = {
            exercise_done.exercise
            for training in so_far
            for exercise_done in training.done
            if exercise_done.complete
        }
        return tuple(entry for entry in self.picked if entry.exercise.id in planned - done)

    def minutes(self, picked: tuple[Picked, ...]) -> int:
        """How long the player takes for `picked`, in whole minutes."""
        return max(1, round(session_plan(self.programme, picked, self.knee).ms / 60_000))


def current_programme(context: RecordContext, standing_now: Standing) -> ProgrammeState:
    """The state today; raises ContentError where the programme's file is faulty."""
    declared = content.programme(context.settings.content)
    trainings = record_programme.trainings(context.record)
    day = context.today
    history = TrainingHistory(
        trainings=tuple(trainings.values()),
        mornings=findings_standing.mornings_for_rules(context),
        breaks=tuple(record_programme.breaks(context.record)),
        seen=record_programme.seen(context.record) | _checked(context),
    )
    state = standing([phase.id for phase in declared.phases], history, day)
    knee = findings_standing.usual_knee(context, standing_now)
    ranked = findings_standing.ranked_drivers(context, standing_now, knee)
    kinds = findings_standing.pain_kinds(context, standing_now)
    return ProgrammeState(
        programme=declared,
        knee=knee,
        today=day,
        trainings=trainings,
        history=history,
        state=state,
        week=week(declared.phase(state.phase), history, context.preferences.programme_days, day),
        needs=Needs(
            drivers=weights(ranked, _verdicts(context, ranked, knee)),
            kinds=kind_weights(kinds),
            cautions=standing_now.status.rules,
            closed=frozenset(
                family for family in Family if not standing_now.status.family_open(family)
            ),
            done=done_in_week(history, day),
        ),
        purposes={
            **{driver.id: driver.title for driver in ranked},
            **{fitting_kind.kind.id: fitting_kind.kind.title for fitting_kind in kinds},
        },
        kinds=kinds,
        chosen=tab().loads,
    )


def load_key(exercise: str, side: Side | None) -> str:
    """The key of a chosen load."""
    return f"{exercise} {side or ''}".strip()


def with_chosen(picked: Picked, chosen: Mapping[str, Load]) -> Picked:
    """The same with the loads that the person chose for today."""
    loads = tuple(
        chosen.get(load_key(picked.exercise.id, load.side), load) for load in picked.dose.loads
    )
    return replace(picked, dose=picked.dose.model_copy(update={"loads": loads}))


def render_screening_first(context: RecordContext) -> None:
    """The page before the first screening: what the programme is."""
    st.write(
        "Four phases train thigh, hip and calf. You go on to the next one only when the knee "
        "stays calm. First a few questions about danger signs. They take about two minutes."
    )
    for n, phase in enumerate(content.programme(context.settings.content).phases, 1):
        st.markdown(f"**{n}. {phase.title}.** {phase.aim}")
    page_button("Start screening", "pages/screening.py")


def render_closed(context: RecordContext, standing_now: Standing) -> None:
    """The page of a closed programme: the findings that close it, and how to open it."""
    st.write("Strengthening is closed for now.")
    render_findings(context, standing_now)
    if allowed_now.open_routines(context, standing_now):
        allowed_now.start_button(context, standing_now)


def render_findings(context: RecordContext, standing_now: Standing) -> None:
    """Cards of the findings that close a part of the programme, or are urgent."""
    training = {Part.EXERCISE, Part.PROGRAMME}
    closing = [
        case
        for case in finding_cards.cases_with_card(standing_now.status)
        if case.urgency.blocks or any(closure.part in training for closure in case.closes)
    ]
    finding_cards.render_finding_cards(context, closing)


def render_under_way(context: RecordContext) -> bool:
    """A running session comes first on the page; False without one."""
    if sessions.under_way(context.record) is None:
        return False
    st.info("A session is under way.", icon=":material/timelapse:")
    page_button("Go on with the session", "pages/routine.py")
    return True


def began(context: RecordContext) -> datetime | None:
    """Noon of the first training day; None before it."""
    day = record_programme.began(context.record)
    return None if day is None else datetime.combine(day, time(12), context.zone)


def halved(picked: tuple[Picked, ...]) -> tuple[Picked, ...]:
    """The same exercises with half the sets."""
    return tuple(replace(entry, dose=entry.dose.halved()) for entry in picked)


def weekday(day: date, today: date) -> str:
    """A day of this week in words: today, tomorrow, or its weekday."""
    near = {today: "today", today + DAY: "tomorrow"}
    return near.get(day, f"{day:%A}")


def _verdicts(
    context: RecordContext, ranked: tuple[RankedDriver, ...], knee: Side
) -> dict[str, Outcome]:
    """The outcome of each driver's routine, by driver id."""
    sessions_so_far = past(context)
    return {
        driver.id: judged.headline.outcome
        for driver in ranked
        if driver.routine and (judged := sessions_so_far.judged(knee, driver.routine))
    }


def _checked(context: RecordContext) -> frozenset[date]:
    """The days on which a clinician checked the knee because of red mornings or no gain.

    In older records a check was about all red flags at once.
    """
    older = {
        screening.started_at.astimezone(context.zone).date()
        for screening in screenings.screenings(context.record)
        if screening.kind is ScreeningKind.CHECKED
    }
    checks = {
        reply.seen_on
        for reply in replies.replies(context.record)
        if reply.kind is ReplyKind.CHECKED
        and reply.seen_on
        and reply.rule in {RED_MORNINGS, NO_GAIN}
    }
    return frozenset(older | checks)
