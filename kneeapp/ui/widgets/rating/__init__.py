"""Rating widget: a 0-10 slider for one thumb, without a value until it is touched.

A component of its own, because Streamlit's slider always has a value: an untouched slider would
be stored as a rating.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from kneeapp.domain.measures import Measure
from kneeapp.errors import BadInput
from kneeapp.ui.shell.component_payloads import RatingData, payload

_slider = st.components.v2.component(
    "kneeapp.rating", html="<div class='rating'></div>", css="rating.css", js="rating.js"
)


def rating(measure: Measure, *, key: str | None = None, value: int | None = None) -> int | None:
    """Ask for `measure`; None until the person has touched the slider."""
    result = _slider(
        key=key or measure.name,
        data=payload(
            RatingData(
                label=measure.label,
                question=measure.question,
                low=measure.low,
                high=measure.high,
                least=measure.least,
                most=measure.most,
                value=value,
            )
        ),
        default={"value": value},
        on_value_change=_redraw,
    )
    return _checked(measure, result)


def _redraw() -> None:
    """Streamlit needs a callback for a rerun; the value itself is read from the result."""


def _checked(measure: Measure, result: Mapping[str, Any]) -> int | None:
    value = result.get("value")
    if value is None:
        return None
    try:
        return measure.check(value)
    except BadInput as error:
        st.error(str(error))
        return None
