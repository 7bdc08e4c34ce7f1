"""Asks for danger signs first, then about knee, hip and ankle, and tells what was found."""

import streamlit as st

from kneeapp.domain.screening.questions import AFTERWARDS, BEFORE_START
from kneeapp.ui.findings import corrections, question_flow, standing
from kneeapp.ui.screening import consent, result
from kneeapp.ui.screening import page as asking
from kneeapp.ui.shell import request_context

visit = request_context.own_record()
here = standing.stand(visit)
under_way = here.unfinished

st.title("Screening")
above = st.container()
if corrections.correction_form(visit) or (
    under_way and question_flow.next_question(visit, under_way, BEFORE_START)
):
    with above:  # without a question the cards below tell it
        asking.render_emergency(visit, here, under_way)
elif under_way is None and here.latest is None and not here.status.cases:
    if consent.start(visit):
        st.rerun()
elif under_way and not here.blocked and asking.goes_deeper(visit, under_way):
    if not question_flow.next_question(
        visit, under_way, AFTERWARDS, only=standing.open_groups(visit)
    ):
        asking.result_button(visit, under_way)
else:
    asking.render_first_part(visit, here)
    if here.blocked or (under_way is None and here.latest is None):
        asking.new_screening_button(visit, here)
    elif under_way:
        asking.deeper_button()
    elif here.latest:
        result.render_result(visit, here.latest)
        result.render_self_tests(visit, here.latest)
        asking.new_screening_button(visit, here)
