"""Year map: the days of a year as a heat map of months, as one component in the browser."""

from kneeapp.ui.shell.component_payloads import YearData, component, no_op, payload


def year_map(data: YearData) -> str | None:
    """Mount it; the day that was pressed just now, as 2026-03-02."""
    mount = component(
        "year_map", html="<div class='year'></div>", css="year-map.css", js="year-map.js"
    )
    pressed: str | None = mount(key="year_map", data=payload(data), on_day_change=no_op).get("day")
    return pressed
