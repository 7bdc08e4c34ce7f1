"""What is wrong with content as a whole: names that lead nowhere, gaps, doubles."""

from collections.abc import Iterable, Iterator, Mapping

from kneeapp.domain.conditions import Condition
from kneeapp.domain.groups import (
    SAFETY,
    SIDES_SEEN,
    Group,
    ItemsGroup,
    NumberGroup,
    ScaleGroup,
    SelfTestGroup,
)
from kneeapp.domain.poses import Pose
from kneeapp.domain.questionnaire import FULL_POINTS, Questionnaire
from kneeapp.domain.routines import AreaPart, Preset, Routine
from kneeapp.domain.self_tests import RESULT
from kneeapp.domain.sides import Side

REQUIRED_GROUPS = (
    *("emergency", "spine", "legs", "clot_risk", "knee_today", "infection", "slow_signs", "age"),
    *("injury", "injury_days", "fracture", "injury_how", "ligament"),
    *("tissue", "health", "history", "positions", "sore_knee", "test_move"),
)
"""Questions no content file may leave out: danger, cautions, and what the routine needs."""


GROUNDS = ("why", "source", "certainty")
"""What a routine that works on an area has to tell about itself."""

ALWAYS_SAID = ("done",)
SAID_AT_WORK = ("go", "half_way", "ten_seconds", "breathe", "switch_sides")
SAID_WHEN_PRESSING = ("find", "ease_off")
"""What the player says; a routine has to give what its steps call for."""


def screening_faults(questionnaire: Questionnaire) -> Iterator[str]:
    """Each fault of a screening in plain words, with its table and key."""
    yield from _missing(questionnaire)
    yield from _doubles(questionnaire)
    yield from _loose_conditions(questionnaire)
    yield from _idle_answers(questionnaire)
    yield from _misplaced(questionnaire)
    yield from _uneven_drivers(questionnaire)


def routine_faults(routine: Routine, poses: Mapping[str, Pose]) -> Iterator[str]:
    """Each fault of a routine in plain words, with its table and key."""
    yield from twice("areas", [part.area.value for part in routine.areas])
    yield from twice("standing", [part.id for part in routine.standing])
    for key in GROUNDS if routine.areas else ():
        if getattr(routine, key) is None:
            yield f"the key {key} is missing"
    for phrase in phrases_needed(routine):
        if phrase not in routine.phrases:
            yield f"table phrases: the key {phrase} is missing"
    for part in routine.areas:
        yield from _area_faults(part, poses)
    for stand in routine.standing:
        yield from _pose_faults(f"standing ({stand.id})", stand.picture.pose, poses)
    if routine.half_way:
        yield from _pose_faults("half_way", routine.half_way.picture.pose, poses)


def phrases_needed(routine: Routine) -> tuple[str, ...]:
    """The phrases that the steps of `routine` call for."""
    pressing = any(part.tool != "body" for part in routine.areas)
    return (
        *ALWAYS_SAID,
        *(SAID_AT_WORK if routine.areas else ()),
        *(SAID_WHEN_PRESSING if pressing else ()),
    )


def _pose_faults(table: str, pose: str, poses: Mapping[str, Pose]) -> Iterator[str]:
    if pose not in poses:
        yield f"table {table}, key pose: there is no pose {pose}"


def _area_faults(part: AreaPart, poses: Mapping[str, Pose]) -> Iterator[str]:
    table = f"table areas ({part.area.value})"
    for preset in Preset:
        if preset not in part.doses:
            yield f"{table}: there is no dose for {preset.value}"
    if not _takes_a_side(part.spoken):
        yield f"{table}, key spoken: only {{side}} may stand in braces"
    for pose in (part.floor.pose, part.wall.pose):
        if pose not in poses or not poses[pose].sided:
            yield f"{table}, key pose: there is no two-sided pose {pose}"


def _takes_a_side(spoken: str) -> bool:
    try:
        spoken.format(side=Side.LEFT.value)
    except (KeyError, IndexError, ValueError, AttributeError):
        return False
    return True


def _missing(questionnaire: Questionnaire) -> Iterator[str]:
    there = {group.id for group in questionnaire.groups}
    for group_id in REQUIRED_GROUPS:
        if group_id not in there:
            yield f"table groups: the group {group_id} is required and missing"


