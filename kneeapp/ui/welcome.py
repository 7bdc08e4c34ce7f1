"""What kneeapp is and is not, said before first use."""

import streamlit as st

from kneeapp.domain.questionnaire import Questionnaire
from kneeapp.domain.sides import Side
from kneeapp.ui.pictures import figure


def tell(questions: Questionnaire, *, dark: bool) -> None:
    """The few lines a person should have read before they begin."""
    figure("ball_floor", side=Side.RIGHT, dark=dark)
    st.markdown(
        "A knee does much of what hip and ankle tell it. kneeapp asks for danger signs, "
        "leads you through about twenty minutes with a ball and a roller, and shows you honestly "
        "whether that eases *your* knee."
    )
    st.markdown(
        "- **What it is:** information and self-observation.\n"
        "- **What it is not:** a diagnosis, a treatment or a substitute for seeing somebody.\n"
        "- **Who should not use it:** anybody under 18, and anybody a clinician has told "
        "to rest the leg.\n"
        "- In an emergency, call your local emergency number now."
    )
    if not questions.reviewed:
        st.caption("The content has not been reviewed by a clinician yet.")
    else:
        st.caption(f"Reviewed by {questions.reviewed_by} on {questions.reviewed_on}.")
