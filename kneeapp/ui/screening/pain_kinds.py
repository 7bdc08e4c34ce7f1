"""The kinds of knee pain that the answers fit, as cards: why, and what comes first for each."""

from collections.abc import Sequence

import streamlit as st

from kneeapp.domain.screening.pain_kinds import FIT_WORDS, NONE_FITS, WORDS, FittingKind
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small


def render_pain_kinds(context: RecordContext, fitting: Sequence[FittingKind]) -> None:
    """A card for each kind, the likeliest first."""
    st.header(context.told("What kind of knee pain?"))
    small(context.told(WORDS if fitting else NONE_FITS))
    for fitting_kind in fitting:
        with st.container(border=True):
            st.markdown(f"**{fitting_kind.kind.title}**")
            st.progress(
                fitting_kind.share,
                text=f"{FIT_WORDS[fitting_kind.fit]}: {fitting_kind.points} of 10 points",
            )
            st.markdown("\n".join(f"- {context.told(because)}" for because in fitting_kind.because))
            st.markdown("**What comes first**")
            st.markdown("\n".join(f"- {words}" for words in fitting_kind.kind.first))
            small(f"{fitting_kind.kind.source} — {fitting_kind.kind.certainty.label}.")


def kinds_line(fitting: Sequence[FittingKind]) -> str:
    """The kinds in one sentence for the programme; empty where none fits."""
    titles = [fitting_kind.kind.title.lower() for fitting_kind in fitting]
    if not titles:
        return ""
    return f"The exercises follow what comes first for {' and '.join(titles)}."


def kind_ids(fitting: Sequence[FittingKind]) -> tuple[str, ...]:
    """The ids of the kinds, the likeliest first."""
    return tuple(fitting_kind.kind.id for fitting_kind in fitting)
