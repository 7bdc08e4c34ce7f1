"""Question form: one group of a screening, drawn by its kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kneeapp.domain.screening.conditions import NOT_SURE, SKIPPED
from kneeapp.domain.screening.questions import (
    ACTIVITY,
    NONE_OF_THESE,
    ActivitiesGroup,
    ChoiceGroup,
    Group,
    ItemsGroup,
    NumberGroup,
    PlaceGroup,
    ScaleGroup,
    SelfTestGroup,
    Unsure,
)
from kneeapp.domain.screening.self_tests import SelfTest
from kneeapp.domain.sides import Side
from kneeapp.figure import knee_map
from kneeapp.ui.widgets.pictures import figure, show
from kneeapp.ui.widgets.rating import rating
from kneeapp.ui.widgets.stopwatch import stopwatch

STILL_UNSURE = "I am still not sure"

NOT_YET = object()
"""What `question_form` returns until the person has answered; None could be an answer."""


@dataclass(frozen=True)
class QuestionView:
    """One group to ask; `given` is an earlier answer, `name` makes its widget keys unique."""

    group: Group
    name: str
    given: Any = None
    dark: bool = False
    back: Callable[[], None] | None = None
    pinned: bool = True
    """Whether the Next button is fixed at the bottom of a phone's screen."""

    def key(self, *parts: str) -> str:
        return "-".join((self.name, self.group.id, *parts))


def question_form(asking: QuestionView) -> Any:
    """Draw one group; returns the answer once it is given, until then NOT_YET."""
    st.header(asking.group.title)
    if asking.group.help:
        st.write(asking.group.help)
    drawn: dict[type, Callable[[QuestionView, Any], Any]] = {
        ItemsGroup: _items,
        ChoiceGroup: _choice,
        NumberGroup: _number,
        ScaleGroup: _scale,
        PlaceGroup: _place,
        ActivitiesGroup: _activities,
        SelfTestGroup: _self_test,
    }
    return drawn[type(asking.group)](asking, asking.group)


def _items(asking: QuestionView, group: ItemsGroup) -> Any:
    before = _listed(asking.given)
    with st.container(key="answers", gap="small"):
        ticked = [
            item.id
            for item in group.asked
            if st.checkbox(
                item.text, value=item.id in before, key=asking.key(item.id), help=item.help or None
            )
        ]
        if group.unsure:
            with _how_to_tell(group.unsure, open_now=NOT_SURE in before):
                if st.checkbox(STILL_UNSURE, value=NOT_SURE in before, key=asking.key(NOT_SURE)):
                    ticked.append(NOT_SURE)
    return _way_on(asking, ticked, label="Next" if ticked else NONE_OF_THESE)


def _choice(asking: QuestionView, group: ChoiceGroup) -> Any:
    chosen = NOT_YET
    for option in group.options:
        if st.button(
            option.text,
            key=asking.key(option.id),
            width="stretch",
            type="primary" if option.id == asking.given else "secondary",
        ):
            chosen = option.id
        if option.help:
            st.caption(option.help)
    if _is_unsure(asking):
        chosen = NOT_SURE
    back = _way_on(asking, NOT_YET, label="")
    return back if chosen is NOT_YET else chosen


def _number(asking: QuestionView, group: NumberGroup) -> Any:
    given = asking.given if isinstance(asking.given, int | float) else None
    label = group.unit.capitalize() or "Number"
    number = _number_input(label, group.min, group.max, group.step, key=asking.key(), given=given)
    if _is_unsure(asking):
        return NOT_SURE
    return _way_on(asking, number, ready=number is not None)


def _scale(asking: QuestionView, group: ScaleGroup) -> Any:
    given = asking.given if isinstance(asking.given, int) else None
    value = rating(group.measure, key=asking.key(), value=given)
    if _is_unsure(asking):
        return NOT_SURE
    return _way_on(asking, value, ready=value is not None)


def _place(asking: QuestionView, group: PlaceGroup) -> Any:
    words = {region.id: region.text for region in group.regions}
    before = [place for place in _listed(asking.given) if place in words]
    drawing = st.empty()  # above the places, but drawn from what is picked there
    picked: Sequence[str] = st.pills(
        group.title,
        list(words),
        selection_mode="multi",
        default=before,
        format_func=words.__getitem__,
        key=asking.key(),
        label_visibility="collapsed",
    )
    with drawing:
        show(knee_map(frozenset(picked), dark=asking.dark))
    return _way_on(asking, list(picked), ready=bool(picked))


