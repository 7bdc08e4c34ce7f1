"""Asks for danger signs first, then about knee, hip and ankle, and tells what was found."""

import streamlit as st

from kneeapp.domain.screening.questions import AFTERWARDS, BEFORE_START
from kneeapp.ui import answering, answering_anew, consent, safety, screening_result, session
from kneeapp.ui import screening as asking

visit = session.current()
here = safety.stand(visit)
under_way = here.unfinished

st.title("Screening")
above = st.container()
if answering_anew.ask(visit) or (under_way and answering.ask_next(visit, under_way, BEFORE_START)):
    with above:  # without a question the cards below tell it
        asking.tell_emergency(visit, here, under_way)
elif under_way is None and here.latest is None and not here.status.cases:
    if consent.start(visit):
        st.rerun()
elif under_way and not here.blocked and asking.goes_deeper(visit, under_way):
    if not answering.ask_next(visit, under_way, AFTERWARDS, only=safety.open_groups(visit)):
        asking.offer_result(visit, under_way)
else:
    asking.tell_first_part(visit, here)
    if here.blocked or (under_way is None and here.latest is None):
        asking.offer_anew(visit, here)
    elif under_way:
        asking.offer_to_go_deeper()
    elif here.latest:
        screening_result.tell_result(visit, here.latest)
        screening_result.tell_self_tests(visit, here.latest)
        asking.offer_anew(visit, here)
