"""The flare plan: written under *Plan*, shown on *Today* while a flare lasts."""

import streamlit as st

from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.formats import capitalized
from kneeapp.domain.programme.flare_plan import (
    LONGEST_NAME,
    MOST_CUTS,
    FlareCut,
    FlareDay,
    FlarePlan,
    flare_began,
    flare_day,
)
from kneeapp.domain.programme.flare_text import (
    ABOUT,
    CHECK_FIRST,
    KEPT,
    NO_PLAN,
    NOT_A_FLARE,
    day_words,
    kept_words,
    plan_words,
)
from kneeapp.domain.programme.training_log import TrainingHistory
from kneeapp.domain.screening.education import LessonPlace
from kneeapp.store.record import life_events, programme
from kneeapp.ui.findings import standing
from kneeapp.ui.screening.pain_kinds import kind_ids
from kneeapp.ui.screening.short_lessons import render_short_lessons
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.navigation import page_button
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


def render_flare(context: RecordContext) -> None:
    """On *Today*: what the plan says for this day; nothing without a flare."""
    began = flare_began(
        life_events.life_events(context.record), programme.breaks(context.record), context.today
    )
    if began is None:
        return
    plan = context.preferences.flare_plan
    if plan is None:
        if began == context.today:
            with st.container(border=True, key="flare"):
                st.markdown(f"**A flare.** {NO_PLAN}")
                small(NOT_A_FLARE)
                page_button("Write a plan", "pages/programme.py", primary=False)
        return
    history = TrainingHistory(mornings=standing.mornings_for_rules(context))
    day = flare_day(plan, began, history, context.today)
    if day is not None:
        _render_day(context, day)


def _render_day(context: RecordContext, day: FlareDay) -> None:
    standing_now = standing.current_standing(context)
    status = standing_now.status
    checked_first = bool(status.red_flags) or not status.programme_open
    with st.container(border=True, key="flare"):
        st.markdown(f"**Your flare plan.** {day_words(day)}")
        for cut in day.plan.cuts:
            share = cut.keep if checked_first else day.kept(cut)
            st.markdown(f"- {plain(capitalized(cut.activity))}: **{kept_words(share)}**")
        small(CHECK_FIRST if checked_first else plan_words(day.plan))
        small(NOT_A_FLARE)
        kinds = kind_ids(standing.pain_kinds(context, standing_now))
        render_short_lessons(context, LessonPlace.FLARE, kinds)


def flare_plan_form(context: RecordContext, standing_now: Standing) -> None:
    """Under *Plan*: the activities to cut, by how much, for how long, and how to build up."""
    st.header("Your flare plan")
    small(ABOUT)
    plan = context.preferences.flare_plan
    cuts = list(plan.cuts) if plan else [FlareCut(activity=name) for name in _named(standing_now)]
    written = []
    for n in range(min(MOST_CUTS, max(3, len(cuts) + 1))):
        cut = cuts[n] if n < len(cuts) else None
        name = st.text_input(
            f"Activity {n + 1}",
            value=cut.activity if cut else "",
            max_chars=LONGEST_NAME,
            placeholder="such as stairs at work, football, kneeling in the garden",
        )
        keep = st.selectbox(
            f"In a flare, activity {n + 1}",
            list(KEPT),
            index=list(KEPT).index(cut.keep if cut else 50),
            format_func=lambda share: capitalized(KEPT[share]),
        )
        if name.strip():
            written.append(FlareCut(activity=name, keep=keep))
    days = st.number_input("Days with less", 1, 21, value=plan.days if plan else 5)
    step_days = st.number_input(
        "Then a quarter more every … days", 1, 7, value=plan.step_days if plan else 3
    )
    if st.button("Save the plan", width="stretch"):
        _save(context, written, int(days), int(step_days))
    small(NOT_A_FLARE)


def _save(context: RecordContext, written: list[FlareCut], days: int, step_days: int) -> None:
    if not written:
        if context.preferences.flare_plan is None:
            st.error("Name at least one activity that you would cut.")
            return
        context.save_preferences(flare_plan=None)
    else:
        plan = FlarePlan(cuts=tuple(written), days=days, step_days=step_days)
        context.save_preferences(flare_plan=plan)
    st.toast("The plan is saved.")
    st.rerun()


def _named(standing_now: Standing) -> list[str]:
    """The activities that the screening already has, in the person's own words."""
    answer = standing_now.latest.answers.get("activities") if standing_now.latest else None
    named = answer if isinstance(answer, list | tuple) else ()
    names = [entry.get("name", "") for entry in named if isinstance(entry, dict)]
    return [name[:LONGEST_NAME] for name in names if name.strip()][:MOST_CUTS]
