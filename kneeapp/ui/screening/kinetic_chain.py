"""The kinetic chain on a page: the ranked drivers of a screening, and each joint's lesson."""

from collections.abc import Sequence

import streamlit as st

from kneeapp import content
from kneeapp.domain.evidence.verdict_text import headline_words
from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.driver_ranking import RankedDriver, drivers, sore_knee
from kneeapp.domain.screening.education import Joint, Lesson
from kneeapp.domain.sides import Side
from kneeapp.figure import ChainMark, Focus, chain
from kneeapp.ui.findings import standing
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.pictures import show
from kneeapp.ui.widgets.verdict_headline import history, title


def render_result(context: RecordContext, screening: Screening) -> None:
    """The drivers with points, on the drawn chain and as a ranked list."""
    knee = sore_knee(screening.answers) or Side.RIGHT
    ranked = drivers(standing.questionnaire(context), screening.answers, knee)
    leading = [driver for driver in ranked if driver.points]
    st.markdown(_in_three_sentences(leading))
    chain_explained(context)
    for place, driver in enumerate(leading, 1):
        _render_driver(place, driver)


def chain_explained(context: RecordContext) -> None:
    """The drawn chain of the latest screening, and the lesson of the selected joint."""
    answers = standing.latest_answers(standing.current_standing(context))
    knee = sore_knee(answers) or context.preferences.knee or Side.RIGHT
    ranked = drivers(standing.questionnaire(context), answers, knee)
    leading = [driver for driver in ranked if driver.points]
    drawing_column, text_column = st.columns(2)
    # the text first: the drawing shows the joint that is pressed there
    with text_column:
        lesson = _press(context)
        if lesson:
            _render(context, lesson)
            _render_sessions(context, lesson, knee)
            _render_answers(context, lesson, leading)
    with drawing_column:
        marks = {driver.id: ChainMark(driver.share, driver.title) for driver in leading}
        focus = Focus(lesson.id, lesson.drivers) if lesson else None
        show(chain(marks, dark=context.dark, focus=focus))


def _press(context: RecordContext) -> Lesson | None:
    lessons = content.education(context.settings.content)
    pressed = st.segmented_control(
        "Press a place to see how it may act on the knee",
        list(Joint),
        format_func=lambda joint: lessons.lesson(joint).title,
        width="stretch",
    )
    return lessons.lesson(pressed) if pressed else None


def _render(context: RecordContext, lesson: Lesson) -> None:
    """The lesson, and how certain it is."""
    st.write(context.told(lesson.pull))
    st.markdown(f"**How sure?** {context.told(lesson.sure)}")
    with st.expander("Where this comes from"):
        st.caption(f"{lesson.source} — {lesson.certainty.label}.")


def _render_sessions(context: RecordContext, lesson: Lesson, knee: Side) -> None:
    """The verdicts on the routines that work at this joint."""
    if not lesson.routines:
        return
    past = history(context)
    all_judged = [judged for name in lesson.routines if (judged := past.judged(knee, name))]
    sessions = "**Your sessions**" if all_judged else "**Your sessions** have not tried this yet."
    st.markdown(context.told(sessions))
    for judged in all_judged:
        headline = context.told(headline_words(judged.headline))
        st.markdown(f"- {title(context, judged.routine)}: {headline}")


def _render_answers(
    context: RecordContext, lesson: Lesson, leading: Sequence[RankedDriver]
) -> None:
    """The answers that give points to drivers at this joint, each listed once."""
    at_joint = [driver for driver in leading if driver.id in lesson.drivers]
    answers = "**Your answers**" if at_joint else "**Your answers** do not point here."
    st.markdown(context.told(answers))
    for because in dict.fromkeys(reason for driver in at_joint for reason in driver.because):
        st.markdown(f"- {because}")


def _in_three_sentences(leading: list[RankedDriver]) -> str:
    model = (
        "Hip and ankle may act on the knee: that is a way of thinking, not a proof. Your "
        "answers cannot tell the cause."
    )
    if not leading:
        return f"{model} Your answers point to no place above or below the knee in particular."
    return f"{model} Of the places asked about, **{leading[0].title.lower()}** fits them best."


def _render_driver(place: int, driver: RankedDriver) -> None:
    with st.container(border=True):
        st.markdown(f"**{place}. {driver.title}**")
        st.progress(driver.share, text=f"{driver.points} of 10 points")
        for because in driver.because:
            st.markdown(f"- {because}")
        st.caption(driver.certainty)
        st.markdown(f"**Next:** {driver.action}")
        if driver.instead:
            st.caption(driver.instead)
