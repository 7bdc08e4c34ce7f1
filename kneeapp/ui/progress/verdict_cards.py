"""What the ratings say: a card for each routine and each area apart, and what comes next."""

from collections.abc import Collection, Sequence

import streamlit as st

from kneeapp.charts.certainty import sureness_chart
from kneeapp.charts.relief import average_chart
from kneeapp.domain.evidence.analysis import AreaJudged, RoutineJudged, SessionHistory, areas_judged
from kneeapp.domain.evidence.eligibility import SessionEffect
from kneeapp.domain.evidence.sequential_looks import FEWEST
from kneeapp.domain.evidence.verdict_text import (
    HOW_TO_READ,
    NONE_LEFT,
    WHATEVER,
    Words,
    area_words,
    average_words,
    left_out_words,
    routine_words,
    sureness_words,
)
from kneeapp.domain.evidence.verdicts import Outcome, Verdict
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine import session_limits
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.screening.driver_ranking import drivers
from kneeapp.domain.screening.next_driver import next_drivers
from kneeapp.domain.sides import Side
from kneeapp.store.record import people, ratings
from kneeapp.ui.findings import standing
from kneeapp.ui.routine import trial_banner
from kneeapp.ui.routine.choice_form import selectable_routines
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import picture, small
from kneeapp.ui.widgets.verdict_headline import title


def render_verdicts(visit: RecordContext, past: SessionHistory, knee: Side) -> None:
    """The cards of `knee`, the routine done last first."""
    if len(past.sessions) == 1:
        _render_first_session(past.sessions[0])
    status = standing.stand(visit).status
    routines = past.routines[knee]
    for one in routines:
        with st.container(border=True):
            _render_routine(visit, one, knee, routines)
    half_way = ratings.ratings(visit.record, KNEE_BETWEEN)
    for area in areas_judged(past.sessions, half_way, knee, past.trial):
        with st.container(border=True):
            _render_area(visit, area, knee)
    worse = any(one.verdict.outcome is Outcome.WORSE for one in routines)
    if visit.record.own and not worse:
        _render_what_else(status)
    with st.expander("How to read these cards"):
        st.markdown(HOW_TO_READ)


def _render_what_else(status: SafetyStatus) -> None:
    """What is open besides, save to those who are told to stop and see somebody."""
    if status.trial_open:
        trial_banner.link("Compare two things in a fair trial")
    if status.programme_open:
        small(WHATEVER)
        st.page_link("pages/programme.py", label="See the programme", icon=":material/trending_up:")


def _render_first_session(first: Session) -> None:
    """What may be said after the very first session, and no more."""
    if first.relief is not None:
        with st.container(border=True):
            st.markdown("**Your first session**")
            for sentence in session_limits.first_session(first.relief, first.stress_off):
                st.write(sentence)


def _render_routine(
    visit: RecordContext, judged: RoutineJudged, knee: Side, all_judged: Sequence[RoutineJudged]
) -> None:
    words = routine_words(judged.verdict)
    st.caption(f"{title(visit, judged.routine)}, {knee} knee")
    _render(visit, words, judged.verdict, judged.reliefs, little="ruled out")
    outcome = judged.verdict.outcome
    if not standing.stand(visit).status.routine_open:
        return
    if (
        outcome is Outcome.SMALL_OR_UNCERTAIN
        and visit.record.own
        and st.button(f"Keep: {title(visit, judged.routine)}", width="stretch")
    ):
        _go_to(visit, judged.routine)
    if outcome in {Outcome.RULED_OUT, Outcome.SMALL_OR_UNCERTAIN}:
        open_yet = Outcome.NOT_KNOWN_YET
        tried = {one.routine for one in all_judged if one.verdict.outcome is not open_yet}
        _render_next(visit, knee, tried, key=judged.routine)


def _render_area(visit: RecordContext, judged: AreaJudged, knee: Side) -> None:
    st.caption(f"{judged.area.label} alone, {knee} knee")
    words = area_words(judged.verdict, judged.area)
    _render(visit, words, judged.verdict, judged.reliefs, little="little alone")


def _render(
    visit: RecordContext,
    words: Words,
    verdict: Verdict,
    reliefs: Sequence[SessionEffect],
    *,
    little: str,
) -> None:
    """What is found, its pictures, what is left out and what comes next."""
    st.header(words.headline)
    st.write(words.detail)
    found = verdict.figures
    if found and found.telling:
        picture(average_chart(found, dark=visit.dark), average_words(found))
    elif verdict.counted < FEWEST:
        st.progress(verdict.counted / FEWEST, text=f"{verdict.counted} of at least {FEWEST}")
    if found and (sure := sureness_words(verdict)):
        st.write(sure)
        picture(sureness_chart(found, little=little, dark=visit.dark), sure)
    if not_counted := left_out_words(reliefs):
        small(" ".join(not_counted))
    if verdict.outcome is Outcome.WORSE:
        st.error(f"**Next:** {words.following}")
    elif standing.stand(visit).status.routine_open:
        st.markdown(f"**Next:** {words.following}")
    else:
        st.markdown("**Next:** Rolling is closed for now. *Today* says why, and what opens it.")


def _render_next(visit: RecordContext, knee: Side, tried: Collection[str], *, key: str) -> None:
    """The next places on the list of the latest screening, down to one with a routine to try."""
    here = standing.stand(visit)
    routines = selectable_routines(visit, here, knee)
    answers = here.latest.answers if here.latest else {}
    ranked = drivers(standing.questionnaire(visit), answers, knee)
    found = next_drivers(ranked, tried=tried, offered=routines)
    for driver in found:
        st.markdown(f"**{driver.title}.** {driver.action}")
        if driver.instead:
            st.write(driver.instead)
    untried = next((driver.routine for driver in found if driver.routine in routines), None)
    if untried is None:
        st.write(NONE_LEFT)
    elif visit.record.own and st.button(
        f"Try: {routines[untried].title}", key=f"after {key}", type="primary", width="stretch"
    ):
        _go_to(visit, untried)


def _go_to(visit: RecordContext, routine: str) -> None:
    """To the routine page, where `routine` is picked."""
    before = visit.preferences.choice or Choice()
    choice = Choice(routine=routine, preset=before.preset, surface=before.surface)
    people.save_preferences(visit.record, visit.preferences.model_copy(update={"choice": choice}))
    st.switch_page("pages/routine.py")
