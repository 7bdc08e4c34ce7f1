"""Which sessions *Progress* looks at, and what it says where there are none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import streamlit as st

from kneeapp.domain import progress
from kneeapp.domain.progress import DEFAULT_WEEKS, Window
from kneeapp.domain.routines import Preset
from kneeapp.domain.sessions import Session
from kneeapp.domain.sides import Side
from kneeapp.store import sessions
from kneeapp.ui.routine import PRESETS
from kneeapp.ui.session import Visit

DEFAULT_DATES, EVERYTHING, OWN_DATES = f"{DEFAULT_WEEKS} weeks", "All", "Other dates"
WEEKS = {"4 weeks": 4, DEFAULT_DATES: DEFAULT_WEEKS}


@dataclass(frozen=True)
class Shown:
    """What the page looks at; `in_weeks` are all sessions of the weeks that `window` touches."""

    window: Window
    in_weeks: tuple[Session, ...]
    sessions: tuple[Session, ...]


def choose(visit: Visit) -> Shown:
    """Ask for dates, knee and routine; the last weeks of the sore knee unless changed."""
    with st.expander("Dates, knee and routine", icon=":material/tune:"):
        asked = _ask_dates(visit)
        if asked is None:
            in_weeks = progress.chosen(sessions.sessions(visit.record))
            window = _span(in_weeks, visit)
        else:
            window = asked
            bounds = asked.whole_weeks().bounds(visit.zone)
            in_weeks = progress.chosen(sessions.sessions(visit.record, *bounds))
        dated = progress.within(in_weeks, window, visit.zone)
        knee = _ask_knee(visit, dated)
        of_knee = progress.chosen(dated, knee=knee)
        preset = _ask_preset({session.choice.preset for session in of_knee})
    return Shown(window, in_weeks, progress.chosen(of_knee, preset=preset))


def tell_what_will_be_here() -> None:
    """The page of a person who has not saved a session yet."""
    st.write(
        "After your first session this page shows your knee **before and after** it. "
        "With more sessions it shows the course over the weeks, how tender each spot was, "
        "and your sessions a week."
    )
    st.write("To get there: do the routine once, rate your knee before and after, and save it.")
    if st.button("Start routine", type="primary", width="stretch"):
        st.switch_page("pages/routine.py")


def tell_nothing_fits() -> None:
    """The page where the choice leaves no session."""
    st.info("No session fits this choice. Choose other dates, the other knee or all routines.")


def today(visit: Visit) -> date:
    """The person's date."""
    return visit.now.astimezone(visit.zone).date()


def _ask_dates(visit: Visit) -> Window | None:
    """None: from the first session on."""
    asked = st.segmented_control(
        "Dates", [*WEEKS, EVERYTHING, OWN_DATES], default=DEFAULT_DATES, required=True
    )
    if asked == EVERYTHING:
        return None
    if asked != OWN_DATES:
        return progress.last_weeks(WEEKS[str(asked)], today(visit))
    preset = progress.last_weeks(DEFAULT_WEEKS, today(visit))
    days = st.date_input("From and to", (preset.first, preset.last), format="DD/MM/YYYY")
    first, *rest = days if isinstance(days, tuple) and days else (preset.first,)
    return Window(first, rest[0] if rest else max(first, preset.last))


def _span(shown: Iterable[Session], visit: Visit) -> Window:
    first = next(iter(shown), None)
    until = today(visit)
    return Window(first.started_at.astimezone(visit.zone).date() if first else until, until)


def _ask_knee(visit: Visit, dated: tuple[Session, ...]) -> Side | None:
    """The knee to look at; two knees are never mixed in one picture."""
    knees = sorted({session.knee for session in dated})
    if len(knees) < len(Side):
        return None
    return st.segmented_control(
        "Knee",
        knees,
        default=visit.preferences.knee or dated[-1].knee,
        required=True,
        format_func=lambda side: side.value.capitalize(),
    )


def _ask_preset(presets: set[Preset]) -> Preset | None:
    if len(presets) < 2:
        return None
    return st.selectbox(
        "Routine",
        [None, *(preset for preset in Preset if preset in presets)],
        format_func=lambda preset: PRESETS[preset] if preset else "All",
    )
