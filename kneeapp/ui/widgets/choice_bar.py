"""Choice bar: one of a few options, side by side."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def choice_bar(
    label: str, options: Sequence[T], default: T, words: Callable[[T], str] = str, **more: Any
) -> T:
    """The option that is chosen, at first `default`; one always is.

    `words` gives the text of an option, `more` goes to Streamlit as it is. The bar is as wide as
    its place unless `more` says otherwise.
    """
    chosen: T = st.segmented_control(
        label,
        options,
        default=default,
        required=True,
        format_func=words,
        **{"width": "stretch", **more},
    )
    return chosen
