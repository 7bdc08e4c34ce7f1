"""A chart on a page: its text, the chart, and its values as a table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import altair as alt
    from streamlit.elements.lib.column_types import ColumnConfig

Cell: TypeAlias = str | float | date | datetime | None
"""A value in a table; a moment stands there as the clock of its zone shows it."""


def small(text: str) -> None:
    """Small text in the normal colour; st.caption is grey and harder to read."""
    st.markdown(f":small[{text}]")


def picture(chart: alt.LayerChart, answer: str) -> None:
    """Draw `chart`, with `answer` as its text alternative."""
    from kneeapp.charts.theme import specification  # noqa: PLC0415  pages without a picture

    # a text alternative is read as it is: it takes no Markdown
    st.vega_lite_chart(specification(chart), theme=None, alt=answer.replace("**", ""))


def numbers(header: Sequence[str], rows: Callable[[], Iterable[Sequence[Cell]]]) -> None:
    """The values of a chart in an expander, as a table to sort and search.

    `rows` is called only when it is open. A column holds values of one type, and None. Texts are
    shown as they are: the table reads no Markdown.
    """
    key = f"numbers_{'_'.join(header)}"
    box = st.expander("Numbers", type="compact", key=key, on_change="rerun")
    if not box.open:
        return
    shown = list(rows())
    columns = {name: [_cell(row[n]) for row in shown] for n, name in enumerate(header)}
    # Streamlit hides a column whose configuration is None
    formats = {name: form for name, values in columns.items() if (form := _format(values))}
    box.dataframe(columns, hide_index=True, column_config=formats, placeholder="")


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


def _cell(value: Cell) -> Cell:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)  # otherwise shown in UTC
    return round(value, 1) if isinstance(value, float) else value


def _format(values: Iterable[Cell]) -> ColumnConfig | None:
    """How a column is shown, by its first value."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, datetime):
        return st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")
    if isinstance(first, date):
        return st.column_config.DateColumn(format="D MMM YYYY")
    return None
