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
from kneeapp.domain.trial.block_trial import AnyTrial
from kneeapp.domain.trial.design import Arm
from kneeapp.domain.trial.schedule import TrialSchedule, trial_schedule
from kneeapp.domain.trial.text import arm_words, due_words
from kneeapp.store.record import sessions, trials
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small

Prepared = tuple[Routine, Choice]
"""A routine and what is chosen of it."""


@dataclass(frozen=True)
class TrialConstraint:
    """What a trial fixes for the next session; `move` is None before its first session.

    `arm` is that of the session. Only what is the same for all `arms` may be shown before the
    first rating is stored.
    """

    place: TrialPlace
    arm: Arm
    arms: tuple[Arm, ...]
    knee: Side
    move: str | None

    def choose(self, context: RecordContext, standing_now: Standing, *, light: bool) -> Prepared:
        """The routine and the fixed choice of the session; the surface is that of last time."""
        return _prepared(context, standing_now, self.arm, light=light)

    def choose_each(
        self, context: RecordContext, standing_now: Standing, *, light: bool
    ) -> list[Prepared]:
        """The same of every arm."""
        return [_prepared(context, standing_now, arm, light=light) for arm in self.arms]


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


def arm_titles(context: RecordContext, trial: AnyTrial) -> tuple[str, str]:
    """The arm in question and the one it is compared with, in words."""
    routines = titles(context)
    return arm_words(trial.asked, routines), arm_words(trial.other, routines)


def link(label: str = "Go to the trial") -> None:
    """A link to the Trial page, which is not in the menu."""
    st.page_link("pages/trial.py", label=label, icon=":material/balance:")


def render_trial_banner(context: RecordContext, standing_now: Standing) -> bool:
    """On *Today*: the next session of the trial and its time; False without a running trial."""
    running = under_way(context)
    if running is None:
        return False
    st.markdown(f"**{next_words(context, running)}**")
    if running.due and (words := waiting_words(context, standing_now, running.trial)):
        st.write(words)
    link("See its result" if running.due is None else "Go to the trial")
    return True


def next_words(context: RecordContext, running: TrialSchedule) -> str:
    """The next session of the trial, in a sentence that does not tell its arm."""
    if running.due is None:
        return "Your trial is done."
    words = due_words(running)
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
    if words := waiting_words(context, standing_now, running.trial):
        st.warning(
            f"**{next_words(context, running)}** {words} What you do now is outside the trial."
        )
        return None
    with st.container(border=True):
        st.markdown(f"**{next_words(context, running)}**")
        small("What you do, and for how long, is fixed: only then can the two be compared.")
        # never forced: a trial must not keep somebody from what they need today
        outside = st.toggle("Not now: a session outside the trial")
        if outside:
            small("It is kept and does not count for the trial, which then waits for 6 hours.")
            return None
    place = TrialPlace(running.trial.id, slot.pair, slot.place)
    arms = running.trial.arms
    return TrialConstraint(place, slot.arm, arms, running.trial.knee, running.move)


def waiting_words(context: RecordContext, standing_now: Standing, trial: AnyTrial) -> str:
    """What the next session of `trial` waits for; empty where nothing keeps the person from it.

    It waits where any arm is closed: to let only the others go on would tell which is due.
    """
    routines, status = content.routines(context.settings.content), standing_now.status
    if not status.trial_open:
        return "It waits: something is open, or to be asked first. Once that is settled it goes on."
    if not all(can_be_done(arm, routines, status) for arm in trial.arms):
        return "It waits: your answers close a part of what it needs."
    return ""


def _prepared(context: RecordContext, standing_now: Standing, arm: Arm, *, light: bool) -> Prepared:
    routines = content.routines(context.settings.content)
    before = context.preferences.choice or Choice()
    surface = before.surface if standing_now.status.floor_open else Surface.WALL
    return routines[routine_of(arm)], choice(arm, routines, surface, light=light)
