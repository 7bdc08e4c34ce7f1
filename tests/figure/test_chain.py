"""The chain and the knee's places: what is marked is seen, told and apart from the rest."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from kneeapp.domain.screening.education import Joint
from kneeapp.domain.sides import Side
from kneeapp.errors import BadInput
from kneeapp.figure import ChainMark, Focus, chain, knee_map
from kneeapp.figure.anatomy import JOINTS, PLACES
from kneeapp.figure.knee_map import REGIONS

SVG = "{http://www.w3.org/2000/svg}"
LETTER = 7.2
"""Width of a letter of 12.5 px in the widest font tried (px)."""


def boxes(svg: str, letter: float) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of every text."""
    rectangles = []
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        width = letter * len(text.text or "")
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        left = x - {"end": width, "middle": width / 2}.get(text.get("text-anchor", ""), 0)
        rectangles.append((left, y - 10, left + width, y + 3))
    return rectangles


def test_every_driver_has_its_place() -> None:
    assert {*PLACES} == {
        "lateral_hip",
        "lateral_thigh",
        "hip_flexors",
        "low_back_hip",
        "ankle",
        "weakness",
    }


def test_the_description_of_the_chain_lists_the_marks_most_first() -> None:
    description = ET.fromstring(
        chain({"ankle": ChainMark(0.2), "lateral_hip": ChainMark(0.8)})
    ).get("aria-label")
    assert description is not None
    assert description.index("outer hip (gluteus medius), 80%") < description.index(
        "ankle and foot, 20%"
    )
    assert "Nothing is marked" in (ET.fromstring(chain({})).get("aria-label") or "")


def test_a_heavier_mark_has_a_longer_bar_and_a_larger_ring() -> None:
    def drawn(weight: float) -> tuple[float, float]:
        root = ET.fromstring(chain({"lateral_hip": ChainMark(weight)}))
        place = root.find(f"{SVG}g[@data-place='lateral_hip']")
        assert place is not None
        bar = [float(rect.get("width", 0)) for rect in place.iter(f"{SVG}rect")][-1]
        return bar, max(float(circle.get("r", 0)) for circle in place.iter(f"{SVG}circle"))

    light, heavy = drawn(0.2), drawn(0.9)
    assert light[0] < heavy[0]
    assert light[1] < heavy[1]


@pytest.mark.parametrize("joint", [Joint.BACK, Joint.HIP, Joint.ANKLE])
def test_a_selected_joint_is_ringed_and_only_its_pull_is_shown(joint: Joint) -> None:
    svg = chain({}, focus=Focus(joint, ()))
    assert ringed(svg, joint)
    assert JOINTS[joint].pull in svg
    assert not any(JOINTS[other].pull in svg for other in Joint if other not in {joint, "knee"})
    assert f"The {joint} is ringed; arrows go from the {joint} to the knee" in svg


def test_the_selected_knee_shows_the_pull_of_hip_and_ankle() -> None:
    svg = chain({}, focus=Focus(Joint.KNEE, ()))
    assert ringed(svg, Joint.KNEE)
    assert JOINTS[Joint.HIP].pull in svg
    assert JOINTS[Joint.ANKLE].pull in svg
    assert "arrows go from the hip and the ankle to the knee" in svg


def test_places_of_other_joints_fade() -> None:
    marks = {"ankle": ChainMark(0.5), "lateral_hip": ChainMark(0.5)}
    root = ET.fromstring(chain(marks, focus=Focus(Joint.ANKLE, ("ankle",))))
    ankle, hip = (root.find(f"{SVG}g[@data-place='{name}']/{SVG}g") for name in marks)
    assert ankle is not None
    assert hip is not None
    assert float(hip.get("opacity", 1)) < float(ankle.get("opacity", 1)) == 1


def ringed(svg: str, joint: Joint) -> bool:
    return any(
        (float(circle.get("cx", 0)), float(circle.get("cy", 0))) == JOINTS[joint].dot
        and float(circle.get("stroke-width", 0)) > 3
        for circle in ET.fromstring(svg).iter(f"{SVG}circle")
    )


def test_an_unknown_place_or_weight_is_refused() -> None:
    with pytest.raises(BadInput, match="elbow"):
        chain({"elbow": ChainMark(1)})
    with pytest.raises(BadInput, match="elbow"):
        chain({}, focus=Focus(Joint.HIP, ("elbow",)))
    with pytest.raises(BadInput):
        ChainMark(1.2)
    with pytest.raises(BadInput, match="toe"):
        knee_map(frozenset({"toe"}))


@pytest.mark.parametrize("dark", [False, True])
def test_labels_neither_collide_nor_leave_a_sheet_of_340(dark: bool) -> None:
    drawings = [chain({name: ChainMark(1) for name in PLACES}, dark=dark)]
    drawings += [knee_map(frozenset(REGIONS), dark=dark, side=side) for side in Side]
    for svg in drawings:
        rectangles = boxes(svg, LETTER)
        assert all(left >= 0 and right <= 340 for left, _, right, _ in rectangles)
        for a, b in combinations(rectangles, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_knee_map_shows_and_names_the_chosen_places() -> None:
    root = ET.fromstring(knee_map(frozenset({"inner"}), side=Side.LEFT))
    description = root.get("aria-label") or ""
    assert "left knee" in description
    assert "inner side" in description
    marked = {
        group.get("data-place"): group.get("fill-opacity")
        for group in root.iter(f"{SVG}g")
        if group.get("data-place")
    }
    assert {*marked} == {*REGIONS}
    assert [name for name in marked if marked[name] == marked["inner"]] == ["inner"]


def test_the_left_knee_is_mirrored() -> None:
    def inner(side: Side) -> float:
        root = ET.fromstring(knee_map(frozenset(), side=side))
        return next(
            float(text.get("x", 0)) for text in root.iter(f"{SVG}text") if text.text == "Inner"
        )

    assert inner(Side.LEFT) == pytest.approx(340 - inner(Side.RIGHT))
