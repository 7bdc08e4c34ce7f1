"""Loads of days from a file: what its columns hold, and a preview."""

from collections import defaultdict

import streamlit as st
from uuid6 import uuid7

from kneeapp.domain.diary.days import DayOrder, day_of, possible_orders, told_apart_by
from kneeapp.domain.diary.loads import (
    Doubled,
    LoadChoice,
    LoadColumns,
    LoadContent,
    TimeUnit,
    doubled_days,
    load_columns,
    read_loads,
)
from kneeapp.domain.diary.table import DiaryTable
from kneeapp.domain.formats import counted, long_date, short_date
from kneeapp.domain.load.day_load import LoadKind, amount_words
from kneeapp.domain.origin import Origin
from kneeapp.store.transfer import import_diary
from kneeapp.ui.shell.markdown_escape import plain
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import small, table

_SHOWN = 5
"""Days of the preview, and examples of what is left out."""


def holds_loads(diary: DiaryTable) -> bool:
    """Whether a column of the file looks like steps, stairs or minutes of a day."""
    return load_columns(diary) is not None


def offer_loads(context: RecordContext, diary: DiaryTable) -> None:
    """What the columns hold, the preview, and the button that adds them."""
    columns = load_columns(diary)
    if columns is None:
        return
    units = {kind: _unit(kind, likely, diary) for kind, likely in columns.units.items()}
    columns = LoadColumns(columns.day, columns.kinds, units)
    for kind, place in columns.kinds.items():
        small(f"{kind.label}: column *{plain(diary.columns[place])}*")
    order = _order(context, diary, columns.day)
    doubled = None if order is None else _doubled(context, diary, columns, order)
    if order is None or doubled is None:
        st.info("Answer what is still open, and you will see what is added.")
        return
    content = read_loads(diary, LoadChoice(columns, order, doubled), context.today, context.zone)
    new = import_diary.new_loads(context.record, content.loads)
    _render_preview(content, len(new))
    if new and st.button("Add these days to my record", type="primary", width="stretch"):
        import_diary.keep_loads(context.record, new, Origin(uuid7(), context.now, diary.file))
        st.toast("The days are added.")
        st.rerun()


def _unit(kind: LoadKind, likely: TimeUnit, diary: DiaryTable) -> TimeUnit:
    unit: TimeUnit | None = st.selectbox(
        f"{kind.label} is counted in",
        list(TimeUnit),
        index=list(TimeUnit).index(likely),
        format_func=lambda unit: unit.label,
        key=f"load unit {kind.value} {diary.file}",
    )
    return unit or likely


def _order(context: RecordContext, diary: DiaryTable, day: int) -> DayOrder | None:
    cells = diary.column(day)
    orders = possible_orders(cells, context.today)
    if len(orders) == 1:
        return orders[0]
    example = told_apart_by(cells)

    def words(order: DayOrder) -> str:
        named = day_of(example, order, context.zone)
        return long_date(named) if named else example

    return st.radio(
        f"Which day is {plain(example)}?",
        orders,
        index=None,
        format_func=words,
        horizontal=True,
        key=f"load order {diary.file}",
    )


def _doubled(
    context: RecordContext, diary: DiaryTable, columns: LoadColumns, order: DayOrder
) -> Doubled | None:
    """What becomes of days with several rows: asked only where there are any."""
    days = doubled_days(diary, columns, order, context.zone)
    if not days:
        return Doubled.SUM
    return st.radio(
        f"{counted(days, 'day')} with more than one row",
        list(Doubled),
        index=None,
        format_func=lambda doubled: doubled.label,
        horizontal=True,
        key=f"load doubled {diary.file}",
    )


def _render_preview(content: LoadContent, new: int) -> None:
    st.subheader("What is added")
    if content.loads:
        st.write(
            f"**{counted(new, 'day')}** of {len(content.loads)}. A day that is kept already stays "
            "as it is."
        )
        kinds = [
            kind
            for kind in LoadKind
            if any(load.amount(kind) is not None for load in content.loads)
        ]
        st.markdown(
            table(
                ("Day", *(kind.label for kind in kinds)),
                (
                    (
                        short_date(load.day),
                        *(
                            ""
                            if (amount := load.amount(kind)) is None
                            else amount_words(kind, amount)
                            for kind in kinds
                        ),
                    )
                    for load in content.loads[:_SHOWN]
                ),
            )
        )
    else:
        st.write("Nothing: no row of this file can be used.")
    rows = defaultdict(list)
    for number, text, why in content.left_out:
        rows[why].append(f"row {number} ({plain(text[:40])})" if number else plain(text))
    for why, examples in rows.items():
        more = f" and {len(examples) - _SHOWN} more" if len(examples) > _SHOWN else ""
        st.write(f"Left out, {why}: {', '.join(examples[:_SHOWN])}{more}.")
