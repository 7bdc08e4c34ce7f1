"""Consent: the welcome and the text before the first entry, its renewal, the given consents."""

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.accounts import consent
from kneeapp.domain.accounts.consent import VERSION, Consent
from kneeapp.domain.formats import capitalized
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.domain.sides import Side
from kneeapp.store.record import consents
from kneeapp.ui.findings import country, question_flow
from kneeapp.ui.findings.standing import questionnaire
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.pictures import figure


def words(context: RecordContext) -> str:
    """The consent text for the mode of this run."""
    if context.mode is Mode.VISITOR:
        return consent.visitor()
    if context.settings.clinic:
        return consent.clinic(context.settings.clinic)
    served = isinstance(context.settings.database, str)
    return consent.personal("on its database server" if served else "in a file on this computer")


def render_welcome(context: RecordContext) -> None:
    """What kneeapp is and is not, before first use."""
    questions = questionnaire(context)
    st.markdown(
        "kneeapp asks for danger signs, leads you through about twenty minutes with a ball and "
        "a roller, and records how your knee rates before and after. It cannot tell you the cause."
    )
    # only here a second person would write into the same record
    alone = "- **Use it for yourself only:** two people need two records.\n"
    personal = alone if context.mode is Mode.PERSONAL else ""
    st.markdown(
        "- **What it is not:** a diagnosis, a treatment or a substitute for seeing somebody.\n"
        "- **Who should not use it:** anybody under 18, and anybody a clinician has told "
        f"to rest the leg.\n{personal}"
    )
    if not questions.reviewed:
        st.caption("The content has not been reviewed by a clinician yet.")
    else:
        st.caption(f"Reviewed by {questions.reviewed_by} on {questions.reviewed_on}.")


def start(context: RecordContext) -> bool:
    """Before the first screening: the welcome, the consent text, and the start button.

    Returns True where the person has agreed by starting; the screening then exists.
    """
    # close together, so that the text and the button fit on a phone's first screen
    with st.container(key="agreement", gap="xsmall"):
        render_welcome(context)
        where = country.country_form(context)
        small(country.words(questionnaire(context).country(where)))
        small(f"**What is kept.** {plain(words(context))} **Starting means that you agree.**")
        pressed = st.button("Start screening", type="primary", width="stretch")
    figure("ball_floor", side=Side.RIGHT, dark=context.dark)
    if not pressed:
        return False
    _give(context)  # before the first entry
    country.keep(context, where)
    question_flow.begin(context, ScreeningKind.FULL)
    return True


def renewal_form(context: RecordContext) -> None:
    """Ask once for consent to a new version of the text.

    Not for a visitor: every page shows them where their record is, and the server keeps nothing.
    """
    if context.mode is Mode.VISITOR or context.settings.demo:
        return
    agreed = consents.given(context.record)
    if agreed and agreed[0].version >= VERSION:
        return
    with st.container(border=True, key="consent"):
        st.markdown("**What is kept, and who sees it**")
        st.text(words(context))
        if st.button("I agree", type="primary"):
            _give(context)
            st.rerun()
        small("If you do not, stop here: *My data* is where you delete your record.")


def render_consent(context: RecordContext) -> None:
    """On *My data*: the texts that were agreed to, and when."""
    agreed = consents.given(context.record)
    if not agreed:
        return
    with st.expander("What you agreed to", icon=":material/handshake:"):
        for given_consent in agreed:
            moment = capitalized(context.when(given_consent.given_at))
            small(f"{moment}, version {given_consent.version}")
            st.text(given_consent.text)


def _give(context: RecordContext) -> None:
    consents.give(context.record, Consent(VERSION, context.now, words(context)))
