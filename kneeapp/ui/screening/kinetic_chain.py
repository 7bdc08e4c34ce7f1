"""The chain to press: how each joint may act on the knee, and what speaks for it in this person."""

from collections.abc import Sequence

import streamlit as st

from kneeapp import content
from kneeapp.domain.evidence.verdict_text import headline_words
from kneeapp.domain.screening.driver_ranking import RankedDriver, drivers, sore_knee
from kneeapp.domain.screening.education import Joint, Lesson
from kneeapp.domain.sides import Side
from kneeapp.figure import ChainMark, Focus, chain
from kneeapp.ui.findings import standing
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.pictures import show
from kneeapp.ui.widgets.verdict_headline import history, title


def chain_explained(visit: RecordContext) -> None:
    """The drawn chain of the latest screening, and the joint that is pressed."""
    latest = standing.stand(visit).latest
    answers = latest.answers if latest else {}
    knee = sore_knee(answers) or visit.preferences.knee or Side.RIGHT
    ranked = drivers(standing.questionnaire(visit), answers, knee)
    leading = [driver for driver in ranked if driver.points]
    drawn, told = st.columns(2)
    with told:
        lesson = _press(visit)
        if lesson:
            _render(lesson)
            _render_sessions(visit, lesson, knee)
            _render_answers(lesson, leading)
    with drawn:
        marks = {driver.id: ChainMark(driver.share, driver.title) for driver in leading}
        focus = Focus(lesson.id, lesson.drivers) if lesson else None
        show(chain(marks, dark=visit.dark, focus=focus))


def _press(visit: RecordContext) -> Lesson | None:
    lessons = content.education(visit.settings.content)
    pressed = st.segmented_control(
        "Press a place to see how it may act on the knee",
        list(Joint),
        format_func=lambda joint: lessons.lesson(joint).title,
        width="stretch",
    )
    return lessons.lesson(pressed) if pressed else None


def _render(lesson: Lesson) -> None:
    """What is thought, and how sure that is."""
    st.write(lesson.pull)
    st.markdown(f"**How sure?** {lesson.sure}")
    with st.expander("Where this comes from"):
        st.caption(f"{lesson.source} — {lesson.certainty.label}.")


def _render_sessions(visit: RecordContext, lesson: Lesson, knee: Side) -> None:
    """What the sessions say of the routines that work there."""
    if not lesson.routines:
        return
    past = history(visit)
    found = [judged for name in lesson.routines if (judged := past.judged(knee, name))]
    st.markdown("**Your sessions**" if found else "**Your sessions** have not tried this yet.")
    for judged in found:
        st.markdown(f"- {title(visit, judged.routine)}: {headline_words(judged.headline)}")


def _render_answers(lesson: Lesson, leading: Sequence[RankedDriver]) -> None:
    """Which answers speak for the drivers that sit there; one may speak for several."""
    here = [driver for driver in leading if driver.id in lesson.drivers]
    st.markdown("**Your answers**" if here else "**Your answers** do not point here.")
    for because in dict.fromkeys(reason for driver in here for reason in driver.because):
        st.markdown(f"- {because}")