def _activities(asking: QuestionView, group: ActivitiesGroup) -> Any:
    before = _listed(asking.given)
    entries: list[dict[str, Any]] = []
    for number in range(group.most):
        earlier = before[number] if number < len(before) else {}
        name = st.text_input(
            f"Activity {number + 1}",
            value=str(earlier.get("name", "")),
            key=asking.key("name", str(number)),
            placeholder="such as: going down stairs",
        )
        if not name or not name.strip():
            break  # the next field appears once this one is filled in
        key = asking.key("score", str(number))
        entries.append(
            {"name": name, "score": rating(ACTIVITY, key=key, value=earlier.get("score"))}
        )
    rated = all(entry["score"] is not None for entry in entries)
    return _way_on(asking, entries, ready=rated, label="Next" if entries else NONE_OF_THESE)


def _self_test(asking: QuestionView, group: SelfTestGroup) -> Any:
    test = group.test
    figure(test.pose, dark=asking.dark)
    st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(test.steps, 1)))
    if test.seconds:
        stopwatch(test.seconds, key=asking.key("watch"))
    before = asking.given if asking.given != SKIPPED else None
    if not test.two_sided:
        result = _result(asking, test, "Result", before)
        return _way_on(asking, result, ready=result is not None)
    sides: dict[str, Any] = {}
    for column, side in zip(st.columns(2), Side, strict=True):
        with column:
            earlier = before.get(side.value) if isinstance(before, dict) else None
            value = _result(asking, test, side.value.capitalize(), earlier)
        if value is not None:
            sides[side.value] = value
    return _way_on(asking, sides, ready=bool(sides))


def _result(asking: QuestionView, test: SelfTest, label: str, given: Any) -> Any:
    key = asking.key(label.lower())
    if test.outcomes:
        outcomes = dict(enumerate(test.outcomes))
        return st.radio(
            label,
            list(outcomes),
            index=list(outcomes).index(given) if given in outcomes else None,
            format_func=outcomes.__getitem__,
            key=key,
        )
    in_unit = f"{label} ({test.unit})" if test.unit else label
    return _number_input(in_unit, test.low, test.high, test.step, key=key, given=given)


def _is_unsure(asking: QuestionView) -> bool:
    """Whether the person chose "still not sure", which is below the help."""
    unsure = asking.group.unsure
    if unsure is None:
        return False
    with _how_to_tell(unsure, open_now=asking.given == NOT_SURE):
        return st.button(STILL_UNSURE, key=asking.key(NOT_SURE), width="stretch")


def _how_to_tell(unsure: Unsure, *, open_now: bool) -> DeltaGenerator:
    """The expander with the help, in which *not sure* can be chosen."""
    box = st.expander("Not sure?", icon=":material/help:", expanded=open_now)
    box.write(unsure.how)
    return box


def _listed(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else []


def _number_input(  # noqa: PLR0913  the parts of one number field
    label: str, low: float, high: float, step: float, *, key: str, given: float | None
) -> float | None:
    """A number field that is empty until typed; whole numbers where the step is whole.

    Streamlit requires that all numbers of one field have the same type, int or float.
    """
    whole = float(step).is_integer()
    as_number: Callable[[float], float] = int if whole else float
    value: float | None = st.number_input(
        label,
        min_value=as_number(low),
        max_value=as_number(high),
        step=as_number(step),
        value=None if given is None else as_number(given),
        key=key,
    )
    return value


def _way_on(asking: QuestionView, answer: Any, *, ready: bool = True, label: str = "Next") -> Any:
    """The last row of every group: Back, Skip where allowed, and Next.

    Returns `answer` once Next is pressed, SKIPPED for Skip, otherwise NOT_YET.
    """
    with st.container(key="way_on" if asking.pinned else None, horizontal=True):
        if asking.back and st.button("Back", key=asking.key("back"), width="content"):
            asking.back()
        if asking.group.optional and st.button("Skip", key=asking.key("skip"), width="content"):
            return SKIPPED
        if label and st.button(
            label, key=asking.key("next"), type="primary", disabled=not ready, width="stretch"
        ):
            return answer
    return NOT_YET
