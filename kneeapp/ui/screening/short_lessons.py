"""Short lessons on what people with knee pain ask about, where they fit."""

from collections.abc import Collection

import streamlit as st

from kneeapp import content
from kneeapp.domain.screening.education import LessonPlace
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


def render_short_lessons(
    context: RecordContext, place: LessonPlace, kinds: Collection[str]
) -> None:
    """The lessons of `place` that fit these kinds of knee pain, each closed until it is wanted."""
    short_lessons = content.education(context.settings.content).offered(place, kinds)
    if not short_lessons:
        return
    st.markdown("**Worth two minutes**")
    for lesson in short_lessons:
        with st.expander(lesson.title):
            for paragraph in lesson.text:
                st.write(paragraph)
            st.markdown(f"**How sure?** {lesson.sure}")
            small(f"{lesson.source} — {lesson.certainty.label}.")