def _doubles(questionnaire: Questionnaire) -> Iterator[str]:
    ids = {
        "countries": [country.code for country in questionnaire.countries],
        "groups": [group.id for group in questionnaire.groups],
        "rules": [rule.id for rule in questionnaire.rules],
        "cautions": [rule.caution.id for rule in questionnaire.cautions],
        "drivers": [driver.id for driver in questionnaire.drivers],
    }
    for group in questionnaire.groups:
        ids[f"groups ({group.id})"] = [option.id for option in group.listed]
    for table, names in ids.items():
        yield from twice(table, names)


def twice(table: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"table {table}: the id {name} is there twice"


def _loose_conditions(questionnaire: Questionnaire) -> Iterator[str]:
    earlier: dict[str, Group] = {}
    for group in questionnaire.groups:
        for condition in group.when:
            if condition.group not in earlier:
                yield (
                    f"table groups ({group.id}), key when: "
                    f"{condition.group} is not the id of an earlier group"
                )
            else:
                yield from _loose(f"groups ({group.id})", [condition], earlier)
        earlier[group.id] = group
    for rule in questionnaire.rules:
        yield from _loose(f"rules ({rule.id})", rule.when + rule.unless, earlier)
    for caution in questionnaire.cautions:
        yield from _loose(f"cautions ({caution.caution.id})", caution.when, earlier)
    for driver in questionnaire.drivers:
        for reason in driver.reasons:
            yield from _loose(f"drivers ({driver.id})", reason.when, earlier, for_driver=True)


def _loose(
    table: str,
    conditions: Iterable[Condition],
    groups: dict[str, Group],
    *,
    for_driver: bool = False,
) -> Iterator[str]:
    for condition in conditions:
        group = groups.get(condition.group)
        if group is None:
            yield f"table {table}: {condition.group} is not the id of a group"
        elif condition.bounded and not isinstance(group, NumberGroup | ScaleGroup):
            yield f"table {table}: {group.id} asks for no number that could be at_least or at_most"
        elif unknown := sorted(set(condition.words) - _words(group, for_driver=for_driver)):
            yield f"table {table}: {unknown[0]} is no answer to the group {group.id}"


def _words(group: Group, *, for_driver: bool) -> frozenset[str]:
    """What a condition may name; drivers see the sore and the other side."""
    if isinstance(group, SelfTestGroup):
        seen = SIDES_SEEN if group.test.two_sided else frozenset({RESULT})
        return seen if for_driver else frozenset()
    if for_driver and isinstance(group, ItemsGroup) and group.sided:
        return SIDES_SEEN
    return frozenset(option.id for option in group.listed)


def _idle_answers(questionnaire: Questionnaire) -> Iterator[str]:
    """Items about danger and cautions that change nothing: a rule was lost."""
    conditions = [
        *(condition for group in questionnaire.groups for condition in group.when),
        *(condition for rule in questionnaire.rules for condition in rule.when + rule.unless),
        *(condition for rule in questionnaire.cautions for condition in rule.when),
    ]
    used = {(condition.group, word) for condition in conditions for word in condition.words}
    for group in questionnaire.groups:
        if group.stage in SAFETY and isinstance(group, ItemsGroup):
            for item in group.items:
                if (group.id, item.id) not in used:
                    yield f"table groups ({group.id}): no rule looks at the item {item.id}"


def _misplaced(questionnaire: Questionnaire) -> Iterator[str]:
    for group in questionnaire.groups:
        if group.stage in SAFETY and group.optional:
            yield f"table groups ({group.id}), key optional: a safety question cannot be skipped"
        if group.stage not in SAFETY and group.short:
            yield f"table groups ({group.id}), key short: only safety questions can be short"


def _uneven_drivers(questionnaire: Questionnaire) -> Iterator[str]:
    for driver in questionnaire.drivers:
        points = sum(reason.points for reason in driver.reasons)
        if points != FULL_POINTS:
            yield f"table drivers ({driver.id}): its points add up to {points}, not {FULL_POINTS}"
        if (driver.routine is None) is (driver.instead is None):
            yield f"table drivers ({driver.id}): give either routine or instead"
