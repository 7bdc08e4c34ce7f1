"""Screening: the safety questions, then those about knee, hip and ankle, and the result."""

import streamlit as st

from kneeapp.domain.screening.driver_ranking import sore_knee
from kneeapp.domain.screening.education import LessonPlace
from kneeapp.domain.screening.questions import AFTERWARDS, BEFORE_START
from kneeapp.domain.sides import Side
from kneeapp.ui.findings import corrections, question_flow, standing
from kneeapp.ui.routine import tournament_offer
from kneeapp.ui.screening import consent, kinetic_chain, pain_kinds, short_lessons
from kneeapp.ui.screening import page as asking
from kneeapp.ui.shell import request_context

context = request_context.own_record()
standing_now = standing.current_standing(context)
under_way = standing_now.unfinished

st.title("Screening")
above = st.container()
if corrections.correction_form(context) or (
    under_way and question_flow.next_question(context, under_way, BEFORE_START)
):
    with above:  # only above a question; otherwise the cards below show it
        asking.render_emergency(context, standing_now, under_way)
elif under_way is None and standing_now.latest is None and not standing_now.status.cases:
    if consent.start(context):  # only who agrees has a screening
        st.rerun()
elif under_way and not standing_now.blocked and asking.goes_deeper(context, under_way):
    if not question_flow.next_question(
        context, under_way, AFTERWARDS, only=standing.open_groups(context)
    ):
        asking.result_button(context, under_way)
else:
    asking.render_first_part(context, standing_now)
    if standing_now.blocked or (under_way is None and standing_now.latest is None):
        asking.new_screening_button(context, standing_now)
    elif under_way:
        asking.deeper_button()
    elif standing_now.latest:
        fitting = standing.pain_kinds(context, standing_now)
        pain_kinds.render_pain_kinds(context, fitting)
        short_lessons.render_short_lessons(
            context, LessonPlace.RESULT, pain_kinds.kind_ids(fitting)
        )
        kinetic_chain.render_result(context, standing_now.latest)
        knee = sore_knee(standing_now.latest.answers) or Side.RIGHT
        tournament_offer.render_tournament_offer(context, standing_now, knee)
        asking.render_self_tests(context, standing_now.latest)
        asking.new_screening_button(context, standing_now)
