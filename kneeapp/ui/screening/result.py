"""The result of a finished screening: the ranked drivers, the chain, and the home tests."""

import streamlit as st

from kneeapp.domain.screening.answers import Screening
from kneeapp.domain.screening.conditions import SKIPPED
from kneeapp.domain.screening.driver_ranking import RankedDriver, drivers, sore_knee
from kneeapp.domain.screening.questions import SelfTestGroup
from kneeapp.domain.screening.self_tests import result_text
from kneeapp.domain.sides import Side
from kneeapp.ui.findings.standing import questionnaire
from kneeapp.ui.screening.kinetic_chain import chain_explained
from kneeapp.ui.shell.request_context import RecordContext


def render_result(context: RecordContext, screening: Screening) -> None:
    """The drivers with points, on the drawn chain and as a ranked list."""
    knee = sore_knee(screening.answers) or Side.RIGHT
    ranked = drivers(questionnaire(context), screening.answers, knee)
    leading = [driver for driver in ranked if driver.points]
    st.markdown(_in_three_sentences(leading))
    chain_explained(context)
    for place, driver in enumerate(leading, 1):
        _render_driver(place, driver)


def render_self_tests(context: RecordContext, screening: Screening) -> None:
    """The results of the home tests, with what they may and may not mean."""
    tests = {
        group.test: result
        for group in questionnaire(context).groups
        if isinstance(group, SelfTestGroup)
        and (result := screening.answers.get(group.id, SKIPPED)) != SKIPPED
    }
    if not tests:
        return
    st.header("Your own tests")
    for test, result in tests.items():
        st.markdown(f"**{test.title}.** {result_text(test, result, screening.answers.get('age'))}")
        st.caption(f"{test.source} — {test.certainty.label}.")


def _in_three_sentences(leading: list[RankedDriver]) -> str:
    model = (
        "Hip and ankle may act on the knee: that is a way of thinking, not a proof. Your "
        "answers cannot tell the cause."
    )
    if not leading:
        return f"{model} Your answers point to no place above or below the knee in particular."
    return f"{model} Of the places asked about, **{leading[0].title.lower()}** fits them best."


def _render_driver(place: int, driver: RankedDriver) -> None:
    with st.container(border=True):
        st.markdown(f"**{place}. {driver.title}**")
        st.progress(driver.share, text=f"{driver.points} of 10 points")
        for because in driver.because:
            st.markdown(f"- {because}")
        st.caption(driver.certainty)
        st.markdown(f"**Next:** {driver.action}")
        if driver.instead:
            st.caption(driver.instead)
