"""Choice form: what a person chooses for one session, as length, routine, sides and places."""

from collections.abc import Mapping

import streamlit as st

from kneeapp.domain.areas import Area
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.routine.definitions import AreaPart, Choice, Preset, Routine, Sides, Surface
from kneeapp.domain.routine.midpoint_ratings import next_order
from kneeapp.domain.routine.planner import area_orders, dose, open_areas, sides
from kneeapp.domain.sides import Side
from kneeapp.store.record import sessions
from kneeapp.ui.findings import allowed_now, standing
from kneeapp.ui.routine import ball_form
from kneeapp.ui.shell.request_context import RecordContext
from kneeapp.ui.widgets.choice_bar import choice_bar

PRESETS = {Preset.FULL: "Full", Preset.SORE_SIDE: "Sore side only", Preset.SHORT: "Short on time"}
SURFACES = {Surface.FLOOR: "On the floor", Surface.WALL: "Against a wall"}
WITHOUT_TOOLS = {**SURFACES, Surface.WALL: "Standing"}
SPOTS_LEFT = {True: "When it eases", False: "By the clock"}
SPOTS_LEFT_HELP = (
    "When it eases: you tap as it does, and the voice leads to the next spot; after 90 seconds a "
    "spot is left. By the clock: bouts with a breath between. The minutes are the same."
)
LEAST_MINUTES, MOST_MINUTES = 1.0, 10.0


def choice_form(
    context: RecordContext, standing_now: Standing, knee: Side, *, light: bool
) -> tuple[Routine, Choice]:
    """The chosen routine and options, by default those of last time; `light` allows only SHORT."""
    before = context.preferences.choice or Choice(by_ease=True)
    preset = Preset.SHORT
    if not light:
        preset = choice_bar("How long", list(Preset), before.preset, PRESETS.__getitem__)
    preset_choice = before if before.preset is preset else Choice(preset=preset)
    with st.expander("Routine, sides, places, minutes", icon=":material/tune:"):
        routine = _routine_input(context, standing_now, knee)
        areas = open_areas(routine, standing_now.status)
        surface = _surface_input(routine, standing_now, before.surface)
        chosen_sides = _sides_input(knee, preset_choice)
        half_way = _half_way_input(routine, areas, before)
        order = _test_day_order_input(context, areas) if half_way else _order_input(areas, before)
        choice = Choice(
            routine=routine.id,
            preset=preset,
            surface=surface,
            sides=chosen_sides,
            areas=() if order == areas else order,
            half_way=half_way,
            by_ease=_by_ease_input(routine, before),
            ball=ball_form.ball_input(context, routine, light=light),
            work_s=_without(preset_choice.work_s, order),
            bouts=_without(preset_choice.bouts, order),
        )
        for part in routine.areas:
            if part.area in order:
                choice = _length_input(part, choice, preset_choice)
    return routine, choice


def selectable_routines(
    context: RecordContext, standing_now: Standing, knee: Side
) -> dict[str, Routine]:
    """The routines to choose from, by id; those suggested by the screening come first."""
    ranked = standing.ranked_drivers(context, standing_now, knee)
    suggested = [driver.routine for driver in ranked if driver.routine]
    all_routines = allowed_now.all_routines(context)
    return {
        name: all_routines[name]
        for name in dict.fromkeys([*suggested, *all_routines])
        if name in all_routines
    }


def _routine_input(context: RecordContext, standing_now: Standing, knee: Side) -> Routine:
    """The chosen routine: by default that of last time, at first that of the top driver.

    Only open routines can be chosen. A routine that requires something first (`first`, as asking
    a clinician) is never preselected.
    """
    open_ones = allowed_now.open_routines(context, standing_now)
    choices = {
        name: routine
        for name, routine in selectable_routines(context, standing_now, knee).items()
        if name in open_ones
    }
    names = list(choices)
    before = context.preferences.choice
    # where each asks for something first, the first of them after all
    unasked = next((name for name in names if not choices[name].first), names[0])
    usual = before.routine if before and before.routine in names else unasked
    if len(names) == 1:
        return choices[usual]
    name = st.selectbox(
        "Routine", names, index=names.index(usual), format_func=lambda name: choices[name].title
    )
    return choices[name]


