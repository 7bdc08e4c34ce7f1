"""Which sessions *Progress* looks at, and what it says where there are none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

import streamlit as st

from kneeapp.domain.evidence import progress
from kneeapp.domain.evidence.analysis import SessionHistory
from kneeapp.domain.evidence.eligibility import SessionEffect
from kneeapp.domain.evidence.progress import DEFAULT_WEEKS, Window
from kneeapp.domain.evidence.verdict_text import LEFT_OUT
from kneeapp.domain.routine.definitions import Preset
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side
from kneeapp.ui.findings import allowed_now
from kneeapp.ui.findings.standing import stand
from kneeapp.ui.routine.choice_form import PRESETS
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.verdict_headline import title

DEFAULT_DATES, EVERYTHING, OWN_DATES = f"{DEFAULT_WEEKS} weeks", "All", "Other dates"
WEEKS = {"4 weeks": 4, DEFAULT_DATES: DEFAULT_WEEKS}


@dataclass(frozen=True)
class Shown:
    """What the page looks at: `sessions` of one knee and one routine within `window`.

    `kept` are all there are, `in_weeks` those of the weeks that `window` touches; none
    has its traces. `reliefs` say by session what it did, and why it does not count.
    """

    window: Window
    knee: Side
    kept: tuple[Session, ...]
    in_weeks: tuple[Session, ...]
    sessions: tuple[Session, ...]
    reliefs: Mapping[UUID, SessionEffect]


def choose(visit: RecordContext, past: SessionHistory) -> Shown:
    """Ask for dates, knee, routine and length; the last weeks of the sore knee unless changed."""
    kept = past.sessions
    with st.expander("Dates, knee and routine", icon=":material/tune:"):
        window = _dates_input(visit) or _span(kept, visit)
        knee = _knee_input(visit, kept)
        of_knee = progress.chosen(progress.within(kept, window, visit.zone), knee=knee)
        shown = _shown(visit, past, window, knee, _routine_input(visit, of_knee))
        preset = _preset_input({session.choice.preset for session in shown.sessions})
    return replace(shown, sessions=progress.chosen(shown.sessions, preset=preset))


def looked_at(visit: RecordContext, past: SessionHistory, window: Window, knee: Side) -> Shown:
    """The sessions of `knee` in `window` without asking: of the routine that was done last."""
    of_knee = progress.chosen(progress.within(past.sessions, window, visit.zone), knee=knee)
    return _shown(visit, past, window, knee, of_knee[-1].plan.routine if of_knee else None)


def render_what_will_be_here(visit: RecordContext) -> None:
    """The page of a person who has not saved a session yet."""
    if not visit.record.own:
        st.info("No session is saved yet.")
        return
    st.write(
        "After your first session this page shows your knee **before and after** it. "
        "With six or more it says whether the knee rates better after the routine, and how the "
        "ratings change over the weeks."
    )
    st.write("To get there: do the routine once, rate your knee before and after, and save it.")
    here = stand(visit)
    allowed_now.start_button(visit, here)
    if here.status.nothing_left:
        st.write("It is closed for now. *Today* says why.")


def render_nothing_fits() -> None:
    """The page where the choice leaves no session."""
    st.info("No session fits this choice. Choose other dates, the other knee or another length.")


def render_left_out(shown: Shown, session: Session) -> None:
    """Why a session does not count, where it does not."""
    if reason := shown.reliefs[session.id].left_out:
        small(f"Not counted: {LEFT_OUT[reason]}.")


def _shown(
    visit: RecordContext, past: SessionHistory, window: Window, knee: Side, routine: str | None
) -> Shown:
    in_weeks = progress.within(past.sessions, window.whole_weeks(), visit.zone)
    dated = progress.within(in_weeks, window, visit.zone)
    judged = past.judged(knee, routine) if routine else None
    return Shown(
        window=window,
        knee=knee,
        kept=past.sessions,
        in_weeks=in_weeks,
        sessions=progress.chosen(dated, knee=knee, routine=routine),
        reliefs={relief.session: relief for relief in judged.reliefs} if judged else {},
    )


def _dates_input(visit: RecordContext) -> Window | None:
    """None: from the first session on."""
    asked = st.segmented_control(
        "Dates", [*WEEKS, EVERYTHING, OWN_DATES], default=DEFAULT_DATES, required=True
    )
    if asked == EVERYTHING:
        return None
    if asked != OWN_DATES:
        return progress.last_weeks(WEEKS[str(asked)], visit.today)
    preset = progress.last_weeks(DEFAULT_WEEKS, visit.today)
    days = st.date_input("From and to", (preset.first, preset.last), format="DD/MM/YYYY")
    first, *rest = days if isinstance(days, tuple) and days else (preset.first,)
    return Window(first, rest[0] if rest else max(first, preset.last))


def _span(shown: Iterable[Session], visit: RecordContext) -> Window:
    first = next(iter(shown), None)
    until = visit.today
    return Window(first.started_at.astimezone(visit.zone).date() if first else until, until)


def _knee_input(visit: RecordContext, kept: tuple[Session, ...]) -> Side:
    """The knee to look at; two knees are never mixed in one picture."""
    knees = sorted({session.knee for session in kept})
    if len(knees) == 1:
        return knees[0]
    asked = st.segmented_control(
        "Knee",
        knees,
        default=visit.preferences.knee or kept[-1].knee,
        required=True,
        format_func=lambda side: side.value.capitalize(),
    )
    return Side(asked)


def _routine_input(visit: RecordContext, of_knee: tuple[Session, ...]) -> str | None:
    """The routine to look at, the last one done first; None where there is no session."""
    routines = list(dict.fromkeys(session.plan.routine for session in reversed(of_knee)))
    if len(routines) < 2:
        return next(iter(routines), None)
    return st.selectbox("Routine", routines, format_func=partial(title, visit))


def _preset_input(presets: set[Preset]) -> Preset | None:
    if len(presets) < 2:
        return None
    return st.selectbox(
        "How long",
        [None, *(preset for preset in Preset if preset in presets)],
        format_func=lambda preset: PRESETS[preset] if preset else "All",
    )
