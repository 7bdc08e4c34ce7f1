"""Rule validation: rules that are never raised, hidden by others, or close nothing."""

from collections.abc import Collection, Iterator, Mapping

from kneeapp.domain.safety.closures import Part
from kneeapp.domain.safety.findings import Consequence
from kneeapp.domain.screening.conditions import NOT_SURE, Condition
from kneeapp.domain.screening.questionnaire import Questionnaire, ScreeningRule
from kneeapp.domain.screening.questions import ChoiceGroup, Group, NumberGroup, ScaleGroup


def rule_faults(questionnaire: Questionnaire, routines: Collection[str]) -> Iterator[str]:
    """A message for each fault of the rules, with table and key; `routines` are all routine ids.

    That the names in conditions exist is checked elsewhere (content_validation).
    """
    groups = {group.id: group for group in questionnaire.groups}
    for rule in questionnaire.rules:
        table = f"table rules ({rule.id})"
        if _never_raised(rule, groups):
            yield f"{table}: no answers raise it"
        for word in _unexplained_in_unless(rule, groups):
            yield (
                f"{table}, key unless: {word} explains nothing away; "
                "what makes a danger no smaller keeps no rule from being raised"
            )
        yield from _unknown_routines(table, rule, routines)
    for sign in questionnaire.signs:
        yield from _unknown_routines(f"table signs ({sign.id})", sign, routines)
    for group in questionnaire.groups:
        if group.unsure and group.unsure.consequence:
            table = f"table groups ({group.id}), table unsure"
            yield from _unknown_routines(table, group.unsure.consequence, routines)


def _never_raised(rule: ScreeningRule, groups: Mapping[str, Group]) -> bool:
    needed = list(_needed(rule.when, groups))
    for group_id in {condition.group for condition in needed}:
        group = groups.get(group_id)
        if group and _contradict(
            group, [condition for condition in needed if condition.group == group_id]
        ):
            return True
    return any(
        out.group == condition.group and condition.words and set(condition.words) <= set(out.words)
        for out in rule.unless
        for condition in needed
    )


def _needed(when: Collection[Condition], groups: Mapping[str, Group]) -> Iterator[Condition]:
    """The conditions of `when`, and those under which their groups are asked."""
    for condition in when:
        yield condition
        group = groups.get(condition.group)
        if group:
            yield from _needed(group.when, groups)


def _contradict(group: Group, conditions: Collection[Condition]) -> bool:
    """Whether no answer to `group` meets all of `conditions`."""
    replaced = group.unsure is not None and group.unsure.counts_as is not None
    if replaced and any(set(condition.words) == {NOT_SURE} for condition in conditions):
        return True  # rules see the answer that *not sure* counts as, never *not sure* itself
    if isinstance(group, NumberGroup | ScaleGroup):
        least, most = _bounds(group)
        lower = [condition.at_least for condition in conditions if condition.at_least is not None]
        upper = [condition.at_most for condition in conditions if condition.at_most is not None]
        return max([least, *lower]) > min([most, *upper])
    if isinstance(group, ChoiceGroup):
        return not set[str].intersection(*(set(condition.words) for condition in conditions))
    return False


def _bounds(group: NumberGroup | ScaleGroup) -> tuple[float, float]:
    if isinstance(group, NumberGroup):
        return group.min, group.max
    return group.measure.least, group.measure.most


def _unexplained_in_unless(rule: ScreeningRule, groups: Mapping[str, Group]) -> Iterator[str]:
    """The words in `unless` whose option is not marked as an explanation (`explains`)."""
    for condition in rule.unless:
        group = groups.get(condition.group)
        listed = group.listed if group else ()
        explaining = {option.id for option in listed if option.explains}
        if condition.bounded:
            yield condition.group
        yield from sorted(set(condition.words) - explaining)


def _unknown_routines(
    table: str, consequence: Consequence, routines: Collection[str]
) -> Iterator[str]:
    for closure in consequence.closes:
        if closure.part is Part.ROUTINE and closure.name not in routines:
            yield f"{table}, key closes: there is no routine {closure.name}"