def _surface_input(routine: Routine, standing_now: Standing, before: Surface) -> Surface:
    walled = not standing_now.status.floor_open
    pressing = any(part.tool != "body" for part in routine.areas)
    labels = SURFACES if pressing else WITHOUT_TOOLS
    usual = Surface.WALL if walled else before
    return choice_bar("Where", list(Surface), usual, labels.__getitem__, disabled=walled)


def _sides_input(knee: Side, preset_choice: Choice) -> Sides | None:
    """The chosen sides; None where they are those of the preset."""
    usual = sides(Choice(preset=preset_choice.preset))
    sides_chosen = st.pills(
        "Sides",
        list(Sides),
        default=preset_choice.sides or usual,
        required=True,
        format_func=lambda way: _in_turn([side.value for side in way.of(knee)]),
        key=f"sides-{preset_choice.preset}-{knee}",
        width="stretch",
    )
    return None if sides_chosen is usual else Sides(sides_chosen)


def _by_ease_input(routine: Routine, before: Choice) -> bool:
    if all(part.tool == "body" for part in routine.areas):
        return before.by_ease
    ways = list(SPOTS_LEFT)
    return bool(
        choice_bar(
            "Leave a spot", ways, before.by_ease, SPOTS_LEFT.__getitem__, help=SPOTS_LEFT_HELP
        )
    )


def _half_way_input(routine: Routine, areas: tuple[Area, ...], before: Choice) -> bool:
    if routine.half_way is None or len(areas) != 2:
        return False
    return st.toggle(
        "Test day: rate the knee half way, too",
        value=before.half_way,
        help="Tells what each place does on its own. The order changes every time by itself.",
    )


def _order_input(areas: tuple[Area, ...], before: Choice) -> tuple[Area, ...]:
    """The chosen areas in their order."""
    usual = before.areas if before.areas in area_orders(areas) else areas
    return _way_input(area_orders(areas), usual, key=f"order-{'-'.join(areas)}")


def _test_day_order_input(context: RecordContext, areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """Both areas, by default in the reverse order of the last test day."""
    usual = next_order(areas, sessions.sessions(context.record, steps=False))
    return _way_input((areas, areas[::-1]), usual, key=f"test-day-order-{'-'.join(areas)}")


def _way_input(
    offered: tuple[tuple[Area, ...], ...], usual: tuple[Area, ...], *, key: str
) -> tuple[Area, ...]:
    if len(offered) == 1:
        return usual
    labels = {_in_turn([area.place for area in way]): way for way in offered}
    label = st.pills(
        "Places",
        list(labels),
        default=_in_turn([area.place for area in usual]),
        required=True,
        key=key,
        width="stretch",
    )
    return labels[label]


def _in_turn(words: list[str]) -> str:
    """`words` as an order: "Left, then right", or "Only left"."""
    return ", then ".join(words).capitalize() if len(words) > 1 else f"Only {words[0].lower()}"


def _length_input(part: AreaPart, choice: Choice, preset_choice: Choice) -> Choice:
    """`choice` with the person's own minutes and bouts for one area, where they differ.

    The keys contain the values that the defaults depend on: Streamlit keeps a widget's value as
    long as its key is the same, and would not take the new default.
    """
    area, preset_s = part.area, dose(part, choice).work_s
    usual = _in_minutes(preset_s)
    minutes = st.number_input(
        f"{area.place}: minutes a side",
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        step=0.5,
        value=_in_minutes(preset_choice.work_s.get(area, preset_s)),
        format="%.1f",
        key=f"minutes-{area}-{choice.preset}",
    )
    if minutes != usual:
        choice = choice.model_copy(update={"work_s": {**choice.work_s, area: round(minutes * 60)}})
    if choice.by_ease:
        return choice
    usual_bouts = dose(part, choice).bouts
    unchanged = preset_choice.work_s.get(area) == choice.work_s.get(area)
    bouts = choice_bar(
        f"{area.place}: bouts",
        range(1, 7),
        preset_choice.bouts.get(area, usual_bouts) if unchanged else usual_bouts,
        key=f"bouts-{area}-{choice.preset}-{minutes}",
    )
    if bouts != usual_bouts:
        choice = choice.model_copy(update={"bouts": {**choice.bouts, area: bouts}})
    return choice


def _without(values: Mapping[Area, int], areas: tuple[Area, ...]) -> dict[Area, int]:
    return {area: value for area, value in values.items() if area not in areas}


def _in_minutes(seconds: int) -> float:
    return min(MOST_MINUTES, max(LEAST_MINUTES, round(seconds / 30) / 2))
