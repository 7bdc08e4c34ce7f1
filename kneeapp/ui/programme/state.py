"""The programme of one person: all that its page and *Today* need to know."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

import streamlit as st

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.evidence.rating_findings import RED_MORNINGS
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.programme.definitions import Phase, Programme
from kneeapp.domain.programme.exercise_selection import Needs, Picked, todays, weights
from kneeapp.domain.programme.phase_gates import DAY
from kneeapp.domain.programme.phase_state import PhaseState, standing
from kneeapp.domain.programme.referral import SeeWhy
from kneeapp.domain.programme.session import session_plan
from kneeapp.domain.programme.training_log import Training, TrainingHistory
from kneeapp.domain.programme.week import ProgrammeWeek, done_in_week, week
from kneeapp.domain.safety.closures import Family, Part
from kneeapp.domain.safety.replies import ReplyKind
from kneeapp.domain.safety.status import Case
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.screening.driver_ranking import RankedDriver, drivers, sore_knee
from kneeapp.domain.sides import Side
from kneeapp.errors import ContentError
from kneeapp.store.record import programme as record_programme
from kneeapp.store.record import replies, screenings, sessions
from kneeapp.ui.findings import allowed_now, finding_cards
from kneeapp.ui.findings import standing as findings_standing
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.verdict_headline import history as past

PAGE = "pages/programme.py"
NO_GAIN = str(SeeWhy.NO_GAIN)
"""What a check answers that training for long brought nothing."""

OFFERED_AFTER = timedelta(weeks=2)
"""From the first saved session on, and this long after the screening at the latest (design 5)."""


@dataclass(frozen=True)
class ProgrammeState:
    """The programme, what was done of it, and where the person stands in it today."""

    programme: Programme
    knee: Side
    today: date
    trainings: Mapping[UUID, Training]
    history: TrainingHistory
    state: PhaseState
    week: ProgrammeWeek
    needs: Needs
    drivers: Mapping[str, str]
    """Titles by id."""

    @property
    def yesterday(self) -> date:
        return self.today - DAY

    @property
    def phase(self) -> Phase:
        return self.programme.phase(self.state.phase)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Titles of the phases and exercises by id."""
        phases = {phase.id: phase.title for phase in self.programme.phases}
        return phases | {one.id: one.title for one in self.programme.exercises}

    def name(self, identity: str) -> str:
        """The title of a phase or exercise; what was done outlives the file."""
        return self.titles.get(identity, identity)

    @cached_property
    def picked(self) -> tuple[Picked, ...]:
        """The exercises of one session today."""
        halved = self.state.ease is not None
        return todays(self.programme, self.state.phase, self.needs, halved=halved)

    @cached_property
    def left(self) -> tuple[Picked, ...]:
        """Those that are still to be done today; none once it hurt too much."""
        so_far = self.history.on(self.today)
        if not so_far:
            return self.picked
        if any(one.over_for_today for one in so_far):
            return ()
        planned = {name for one in so_far for name in one.planned}
        done = {each.exercise for one in so_far for each in one.done if each.complete}
        return tuple(one for one in self.picked if one.exercise.id in planned - done)

    def minutes(self, picked: tuple[Picked, ...]) -> int:
        """How long the player takes for them."""
        return max(1, round(session_plan(self.programme, picked, self.knee).ms / 60_000))


def course(visit: RecordContext, here: Standing) -> ProgrammeState:
    """Read all of it; raises ContentError where the programme's file has a fault."""
    read = content.programme(visit.settings.content)
    kept = record_programme.trainings(visit.record)
    day = visit.today
    done = TrainingHistory(
        trainings=tuple(kept.values()),
        mornings=findings_standing.mornings(visit),
        breaks=tuple(record_programme.breaks(visit.record)),
        seen=record_programme.seen(visit.record) | _checked(visit),
    )
    state = standing([phase.id for phase in read.phases], done, day)
    answers = here.latest.answers if here.latest else {}
    knee = visit.preferences.knee or sore_knee(answers) or Side.RIGHT
    ranked = drivers(findings_standing.questionnaire(visit), answers, knee)
    return ProgrammeState(
        programme=read,
        knee=knee,
        today=day,
        trainings=kept,
        history=done,
        state=state,
        week=week(read.phase(state.phase), done, visit.preferences.programme_days, day),
        needs=Needs(
            drivers=weights(ranked, _verdicts(visit, ranked, knee)),
            cautions=here.status.rules,
            closed=frozenset(one for one in Family if not here.status.family_open(one)),
            done=done_in_week(done, day),
        ),
        drivers={driver.id: driver.title for driver in ranked},
    )


