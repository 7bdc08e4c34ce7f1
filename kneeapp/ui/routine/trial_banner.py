"""The running trial on other pages: what is due, and what it fixes for the next session."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from kneeapp import content
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.routine.definitions import Choice, Routine, Surface
from kneeapp.domain.routine.sessions import TrialPlace
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import can_be_done, choice, routine_of
from kneeapp.domain.trial.design import Arm, Trial
from kneeapp.domain.trial.schedule import TrialSchedule, trial_schedule
from kneeapp.domain.trial.text import arm_words, due_words
from kneeapp.store.record import sessions, trials
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


@dataclass(frozen=True)
class TrialConstraint:
    """What a trial fixes for the next session; `move` is None before its first session."""

    place: TrialPlace
    arm: Arm
    knee: Side
    move: str | None

    def choose(
        self, context: RecordContext, standing_now: Standing, *, light: bool
    ) -> tuple[Routine, Choice]:
        """The routine and the fixed choice; the surface is that of last time."""
        routines = content.routines(context.settings.content)
        before = context.preferences.choice or Choice()
        surface = before.surface if standing_now.status.floor_open else Surface.WALL
        return routines[routine_of(self.arm)], choice(self.arm, routines, surface, light=light)


def under_way(context: RecordContext) -> TrialSchedule | None:
    """The running trial with its sessions; None without one."""
    running = trials.under_way(context.record)
    if running is None:
        return None
    return trial_schedule(running, sessions.sessions(context.record, traces=False))


def titles(context: RecordContext) -> Mapping[str, str]:
    """The titles of the routines by id."""
    return {
        name: routine.title for name, routine in content.routines(context.settings.content).items()
    }


def arm_titles(context: RecordContext, trial: Trial) -> tuple[str, str]:
    """The arm in question and the one it is compared with, in words."""
    routines = titles(context)
    return arm_words(trial.asked, routines), arm_words(trial.other, routines)


def link(label: str = "Go to the trial") -> None:
    """A link to the Trial page, which is not in the menu."""
    st.page_link("pages/trial.py", label=label, icon=":material/balance:")


def render_trial_banner(context: RecordContext) -> bool:
    """On *Today*: the next session of the trial and its time; False without a running trial."""
    running = under_way(context)
    if running is None:
        return False
    st.markdown(f"**{next_words(context, running)}**")
    link("See its result" if running.due is None else "Go to the trial")
    return True


def next_words(context: RecordContext, running: TrialSchedule) -> str:
    """The next session of the trial, in a sentence."""
    if running.due is None:
        return "Your trial is done."
    words = due_words(running.due.slot, running, titles(context))
    if running.open(context.now) or running.due.not_before is None:
        return f"{words}."
    return f"{words}, from {context.when(running.due.not_before)} on."


def trial_constraint(context: RecordContext, standing_now: Standing) -> TrialConstraint | None:
    """On *Routine*: what the trial fixes for this session; None for one outside the trial."""
    running = under_way(context)
    if running is None:
        return None
    slot = running.open(context.now)
    if slot is None:
        st.info(f"**{next_words(context, running)}** A session now is outside the trial.")
        if running.due is None:
            link("See its result")
        return None
    arm = arm_words(slot.arm, titles(context))
    if not open_for(context, standing_now, slot.arm):
        st.warning(
            f"**{next_words(context, running)}** Your answers take out what it needs, so it "
            "waits. What you do now is outside the trial."
        )
        return None
    with st.container(border=True):
        st.markdown(f"**{next_words(context, running)}**")
        small("What you do, and for how long, is fixed: only then can the two be compared.")
        # never forced: a trial must not keep somebody from what they need today
        outside = st.toggle(f"Not {arm} now: a session outside the trial")
        if outside:
            small("It is kept and does not count for the trial, which then waits for 6 hours.")
            return None
    place = TrialPlace(running.trial.id, slot.pair, slot.place)
    return TrialConstraint(place, slot.arm, running.trial.knee, running.move)


def open_for(context: RecordContext, standing_now: Standing, arm: Arm) -> bool:
    """Whether no finding closes a session of `arm` now."""
    return can_be_done(arm, content.routines(context.settings.content), standing_now.status)
