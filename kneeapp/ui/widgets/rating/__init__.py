"""Rating widget: a 0-10 slider for one thumb, without a value until it is touched.

A component of its own, because Streamlit's slider always has a value: an untouched slider would
be stored as a rating.
"""

from dataclasses import asdict

import streamlit as st

from kneeapp.domain.measures import Measure
from kneeapp.errors import BadInput
from kneeapp.ui.shell.component_payloads import RatingData, component, no_op, payload


def rating(measure: Measure, *, key: str | None = None, value: int | None = None) -> int | None:
    """Ask for `measure`; None until the person has touched the slider."""
    slider = component(
        "rating", html="<div class='rating'></div>", css="rating.css", js="rating.js"
    )
    rated = slider(
        key=key or measure.name,
        data=payload(RatingData(**asdict(measure), value=value)),
        default={"value": value},
        on_value_change=no_op,
    ).get("value")
    if rated is None:
        return None
    try:
        return measure.check(rated)
    except BadInput as error:
        st.error(str(error))
        return None
