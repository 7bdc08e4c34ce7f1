"""Asks for danger signs first, then for what may drive the knee, and tells what was found."""

import streamlit as st

from kneeapp.domain.findings import Urgency
from kneeapp.domain.groups import AFTERWARDS, BEFORE_START
from kneeapp.ui import consent, screening_result, session
from kneeapp.ui import screening as asking

visit = session.current()
here = asking.stand(visit)
under_way = here.unfinished

st.title("Screening")
if under_way is None and here.latest is None and not here.blocked:
    if consent.start(visit):
        st.rerun()
elif (
    under_way
    and under_way.urgency < Urgency.EMERGENCY
    and asking.ask_next(visit, under_way, BEFORE_START)
):
    pass  # the next question is on the screen
elif here.blocked:
    asking.tell_findings(visit, here.findings)
    asking.tell_cautions(here.cautions)
    asking.offer_a_way_on(visit, here)
elif under_way and asking.goes_deeper(visit, under_way):
    if not asking.ask_next(visit, under_way, AFTERWARDS):
        asking.offer_result(visit, under_way)
else:
    asking.tell_first_part(visit, here)
    if under_way:
        asking.offer_to_go_deeper()
    elif here.latest:
        screening_result.tell_result(visit, here.latest)
        screening_result.tell_self_tests(visit, here.latest)
        asking.offer_anew(visit, here.latest)
