"""What the result pages of all designs of a trial share: the box in words, and the file."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime

import streamlit as st

from kneeapp.domain.evidence.verdict_text import VerdictText
from kneeapp.domain.trial.text import STRENGTHENING
from kneeapp.ui.widgets.chart_widgets import small


def render_outcome(words: VerdictText, *, strengthening_began: bool) -> None:
    """The result in words; it says where strengthening began during the trial."""
    with st.container(border=True):
        st.markdown(f"**{words.headline}**")
        for paragraph in words.paragraphs:
            st.write(paragraph)
        if strengthening_began:
            st.write(STRENGTHENING)
        st.write(words.following)


def trial_file_button(drawn_at: datetime, file: Callable[[], Mapping[str, object]]) -> None:
    """A button that saves `file`, which is made when it is pressed, as JSON."""
    st.download_button(
        "Download the trial",
        data=lambda: json.dumps(file(), ensure_ascii=False, indent=2),
        file_name=f"kneeapp-trial-{drawn_at:%Y-%m-%d}.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        width="stretch",
    )
    small("The order, every session and the analysis, so that anybody can calculate it again.")
