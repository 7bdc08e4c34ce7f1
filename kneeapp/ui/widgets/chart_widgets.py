"""A chart on a page: its text, the chart, and its values as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kneeapp.domain.formats import table_date, unbroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    import altair as alt


def small(text: str) -> None:
    """Small text in the normal colour; st.caption is grey and harder to read."""
    st.markdown(f":small[{text}]")


def picture(chart: alt.LayerChart, answer: str) -> None:
    """Draw `chart`, with `answer` as its text alternative."""
    from kneeapp.charts.theme import specification  # noqa: PLC0415  pages without a picture

    # a text alternative is read as it is: it takes no Markdown
    st.vega_lite_chart(specification(chart), theme=None, alt=answer.replace("**", ""))


def numbers(header: Sequence[str], rows: Callable[[], Iterable[Sequence[str]]]) -> None:
    """The values of a chart as a table in an expander; `rows` is called only when it is open."""
    key = f"numbers_{'_'.join(header)}"
    box = st.expander("Numbers", type="compact", key=key, on_change="rerun")
    if box.open:
        box.markdown(table(header, rows()))


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def figure(value: float | None) -> str:
    """A rating or a mean to one decimal; empty for None."""
    return "" if value is None else f"{round(value, 1):g}"


def mean_figure(value: float | None) -> str:
    """A mean to one decimal, so that a column lines up; never "-0.0", empty for None."""
    return "" if value is None else f"{round(value, 1) + 0:.1f}"


def moment(at: datetime) -> str:
    """A moment in a table, which is not to break within its date."""
    return f"{unbroken(table_date(at))}, {at:%H:%M}"