def render_screening_first(visit: RecordContext) -> None:
    """What the programme is, to somebody who has to be screened before it."""
    st.write(
        "Four phases train thigh, hip and calf. You go on to the next one only when the knee "
        "stays calm. First a few questions about danger signs. They take about two minutes."
    )
    for n, phase in enumerate(content.programme(visit.settings.content).phases, 1):
        st.markdown(f"**{n}. {phase.title}.** {phase.aim}")
    if st.button("Start screening", type="primary", width="stretch"):
        st.switch_page("pages/screening.py")


def render_closed(visit: RecordContext, here: Standing) -> None:
    """What closes all of the programme, and what would open it."""
    st.write("Strengthening is closed for now.")
    finding_cards.render_finding_cards(visit, _closing(here))
    if allowed_now.open_routines(visit, here):
        allowed_now.start_button(visit, here)


def render_findings(visit: RecordContext, here: Standing) -> None:
    """What closes a part of it, or asks to be seen soon."""
    finding_cards.render_finding_cards(visit, _closing(here))


def _closing(here: Standing) -> list[Case]:
    """The findings with a card that close something of the programme, or are urgent."""
    training = {Part.EXERCISE, Part.PROGRAMME}
    return [
        case
        for case in finding_cards.weighty(here.status)
        if case.urgency.blocks or any(one.part in training for one in case.closes)
    ]


def render_under_way(visit: RecordContext) -> bool:
    """A session under way comes first; False where there is none."""
    if sessions.under_way(visit.record) is None:
        return False
    st.info("A session is under way.", icon=":material/timelapse:")
    if st.button("Go on with the session", type="primary", width="stretch"):
        st.switch_page("pages/routine.py")
    return True


def render_due(visit: RecordContext) -> None:
    """On *Today*: what of the programme is due, in one line with a way there.

    Silent before it is offered, and where its file has a fault: that is told on its own page.
    """
    with suppress(ContentError):
        if not (words := _due(visit)):
            return
        with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
            st.markdown(words, width="stretch")
            if st.button("Programme", icon=":material/trending_up:"):
                st.switch_page(PAGE)


def began(visit: RecordContext) -> datetime | None:
    """Noon of the first training's day."""
    day = record_programme.began(visit.record)
    return None if day is None else datetime.combine(day, time(12), visit.zone)


def halved(picked: tuple[Picked, ...]) -> tuple[Picked, ...]:
    """The same exercises with half the sets."""
    return tuple(replace(one, dose=one.dose.halved()) for one in picked)


def weekday(day: date, today: date) -> str:
    """A day of this week as a person would say it."""
    near = {today: "today", today + DAY: "tomorrow"}
    return near.get(day, f"{day:%A}")


def _due(visit: RecordContext) -> str:
    """What is due in words, empty before the programme is offered.

    Told anew once the record was written to, or in another hour: to follow a year of
    training through its phases takes longer than all else on *Today*.
    """

    def describe() -> str:
        here = findings_standing.stand(visit)
        offered = here.status.programme_open and _selectable(visit, here)
        return _due_words(course(visit, here)) if offered else ""

    return visit.record.derive("programme due", f"{visit.today} {visit.now:%H}", describe)


def _selectable(visit: RecordContext, here: Standing) -> bool:
    if here.latest is None:
        return False
    waited = visit.now - here.latest.started_at >= OFFERED_AFTER
    return waited or sessions.count(visit.record) > 0


def _due_words(here: ProgrammeState) -> str:
    if here.state.on_break:
        return "**Strengthening:** you are on a break."
    if here.history.on(here.today):
        return f"**Strengthening today:** {'half done' if here.left else 'done'}."
    if here.today in here.week.planned:
        count, minutes = len(here.picked), here.minutes(here.picked)
        return f"**Strengthening today:** {count} exercises, about {minutes} minutes."
    if here.week.planned:
        return f"**Strengthening:** next {weekday(here.week.planned[0], here.today)}."
    return "**Strengthening:** done for this week."


def _verdicts(
    visit: RecordContext, ranked: tuple[RankedDriver, ...], knee: Side
) -> dict[str, Outcome]:
    """What the sessions say of each driver's routine."""
    kept = past(visit)
    judged = ((one.id, kept.judged(knee, one.routine)) for one in ranked if one.routine)
    return {driver: found.headline.outcome for driver, found in judged if found}


def _checked(visit: RecordContext) -> frozenset[date]:
    """The days on which somebody looked at the knee because of how training went.

    In older records a check was of all danger signs at once.
    """
    older = {
        one.started_at.astimezone(visit.zone).date()
        for one in screenings.screenings(visit.record)
        if one.kind is ScreeningKind.CHECKED
    }
    checks = {
        one.seen_on
        for one in replies.replies(visit.record)
        if one.kind is ReplyKind.CHECKED and one.seen_on and one.rule in {RED_MORNINGS, NO_GAIN}
    }
    return frozenset(older | checks)
