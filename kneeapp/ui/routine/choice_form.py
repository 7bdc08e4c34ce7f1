"""What a person picks for one session: how long, which routine, where, which sides and places."""

import streamlit as st

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.clearance.standing import Standing
from kneeapp.domain.routine.definitions import AreaPart, Choice, Preset, Routine, Sides, Surface
from kneeapp.domain.routine.midpoint_ratings import next_order
from kneeapp.domain.routine.planner import dose, open_areas, sides, ways
from kneeapp.domain.screening.driver_ranking import drivers
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.arms import REST
from kneeapp.store.record import sessions
from kneeapp.ui.findings import allowed_now, standing
from kneeapp.ui.shell.request_context import RecordContext

PRESETS = {
    Preset.FULL: "Full",
    Preset.SORE_SIDE: "Sore side only",
    Preset.SHORT: "Short on time",
}
SURFACES = {Surface.FLOOR: "On the floor", Surface.WALL: "Against a wall"}
WITHOUT_TOOLS = {**SURFACES, Surface.WALL: "Standing"}
LEAST_MINUTES, MOST_MINUTES = 1.0, 10.0
BOUTS = range(1, 7)


def choice_form(
    visit: RecordContext, here: Standing, knee: Side, *, light: bool
) -> tuple[Routine, Choice]:
    """The routine and what is picked of it, as last time; `light` leaves only the short version."""
    before = visit.preferences.choice or Choice()
    preset = Preset.SHORT if light else _preset_input(before.preset)
    own = before if before.preset is preset else Choice(preset=preset)
    with st.expander("Routine, sides, places, minutes", icon=":material/tune:"):
        routine = _routine_input(visit, here, knee)
        areas = open_areas(routine, here.status)
        surface = _surface_input(routine, here, before.surface)
        chosen_sides = _sides_input(knee, own)
        half_way = _half_way_input(routine, areas, before)
        order = _test_day_order_input(visit, areas) if half_way else _order_input(areas, before)
        choice = Choice(
            routine=routine.id,
            preset=preset,
            surface=surface,
            sides=chosen_sides,
            areas=() if order == areas else order,
            half_way=half_way,
            work_s={area: own.work_s[area] for area in own.work_s if area not in order},
            bouts={area: own.bouts[area] for area in own.bouts if area not in order},
        )
        for part in routine.areas:
            if part.area in order:
                choice = _length_input(part, choice, own)
    return routine, choice


def selectable_routines(visit: RecordContext, here: Standing, knee: Side) -> dict[str, Routine]:
    """The routines to choose from; those that the screening speaks for come first."""
    answers = here.latest.answers if here.latest else {}
    ranked = (driver.routine for driver in drivers(standing.questionnaire(visit), answers, knee))
    there = content.routines(visit.settings.content)
    named = [name for name in ranked if name]
    return {
        name: there[name]
        for name in dict.fromkeys([*named, *there])
        if name in there and name != REST
    }


def _preset_input(before: Preset) -> Preset:
    preset = st.segmented_control(
        "How long",
        list(Preset),
        default=before,
        required=True,
        format_func=PRESETS.__getitem__,
        width="stretch",
    )
    return Preset(preset)


def _routine_input(visit: RecordContext, here: Standing, knee: Side) -> Routine:
    """The routine of last time, at first the one the screening speaks for most.

    Only what is open can be picked, and one before which somebody else has to be asked is
    never picked unasked.
    """
    open_ones = allowed_now.open_routines(visit, here)
    choices = {
        name: one
        for name, one in selectable_routines(visit, here, knee).items()
        if name in open_ones
    }
    names = list(choices)
    before = visit.preferences.choice
    unasked = next((name for name in names if not choices[name].first), names[0])
    usual = before.routine if before and before.routine in names else unasked
    if len(names) == 1:
        return choices[usual]
    name = st.selectbox(
        "Routine", names, index=names.index(usual), format_func=lambda name: choices[name].title
    )
    return choices[name]


