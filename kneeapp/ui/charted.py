"""A chart on a page: the small print, the picture, and its values as a table."""

from collections.abc import Callable, Iterable, Sequence

import altair as alt
import streamlit as st

from kneeapp.charts.theme import specification


def small(text: str) -> None:
    """Small print that is as dark as the rest: it is meant to be read."""
    st.markdown(f":small[{text}]")


def picture(chart: alt.LayerChart, answer: str) -> None:
    """`chart`, with its `answer` for who cannot see it."""
    st.vega_lite_chart(specification(chart), theme=None, alt=answer.replace("**", ""))


def numbers(header: Sequence[str], rows: Callable[[], Iterable[Sequence[str]]]) -> None:
    """The values of a picture as a table, made when it is opened."""
    key = f"numbers_{'_'.join(header)}"
    box = st.expander("Numbers", type="compact", key=key, on_change="rerun")
    if box.open:
        lines = [header, ["---"] * len(header), *rows()]
        box.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))


def figure(value: float | None) -> str:
    """A rating or a mean of ratings; nothing where there is none."""
    return "" if value is None else f"{round(value, 1):g}"
