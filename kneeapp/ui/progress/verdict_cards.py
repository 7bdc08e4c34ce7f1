"""Verdict cards: one for each routine and each separate area, with the next step."""

from collections.abc import Collection, Sequence

import streamlit as st

from kneeapp.charts.certainty import certainty_chart
from kneeapp.charts.relief import average_chart
from kneeapp.domain.evidence import verdict_text
from kneeapp.domain.evidence.analysis import (
    AreaJudged,
    RoutineJudged,
    SessionHistory,
)
from kneeapp.domain.evidence.sequential_looks import FEWEST
from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.measures import KNEE_BETWEEN
from kneeapp.domain.routine import session_limits
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.safety.status import SafetyStatus
from kneeapp.domain.screening.driver_ranking import next_drivers
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import compared
from kneeapp.store.record import ratings, trials
from kneeapp.ui.findings import standing
from kneeapp.ui.routine import trial_banner
from kneeapp.ui.routine.choice_form import selectable_routines
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import picture, small
from kneeapp.ui.widgets.verdict_headline import title


def render_verdicts(context: RecordContext, past: SessionHistory, knee: Side) -> None:
    """The cards of `knee`, the routine done last first."""
    if len(past.sessions) == 1:
        render_first_session(context, past.sessions[0])
    status = standing.current_standing(context).status
    routines = past.routines[knee]
    for judged in routines:
        with st.container(border=True):
            _render_routine(context, judged, knee, routines)
    half_way = ratings.ratings(context.record, KNEE_BETWEEN)
    for area in past.areas(half_way, knee):
        with st.container(border=True):
            st.caption(f"{area.area.label} alone, {knee} knee")
            words = verdict_text.area_words(area.verdict, area.area)
            _render(context, words, area, little="little alone")
    worse = any(judged.verdict.outcome is Outcome.WORSE for judged in routines)
    if context.record.own and not worse:
        _render_what_else(context, status)
    with st.expander("How to read these cards"):
        st.markdown(context.told(verdict_text.HOW_TO_READ))


def _render_what_else(context: RecordContext, status: SafetyStatus) -> None:
    """What else is open; not shown with a worse verdict, which says to stop and see a clinician."""
    if status.trial_open:
        if trials.under_way(context.record):
            trial_banner.link()
        else:
            trial_banner.link("Compare two things in a fair trial")
    if status.programme_open:
        small(verdict_text.WHATEVER)
        st.page_link("pages/programme.py", label="See the programme", icon=":material/trending_up:")


def render_first_session(context: RecordContext, first: Session) -> None:
    """What one session can show, after the very first one."""
    if first.relief is not None:
        with st.container(border=True):
            st.markdown(context.told("**Your first session**"))
            for sentence in session_limits.first_session(first.relief, first.stress_off):
                st.write(context.told(sentence))


def _render_routine(
    context: RecordContext, judged: RoutineJudged, knee: Side, all_judged: Sequence[RoutineJudged]
) -> None:
    tried_out = compared(trials.closed(context.record), knee, judged.routine)
    words = verdict_text.routine_words(judged.verdict, compared=tried_out)
    st.caption(f"{title(context, judged.routine)}, {knee} knee")
    _render(context, words, judged, little="ruled out")
    outcome = judged.verdict.outcome
    if tried_out and context.record.own:
        trial_banner.link("See the result of the trial")
    if not standing.current_standing(context).status.routine_open:
        return
    if (
        outcome in {Outcome.FADED, Outcome.SMALL_OR_UNCERTAIN}
        and context.record.own
        and st.button(f"Keep: {title(context, judged.routine)}", width="stretch")
    ):
        _go_to(context, judged.routine)
    if outcome in {Outcome.RULED_OUT, Outcome.FADED, Outcome.SMALL_OR_UNCERTAIN}:
        open_yet = Outcome.NOT_KNOWN_YET
        tried = {judged.routine for judged in all_judged if judged.verdict.outcome is not open_yet}
        _render_next(context, knee, tried, key=judged.routine)


def _render(
    context: RecordContext,
    words: verdict_text.VerdictText,
    judged: RoutineJudged | AreaJudged,
    *,
    little: str,
) -> None:
    """One card: the verdict, its charts, the excluded sessions and the next step."""
    verdict = judged.verdict
    st.header(context.told(words.headline))
    for paragraph in words.paragraphs:
        st.write(context.told(paragraph))
    figures = verdict.figures
    if figures and figures.telling:
        picture(
            average_chart(figures, dark=context.dark),
            context.told(verdict_text.average_words(figures)),
        )
    elif verdict.counted < FEWEST:
        st.progress(verdict.counted / FEWEST, text=f"{verdict.counted} of at least {FEWEST}")
    if figures and (sure := context.told(verdict_text.certainty_words(verdict))):
        st.write(sure)
        picture(certainty_chart(figures, verdict.asked, little=little, dark=context.dark), sure)
    if hanging := verdict_text.unrated_words(judged.unrated):
        st.write(context.told(hanging))
    if not_counted := verdict_text.left_out_words(judged.effects):
        small(context.told(" ".join(not_counted)))
    if verdict.outcome is Outcome.WORSE:
        st.error(f"**Next:** {context.told(words.following)}")
    elif standing.current_standing(context).status.routine_open:
        st.markdown(f"**Next:** {context.told(words.following)}")
    else:
        st.markdown("**Next:** Rolling is closed for now. *Today* says why, and what opens it.")


def _render_next(context: RecordContext, knee: Side, tried: Collection[str], *, key: str) -> None:
    """The next drivers of the latest screening, down to one with a routine to try."""
    standing_now = standing.current_standing(context)
    routines = selectable_routines(context, standing_now, knee)
    ranked = standing.ranked_drivers(context, standing_now, knee)
    next_ones = next_drivers(ranked, tried=tried, offered=routines)
    for driver in next_ones:
        st.markdown(f"**{driver.title}.** {context.told(driver.action)}")
        if driver.instead:
            st.write(context.told(driver.instead))
    untried = next((driver.routine for driver in next_ones if driver.routine in routines), None)
    if untried is None:
        st.write(context.told(verdict_text.NONE_LEFT))
    elif context.record.own and st.button(
        f"Try: {routines[untried].title}", key=f"after {key}", type="primary", width="stretch"
    ):
        _go_to(context, untried)


def _go_to(context: RecordContext, routine: str) -> None:
    """Go to the routine page with `routine` preselected."""
    before = context.preferences.choice or Choice()
    choice = Choice(routine=routine, preset=before.preset, surface=before.surface)
    context.save_preferences(choice=choice)
    st.switch_page("pages/routine.py")