def _surface_input(routine: Routine, here: Standing, before: Surface) -> Surface:
    walled = not here.status.floor_open
    pressing = any(part.tool != "body" for part in routine.areas)
    labels = SURFACES if pressing else WITHOUT_TOOLS
    surface = st.segmented_control(
        "Where",
        list(Surface),
        default=Surface.WALL if walled else before,
        required=True,
        format_func=labels.__getitem__,
        disabled=walled,
        width="stretch",
    )
    return Surface(surface)


def _sides_input(knee: Side, own: Choice) -> Sides | None:
    """The sides where they are not those of the preset."""
    usual = sides(Choice(preset=own.preset))
    chosen = st.pills(
        "Sides",
        list(Sides),
        default=own.sides or usual,
        required=True,
        format_func=lambda way: _in_turn([side.value for side in way.of(knee)]),
        key=f"sides-{own.preset}-{knee}",
        width="stretch",
    )
    return None if chosen is usual else Sides(chosen)


def _half_way_input(routine: Routine, areas: tuple[Area, ...], before: Choice) -> bool:
    if routine.half_way is None or len(areas) != 2:
        return False
    return st.toggle(
        "Test day: rate the knee half way, too",
        value=before.half_way,
        help="Tells what each place does on its own. The order changes every time by itself.",
    )


def _order_input(areas: tuple[Area, ...], before: Choice) -> tuple[Area, ...]:
    """Which areas, in which order."""
    usual = before.areas if before.areas in ways(areas) else areas
    return _way_input(ways(areas), usual, key=f"order-{'-'.join(areas)}")


def _test_day_order_input(visit: RecordContext, areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """Both areas, the other way round than on the last test day unless changed."""
    usual = next_order(areas, sessions.sessions(visit.record, steps=False))
    return _way_input((areas, areas[::-1]), usual, key=f"test-day-order-{'-'.join(areas)}")


def _way_input(
    offered: tuple[tuple[Area, ...], ...], usual: tuple[Area, ...], *, key: str
) -> tuple[Area, ...]:
    if len(offered) == 1:
        return usual
    labels = {_in_turn([area.place for area in way]): way for way in offered}
    chosen = st.pills(
        "Places",
        list(labels),
        default=_in_turn([area.place for area in usual]),
        required=True,
        key=key,
        width="stretch",
    )
    return labels[chosen]


def _in_turn(words: list[str]) -> str:
    """Left, then right; or only left."""
    return ", then ".join(words).capitalize() if len(words) > 1 else f"Only {words[0].lower()}"


def _length_input(part: AreaPart, choice: Choice, own: Choice) -> Choice:
    """`choice` with the person's own minutes and bouts, where they change those of the preset."""
    area, preset_s = part.area, dose(part, choice).work_s
    usual = _in_minutes(preset_s)
    minutes = st.number_input(
        f"{area.place}: minutes a side",
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        step=0.5,
        value=_in_minutes(own.work_s.get(area, preset_s)),
        format="%.1f",
        key=f"minutes-{area}-{choice.preset}",
    )
    if minutes != usual:
        choice = choice.model_copy(update={"work_s": {**choice.work_s, area: round(minutes * 60)}})
    like = dose(part, choice).bouts
    unchanged = own.work_s.get(area) == choice.work_s.get(area)
    bouts = st.segmented_control(
        f"{area.place}: bouts",
        BOUTS,
        default=own.bouts.get(area, like) if unchanged else like,
        required=True,
        key=f"bouts-{area}-{choice.preset}-{minutes}",
        width="stretch",
    )
    if bouts != like:
        choice = choice.model_copy(update={"bouts": {**choice.bouts, area: bouts}})
    return choice


def _in_minutes(seconds: int) -> float:
    return min(MOST_MINUTES, max(LEAST_MINUTES, round(seconds / 30) / 2))
