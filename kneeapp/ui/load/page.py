"""The view "Load": the day's load in three taps, and what loads cost this knee."""

from datetime import date, timedelta

import streamlit as st

from kneeapp.charts.load_cost import load_cost_chart
from kneeapp.domain.formats import capitalized, short_date
from kneeapp.domain.load.day_load import SCALES, DayLoad, LoadKind, amount_words, by_day, load_of
from kneeapp.domain.load.load_cost import LoadCost, days_known, load_costs
from kneeapp.domain.load.load_text import HELD_BACK, LIMITS, READING, cost_words
from kneeapp.errors import BadInput
from kneeapp.store.record import day_loads
from kneeapp.ui.findings import standing
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.chart_widgets import numbers, picture, small
from kneeapp.ui.widgets.choice_bar import choice_bar

FIRST_ASKED = (LoadKind.STEPS, LoadKind.SPORT)
"""What is asked at once; the rest is there to be opened."""

DAY = timedelta(days=1)


def render_loads(context: RecordContext) -> None:
    """The form of a day, what the days so far say, and the days themselves."""
    loads = by_day(day_loads.day_loads(context.record))
    if context.record.own:
        _form(context, loads)
    _render_costs(context, loads)
    _render_days(context, loads)


def _form(context: RecordContext, loads: dict[date, DayLoad]) -> None:
    st.header("What did the knee carry?")
    options = [context.today, context.today - DAY]
    names = {context.today: "Today", context.today - DAY: "Yesterday"}
    day = choice_bar("Which day", options, context.today, names.__getitem__)
    known = loads.get(day, DayLoad(day))
    chosen = {kind: _amount(kind, known, day) for kind in FIRST_ASKED}
    with st.expander("More, and exact numbers", type="compact"):
        chosen |= {kind: _amount(kind, known, day) for kind in LoadKind if kind not in FIRST_ASKED}
        steps = st.number_input(
            "Exact steps",
            min_value=0,
            value=None,
            step=500,
            key=f"exact steps {day}",
            placeholder="as your phone says",
        )
    if steps is not None:
        chosen[LoadKind.STEPS] = int(steps)
    if st.button(
        "Save this day",
        type="primary",
        width="stretch",
        disabled=not any(amount is not None for amount in chosen.values()),
    ):
        try:
            day_loads.save(context.record, load_of(day, chosen))
        except BadInput as error:
            st.error(str(error))
            return
        st.toast("The day is saved.")
        st.rerun()


def _amount(kind: LoadKind, known: DayLoad, day: date) -> int | None:
    """One tap for an amount; what is kept of the day stands there already."""
    scale, saved = SCALES[kind], known.amount(kind)
    presets = sorted({*scale.presets, *([] if saved is None else [saved])})
    chosen: int | None = st.pills(
        kind.label if kind is LoadKind.STEPS else f"{kind.label}, {scale.unit}",
        presets,
        default=saved,
        format_func=lambda amount: f"{amount / scale.divisor:,g}",
        key=f"load {kind.value} {day} {saved}",
    )
    return chosen


def _render_costs(context: RecordContext, loads: dict[date, DayLoad]) -> None:
    st.header(context.told("What does your knee take?"))
    amounts = {
        kind: {
            day: amount for day, load in loads.items() if (amount := load.amount(kind)) is not None
        }
        for kind in LoadKind
    }
    mornings = standing.mornings(context)
    costs = load_costs(amounts, mornings, context.today)
    if not costs:
        small(
            context.told(
                "After some weeks of days and mornings you read here what a lot of steps, sitting "
                "or sport costs the next morning, with how sure that is, or that it cannot be told."
            )
        )
        return
    if any(cost.effect is not None for cost in costs):
        small(context.told(READING))
    for cost in costs:
        _render_cost(context, cost, amounts[cost.kind], mornings)
    small(context.told(LIMITS))


def _render_cost(
    context: RecordContext, cost: LoadCost, amounts: dict[date, int], mornings: dict[date, int]
) -> None:
    st.markdown(f"**{cost.kind.label}**")
    answer = context.told(cost_words(cost))
    st.markdown(answer)
    if cost.held_back:
        small(context.told(HELD_BACK))
    if cost.effect is None:
        return
    scale = SCALES[cost.kind]
    days = days_known(amounts, mornings, context.today)
    dots = [(amounts[day], mornings[day + DAY]) for day in days]
    picture(load_cost_chart(cost, dots, dark=context.dark), answer)
    numbers(
        ("Day", f"{cost.kind.label}, {scale.unit}", "Next morning"),
        lambda: (
            (day, amounts[day] / scale.divisor, mornings[day + DAY]) for day in reversed(days)
        ),
    )


def _render_days(context: RecordContext, loads: dict[date, DayLoad]) -> None:
    if not loads:
        return
    box = st.expander("The days so far", key="load_days", on_change="rerun")
    if not box.open:
        return
    with box:
        for day in sorted(loads, reverse=True)[:31]:
            load = loads[day]
            words = ", ".join(
                f"{kind.label.lower()} {amount_words(kind, amount)}"
                for kind in LoadKind
                if (amount := load.amount(kind)) is not None
            )
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{short_date(day)}: {words}", width="stretch")
                if context.record.own and st.button(
                    "Remove", key=f"forget load {day}", type="tertiary"
                ):
                    day_loads.delete(context.record, day)
                    st.rerun()
        if len(loads) > 31:
            small(capitalized(f"and {len(loads) - 31} earlier days."))
