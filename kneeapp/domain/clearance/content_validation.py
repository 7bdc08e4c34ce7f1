"""Content validation: unknown names, gaps and duplicates in content files."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from kneeapp.domain.clearance.rule_validation import rule_faults
from kneeapp.domain.clearance.standing import version
from kneeapp.domain.content_model import duplicate_ids
from kneeapp.domain.evidence.rating_findings import RATING_SIGNS
from kneeapp.domain.routine.definitions import AreaPart, Ball, Preset, Routine
from kneeapp.domain.routine.poses import Pose
from kneeapp.domain.routine.stop_findings import STOP_SIGNS, STOPPED_TWICE
from kneeapp.domain.safety.findings import Urgency
from kneeapp.domain.screening.conditions import NOT_SURE, Condition
from kneeapp.domain.screening.questionnaire import FULL_POINTS, Questionnaire
from kneeapp.domain.screening.questions import (
    SAFETY,
    SIDES_SEEN,
    Group,
    ItemsGroup,
    NumberGroup,
    ScaleGroup,
    SelfTestGroup,
    Stage,
)
from kneeapp.domain.screening.self_tests import RESULT
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput

REQUIRED_GROUPS = (
    *("emergency", "spine", "legs", "clot_risk", "knee_today", "infection", "knee_moves"),
    *("slow_signs", "slow_knee", "age", "young_bones"),
    *("injury", "injury_days", "fracture", "injury_how", "ligament", "old_injury"),
    *("tissue", "leg_state", "health", "history", "implant_state", "positions"),
    *("start_pain", "very_sore"),
    *("sore_knee", "test_move"),
)
"""Questions that every screening file must have: danger, cautions, and what the routine needs."""

GROUNDS = ("why", "source", "certainty")
"""Keys that a routine with areas must have."""

ALWAYS_SAID = ("done",)
SAID_AT_WORK = ("go", "half_way", "ten_seconds", "breathe", "switch_sides")
SAID_WHEN_PRESSING = ("find", "ease_off")
"""Phrases of the player: always, in steps with work, and in steps with a tool."""

SAID_ON_SPOTS = ("eased", "left", "lean_in", "enough", "weight_off")
"""Phrases of the player where spots are left by their ease. Content without them leaves it to the
screen: it may have been written before there were any."""


def screening_faults(questionnaire: Questionnaire, routines: Collection[str]) -> Iterator[str]:
    """A message for each fault of a screening, with table and key.

    `routines` are the ids of all routines.
    """
    yield from _missing(questionnaire)
    yield from _duplicates(questionnaire)
    yield from _condition_faults(questionnaire)
    yield from _unused_items(questionnaire)
    yield from _misused_keys(questionnaire)
    yield from _unsound_unsure(questionnaire)
    yield from rule_faults(questionnaire, routines)
    yield from _missing_signs(questionnaire)
    yield from _driver_faults(questionnaire)
    yield from _kind_faults(questionnaire)


def routine_faults(routine: Routine, poses: Mapping[str, Pose]) -> Iterator[str]:
    """A message for each fault of a routine, with table and key; `poses` are all poses by key."""
    yield from duplicate_ids("areas", [part.area.value for part in routine.areas])
    yield from duplicate_ids("standing", [part.id for part in routine.standing])
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
    """The phrases that the steps of `routine` need."""
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
    if not _fits(part.spoken, side=Side.LEFT.value, ball=Ball.TENNIS.label):
        yield f"{table}, key spoken: only {{side}} and {{ball}} may stand in braces"
    for picture in (part.floor, part.wall):
        if not _fits(picture.cue, ball=Ball.TENNIS.label):
            yield f"{table}, key cue: only {{ball}} may stand in braces"
    for pose in (part.floor.pose, part.wall.pose):
        if pose not in poses or not poses[pose].sided:
            yield f"{table}, key pose: there is no two-sided pose {pose}"


def _fits(text: str, **words: str) -> bool:
    """Whether no other than these names stand in its braces."""
    try:
        text.format(**words)
    except (KeyError, IndexError, ValueError, AttributeError):
        return False
    return True


def _missing(questionnaire: Questionnaire) -> Iterator[str]:
    group_ids = {group.id for group in questionnaire.groups}
    for group_id in REQUIRED_GROUPS:
        if group_id not in group_ids:
            yield f"table groups: the group {group_id} is required and missing"


def _duplicates(questionnaire: Questionnaire) -> Iterator[str]:
    ids = {
        "countries": [country.code for country in questionnaire.countries],
        "groups": [group.id for group in questionnaire.groups],
        "rules": [rule.id for rule in questionnaire.all_rules],
        "signs": [sign.id for sign in questionnaire.signs],
        "drivers and kinds": [
            *(driver.id for driver in questionnaire.drivers),
            *(kind.id for kind in questionnaire.kinds),
        ],
    }
    for group in questionnaire.groups:
        ids[f"groups ({group.id})"] = [option.id for option in group.listed]
    for table, names in ids.items():
        yield from duplicate_ids(table, names)


def _condition_faults(questionnaire: Questionnaire) -> Iterator[str]:
    earlier: dict[str, Group] = {}
    for group in questionnaire.groups:
        for condition in group.when:
            if condition.group not in earlier:
                yield (
                    f"table groups ({group.id}), key when: "
                    f"{condition.group} is not the id of an earlier group"
                )
            else:
                yield from _unknown_in_conditions(f"groups ({group.id})", [condition], earlier)
        earlier[group.id] = group
    for rule in questionnaire.rules:
        yield from _unknown_in_conditions(f"rules ({rule.id})", rule.when + rule.unless, earlier)
    for driver in questionnaire.drivers:
        for reason in driver.reasons:
            yield from _unknown_in_conditions(
                f"drivers ({driver.id})", reason.when, earlier, for_driver=True
            )
    for kind in questionnaire.kinds:
        of_features = [*chain.from_iterable(part.when + part.unless for part in kind.features)]
        conditions = [*kind.needs, *kind.unless, *of_features]
        yield from _unknown_in_conditions(f"kinds ({kind.id})", conditions, earlier)


def _unknown_in_conditions(
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
        elif unknown := sorted(set(condition.words) - _allowed_words(group, for_driver=for_driver)):
            yield f"table {table}: {unknown[0]} is no answer to the group {group.id}"


def _allowed_words(group: Group, *, for_driver: bool) -> frozenset[str]:
    """The words that a condition on `group` may name; drivers use sore and other as sides."""
    if isinstance(group, SelfTestGroup):
        seen = SIDES_SEEN if group.test.two_sided else frozenset({RESULT})
        return seen if for_driver else frozenset()
    if for_driver and isinstance(group, ItemsGroup) and group.sided:
        return SIDES_SEEN
    unsure = {NOT_SURE} if group.unsure else set()
    return frozenset(option.id for option in group.listed) | unsure


def _unused_items(questionnaire: Questionnaire) -> Iterator[str]:
    """Safety items that no rule uses: probably a rule was removed by mistake."""
    conditions = [
        *(condition for group in questionnaire.groups for condition in group.when),
        *(condition for rule in questionnaire.rules for condition in rule.when + rule.unless),
    ]
    used = {(condition.group, word) for condition in conditions for word in condition.words}
    for group in questionnaire.groups:
        if group.stage in SAFETY and isinstance(group, ItemsGroup):
            for item in group.items:
                if (group.id, item.id) not in used:
                    yield f"table groups ({group.id}): no rule looks at the item {item.id}"


def _misused_keys(questionnaire: Questionnaire) -> Iterator[str]:
    for group in questionnaire.groups:
        if group.stage in SAFETY and group.optional:
            yield f"table groups ({group.id}), key optional: a safety question cannot be skipped"
        if (group.stage in SAFETY) is (group.every is None):
            yield f"table groups ({group.id}), key every: safety questions have it, and no others"
        if group.stage is Stage.DANGER and group.unsure is None:
            yield f"table groups ({group.id}): a question about danger needs the table unsure"
        if version(group.careful_since) > version(questionnaire.version):
            yield (
                f"table groups ({group.id}), key careful_since: "
                f"{group.careful_since} is later than the version {questionnaire.version} "
                "of these questions, which is a number such as 2026.2"
            )


def _unsound_unsure(questionnaire: Questionnaire) -> Iterator[str]:
    """Faults of *not sure*: an emergency by itself, or an answer that the group does not accept."""
    for group in questionnaire.groups:
        if group.unsure is None:
            continue
        table = f"table groups ({group.id}), table unsure"
        consequence, answer = group.unsure.consequence, group.unsure.counts_as
        if consequence and consequence.urgency is Urgency.EMERGENCY:
            yield f"{table}: not sure alone is no emergency"
        if answer is not None:
            try:
                group.check(answer)
            except BadInput:
                yield f"{table}, key counts_as: {answer} is no answer to the group"


def _missing_signs(questionnaire: Questionnaire) -> Iterator[str]:
    sign_ids = {sign.id for sign in questionnaire.signs}
    for sign in (*STOP_SIGNS.values(), STOPPED_TWICE, *RATING_SIGNS):
        if sign not in sign_ids:
            yield f"table signs: the sign {sign} is required and missing"


def _driver_faults(questionnaire: Questionnaire) -> Iterator[str]:
    for driver in questionnaire.drivers:
        points = sum(reason.points for reason in driver.reasons)
        if points != FULL_POINTS:
            yield f"table drivers ({driver.id}): its points add up to {points}, not {FULL_POINTS}"
        if (driver.routine is None) is (driver.instead is None):
            yield f"table drivers ({driver.id}): give either routine or instead"


def _kind_faults(questionnaire: Questionnaire) -> Iterator[str]:
    for kind in questionnaire.kinds:
        points = sum(feature.points for feature in kind.features)
        if points != FULL_POINTS:
            yield f"table kinds ({kind.id}): its points add up to {points}, not {FULL_POINTS}"
