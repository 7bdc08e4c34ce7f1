"""The trial where it meets the next session: what is due, and what that fixes on *Routine*."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.routine.definitions import Choice, Routine, Surface
from kneeapp.domain.routine.sessions import TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import can_be_done, choice, routine_of
from kneeapp.domain.trial.design import Arm
from kneeapp.domain.trial.schedule import TrialSchedule, course
from kneeapp.domain.trial.text import arm_words, due_words
from kneeapp.store.record import sessions, trials
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when

PAGE = "pages/trial.py"
DONE = "Your trial is done."


@dataclass(frozen=True)
class Fixed:
    """What a trial fixes about the next session; `move` is None before its first one."""

    place: TrialPlace
    arm: Arm
    knee: Side
    move: str | None

    def choose(
        self, visit: RecordContext, here: Standing, *, light: bool
    ) -> tuple[Routine, Choice]:
        """The routine and all that is chosen of it; where it is done is as last time."""
        routines = content.routines(visit.settings.content)
        before = visit.preferences.choice or Choice()
        surface = before.surface if here.status.floor_open else Surface.WALL
        return routines[routine_of(self.arm)], choice(self.arm, routines, surface, light=light)


def under_way(visit: RecordContext) -> TrialSchedule | None:
    """The trial under way with its sessions."""
    running = trials.under_way(visit.record)
    if running is None:
        return None
    return course(running, sessions.sessions(visit.record, traces=False))


def titles(visit: RecordContext) -> Mapping[str, str]:
    """The titles of the routines by their names."""
    return {name: one.title for name, one in content.routines(visit.settings.content).items()}


def link(label: str = "Go to the trial") -> None:
    """A way to the Trial page, which no menu lists."""
    st.page_link(PAGE, label=label, icon=":material/balance:")


def render_trial_banner(visit: RecordContext) -> bool:
    """On *Today*: which session of the trial is due, or from when; False without a trial."""
    running = under_way(visit)
    if running is None:
        return False
    st.markdown(f"**{next_words(visit, running)}**")
    link("See its result" if running.due is None else "Go to the trial")
    return True


def next_words(visit: RecordContext, running: TrialSchedule) -> str:
    """What comes next in the trial, in a sentence."""
    if running.due is None:
        return DONE
    words = due_words(running.due.slot, running, titles(visit))
    if running.open(visit.now) or running.due.not_before is None:
        return f"{words}."
    return f"{words}, from {when(running.due.not_before, visit.zone, visit.now)} on."


def fix(visit: RecordContext, here: Standing) -> Fixed | None:
    """On *Routine*: what the trial fixes about this session; None where it is outside of it."""
    running = under_way(visit)
    if running is None:
        return None
    slot = running.open(visit.now)
    if slot is None:
        _render_outside(visit, running)
        return None
    arm = arm_words(slot.arm, titles(visit))
    if not open_for(visit, here, slot.arm):
        st.warning(
            f"**{next_words(visit, running)}** Your answers take out what it needs, so it "
            "waits. What you do now is outside the trial."
        )
        return None
    with st.container(border=True):
        st.markdown(f"**{next_words(visit, running)}**")
        small("What you do, and for how long, is fixed: only then can the two be compared.")
        outside = st.toggle(f"Not {arm} now: a session outside the trial")
        if outside:
            small("It is kept and does not count for the trial, which then waits for 6 hours.")
            return None
    place = TrialPlace(running.trial.id, slot.pair, slot.place)
    return Fixed(place, slot.arm, running.trial.knee, running.move)


def open_for(visit: RecordContext, here: Standing, arm: Arm) -> bool:
    """Whether a session of `arm` may be done now, as far as findings close it."""
    return can_be_done(arm, content.routines(visit.settings.content), here.status)


def _render_outside(visit: RecordContext, running: TrialSchedule) -> None:
    st.info(f"**{next_words(visit, running)}** A session now is outside the trial.")
    if running.due is None:
        link("See its result")
