"""Asks for danger signs first, then about knee, hip and ankle, and tells what was found."""

import streamlit as st

from kneeapp.domain.screening.questions import AFTERWARDS, BEFORE_START
from kneeapp.ui.findings import corrections, question_flow, standing
from kneeapp.ui.screening import consent, result
from kneeapp.ui.screening import page as asking
from kneeapp.ui.shell import request_context

visit = request_context.current()
here = standing.stand(visit)
under_way = here.unfinished

st.title("Screening")
above = st.container()
if corrections.ask(visit) or (under_way and question_flow.ask_next(visit, under_way, BEFORE_START)):
    with above:  # without a question the cards below tell it
        asking.tell_emergency(visit, here, under_way)
elif under_way is None and here.latest is None and not here.status.cases:
    if consent.start(visit):
        st.rerun()
elif under_way and not here.blocked and asking.goes_deeper(visit, under_way):
    if not question_flow.ask_next(visit, under_way, AFTERWARDS, only=standing.open_groups(visit)):
        asking.offer_result(visit, under_way)
else:
    asking.tell_first_part(visit, here)
    if here.blocked or (under_way is None and here.latest is None):
        asking.offer_anew(visit, here)
    elif under_way:
        asking.offer_to_go_deeper()
    elif here.latest:
        result.tell_result(visit, here.latest)
        result.tell_self_tests(visit, here.latest)
        asking.offer_anew(visit, here)
