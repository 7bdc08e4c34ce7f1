"""Welcome: what kneeapp is and is not, before first use."""

import streamlit as st

from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.sides import Side
from kneeapp.ui.widgets.pictures import figure


def render_welcome(questions: Questionnaire, *, one_person: bool) -> None:
    """The text before first use; `one_person` where the machine holds only one record, in which
    the entries of two people would be mixed.
    """
    st.markdown(
        "kneeapp asks for danger signs, leads you through about twenty minutes with a ball and "
        "a roller, and records how your knee rates before and after. It cannot tell you the cause."
    )
    alone = "- **Use it for yourself only:** two people need two records.\n" if one_person else ""
    st.markdown(
        "- **What it is not:** a diagnosis, a treatment or a substitute for seeing somebody.\n"
        "- **Who should not use it:** anybody under 18, and anybody a clinician has told "
        f"to rest the leg.\n{alone}"
    )
    if not questions.reviewed:
        st.caption("The content has not been reviewed by a clinician yet.")
    else:
        st.caption(f"Reviewed by {questions.reviewed_by} on {questions.reviewed_on}.")


def show(*, dark: bool) -> None:
    """A picture of a routine; below the text, so that the text fits on a phone's screen."""
    figure("ball_floor", side=Side.RIGHT, dark=dark)
