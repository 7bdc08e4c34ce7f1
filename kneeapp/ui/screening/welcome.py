"""What kneeapp is and is not, said before first use."""

import streamlit as st

from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.domain.sides import Side
from kneeapp.ui.widgets.pictures import figure


def render_welcome(questions: Questionnaire, *, one_person: bool) -> None:
    """The few lines a person should have read before they begin; `one_person` where the machine
    holds one record and would take two people for the same one.
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
    """What a routine looks like; below all that has to be read, which fits a phone's screen."""
    figure("ball_floor", side=Side.RIGHT, dark=dark)
