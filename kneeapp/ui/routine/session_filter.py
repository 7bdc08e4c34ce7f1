"""Session filter: which sessions *Progress* shows, and its texts where there are none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import partial
from uuid import UUID

import streamlit as st

from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.eligibility import SessionEffect
from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, Window
from kneeapp.domain.routine.definitions import Preset
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side
from kneeapp.ui.findings import allowed_now
from kneeapp.ui.findings.standing import current_standing
from kneeapp.ui.routine.choice_form import PRESETS
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.choice_bar import choice_bar
from kneeapp.ui.widgets.verdict_headline import title

DEFAULT_DATES, EVERYTHING, OWN_DATES = f"{DEFAULT_WEEKS} weeks", "All", "Other dates"
WEEKS = {"4 weeks": 4, DEFAULT_DATES: DEFAULT_WEEKS}


@dataclass(frozen=True)
class SessionSelection:
    """The selected `sessions`: of one knee and one routine within `window`.

    `all_sessions` are all saved ones, `in_weeks` those of the calendar weeks of `window`;
    all are without traces. `effects` are those of the sessions by id.
    """

    window: Window
    knee: Side
    all_sessions: tuple[Session, ...]
    in_weeks: tuple[Session, ...]
    sessions: tuple[Session, ...]
    effects: Mapping[UUID, SessionEffect]

    def narrowed(self, window: Window, zone: tzinfo) -> "SessionSelection":
        """The same on the days of `window` only, which lies in that of this selection."""
        in_weeks = progress.within(self.in_weeks, window.whole_weeks(), zone)
        inside = progress.within(self.sessions, window, zone)
        return replace(self, window=window, in_weeks=in_weeks, sessions=inside)


def selection_form(context: RecordContext, past: SessionHistory) -> SessionSelection:
    """The filter form: dates, knee, routine, length; by default recent weeks of the sore knee."""
    all_sessions = past.sessions
    with st.expander("Dates, knee and routine", icon=":material/tune:"):
        window = _dates_input(context, all_sessions[0])
        knee = _knee_input(context, all_sessions)
        of_knee = progress.select_sessions(
            progress.within(all_sessions, window, context.zone), knee=knee
        )
        selection = _shown(context, past, window, knee, _routine_input(context, of_knee))
        preset = _preset_input({session.choice.preset for session in selection.sessions})
    return replace(selection, sessions=progress.select_sessions(selection.sessions, preset=preset))


def default_selection(
    context: RecordContext, past: SessionHistory, window: Window, knee: Side
) -> SessionSelection:
    """The sessions of `knee` in `window` without a form: those of the routine done last."""
    of_knee = progress.select_sessions(
        progress.within(past.sessions, window, context.zone), knee=knee
    )
    return _shown(context, past, window, knee, of_knee[-1].plan.routine if of_knee else None)


def render_what_will_be_here(context: RecordContext) -> None:
    """The page before the first saved session."""
    if not context.record.own:
        st.info("No session is saved yet.")
        return
    st.write(
        "After your first session this page shows your knee **before and after** it. "
        "With six or more it says whether the knee rates better after the routine, and how the "
        "ratings change over the weeks."
    )
    st.write("To get there: do the routine once, rate your knee before and after, and save it.")
    standing_now = current_standing(context)
    allowed_now.start_button(context, standing_now)
    if standing_now.status.nothing_left:
        st.write("It is closed for now. *Today* says why.")


def render_left_out(selection: SessionSelection, session: Session) -> None:
    """Why a session does not count; nothing where it counts."""
    if reason := selection.effects[session.id].left_out:
        small(f"Not counted: {reason.label}.")


def _shown(
    context: RecordContext, past: SessionHistory, window: Window, knee: Side, routine: str | None
) -> SessionSelection:
    in_weeks = progress.within(past.sessions, window.whole_weeks(), context.zone)
    dated = progress.within(in_weeks, window, context.zone)
    judged = past.judged(knee, routine) if routine else None
    return SessionSelection(
        window=window,
        knee=knee,
        all_sessions=past.sessions,
        in_weeks=in_weeks,
        sessions=progress.select_sessions(dated, knee=knee, routine=routine),
        effects={effect.session: effect for effect in judged.effects} if judged else {},
    )


def _dates_input(context: RecordContext, oldest: Session) -> Window:
    """The chosen dates, up to those from the `oldest` session until today."""
    choices = [*WEEKS, EVERYTHING, OWN_DATES]
    choice = choice_bar(
        "Dates", choices, DEFAULT_DATES, width="content", key="dates", bind="query-params"
    )
    if choice == EVERYTHING:
        return Window(oldest.started_at.astimezone(context.zone).date(), context.today)
    if choice != OWN_DATES:
        return progress.last_weeks(WEEKS[choice], context.today)
    preset = progress.last_weeks(DEFAULT_WEEKS, context.today)
    days = st.date_input("From and to", (preset.first, preset.last), format="DD/MM/YYYY")
    # while somebody chooses, there is only the first day, or none
    first, *rest = days if isinstance(days, tuple) and days else (preset.first,)
    return Window(first, rest[0] if rest else max(first, preset.last))


def _knee_input(context: RecordContext, sessions: tuple[Session, ...]) -> Side:
    """The chosen knee; two knees are never mixed in one chart."""
    knees = sorted({session.knee for session in sessions})
    if len(knees) == 1:
        return knees[0]
    usual = context.preferences.knee or sessions[-1].knee
    return choice_bar("Knee", knees, usual, str.capitalize, width="content")


def _routine_input(context: RecordContext, of_knee: tuple[Session, ...]) -> str | None:
    """The chosen routine, the last one done first; None without a session."""
    routines = list(dict.fromkeys(session.plan.routine for session in reversed(of_knee)))
    if len(routines) < 2:
        return next(iter(routines), None)
    return st.selectbox("Routine", routines, format_func=partial(title, context))


def _preset_input(presets: set[Preset]) -> Preset | None:
    if len(presets) < 2:
        return None
    return st.selectbox(
        "How long",
        [None, *(preset for preset in Preset if preset in presets)],
        format_func=lambda preset: PRESETS[preset] if preset else "All",
    )
