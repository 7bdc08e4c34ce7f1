"""What is kept and who sees it: told before the first entry, agreed to by starting."""

import streamlit as st

from kneeapp.access import Mode
from kneeapp.domain.accounts import consent
from kneeapp.domain.accounts.consent import VERSION, Consent
from kneeapp.domain.screening.answers import ScreeningKind
from kneeapp.store.record import consents
from kneeapp.ui.findings import country, question_flow
from kneeapp.ui.findings.standing import questionnaire
from kneeapp.ui.screening import welcome
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small
from kneeapp.ui.widgets.session_text import when


def words(visit: RecordContext) -> str:
    """What is agreed to here, as this visit would have it."""
    if visit.mode is Mode.VISITOR:
        return consent.visitor()
    if visit.settings.clinic:
        return consent.clinic(visit.settings.clinic)
    served = isinstance(visit.settings.database, str)
    return consent.personal("on its database server" if served else "in a file on this computer")


def start(visit: RecordContext) -> bool:
    """Before the first screening: what kneeapp is, what it keeps, and the button for both."""
    welcome.render_welcome(questionnaire(visit), one_person=visit.mode is Mode.PERSONAL)
    where = country.country_form(visit)
    st.markdown(country.words(questionnaire(visit).country(where)))
    small(f"**What is kept.** {plain(words(visit))} **Starting means that you agree.**")
    pressed = st.button("Start screening", type="primary", width="stretch")
    welcome.show(dark=visit.dark)
    if not pressed:
        return False
    _give(visit)
    country.keep(visit, where)
    question_flow.begin(visit, ScreeningKind.FULL)
    return True


def renewal_form(visit: RecordContext) -> None:
    """Once, to whoever began before these words were in force.

    A visitor is told on each page on what terms they are here, and nothing of theirs is kept.
    """
    if visit.mode is Mode.VISITOR or visit.settings.demo:
        return
    given = consents.given(visit.record)
    if given and given[0].version >= VERSION:
        return
    with st.container(border=True, key="consent"):
        st.markdown("**What is kept, and who sees it**")
        st.text(words(visit))
        if st.button("I agree", type="primary"):
            _give(visit)
            st.rerun()
        small("If you do not, stop here: *My data* is where you delete your record.")


def render_consent(visit: RecordContext) -> None:
    """On *My data*: what was agreed to, and when."""
    given = consents.given(visit.record)
    if not given:
        return
    with st.expander("What you agreed to", icon=":material/handshake:"):
        for each in given:
            moment = when(each.given_at, visit.zone, visit.now)
            small(f"{moment[:1].upper()}{moment[1:]}, version {each.version}")
            st.text(each.text)


def _give(visit: RecordContext) -> None:
    consents.give(visit.record, Consent(VERSION, visit.now, words(visit)))
