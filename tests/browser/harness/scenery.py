"""Short plans, their phrases and placeholder drawings."""

from kneeapp import content
from kneeapp.domain.areas import Area
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.programme.exercise_selection import Picked
from kneeapp.domain.programme.session import session_plan
from kneeapp.domain.routine import planner
from kneeapp.domain.routine.definitions import Choice, Plan, Segment, Step
from kneeapp.domain.routine.poses import pose_for
from kneeapp.domain.sides import Side
from kneeapp.figure import draw

PHRASES = {
    "find": "Find the tender spot",
    "go": "Start rolling",
    "half_way": "Half way",
    "ten_seconds": "Ten seconds",
    "breathe": "Rest and breathe",
    "switch_sides": "Switch sides",
    "ease_off": "Ease off now",
    "done": "Done. Stand up slowly.",
}
FEW_PHRASES = {"done": PHRASES["done"]}


def phrases(plan: Plan) -> dict[str, str]:
    """What is said beside the steps of a plan."""
    if plan.routine == "programme":
        return content.programme().phrases
    if plan.routine in {"shipped", "by_ease"}:
        return content.routine("release").phrases
    return FEW_PHRASES if plan.routine == "rest" else PHRASES


def _drawing(label: str, prop: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" role="img" '
        f'aria-label="{label}">'
        '<rect width="640" height="300" rx="18" fill="#eef5f2"/>'
        '<rect x="30" y="262" width="580" height="12" rx="6" fill="#b9cfc9"/>'
        f'{prop}<g stroke-linecap="round" fill="none">'
        '<path d="M335 214L252 174" stroke="#f6f4ee" stroke-width="44"/>'
        '<path d="M335 214L418 224L498 230" stroke="#e3ab85" stroke-width="24">'
        '<animateTransform attributeName="transform" type="translate" values="0 0;9 0;0 0" '
        'dur="8s" repeatCount="indefinite"/></path>'
        '<path d="M340 214L390 220" stroke="#2f7d80" stroke-width="32"/>'
        '<path d="M250 176L206 258" stroke="#e3ab85" stroke-width="15"/></g>'
        '<circle cx="222" cy="140" r="24" fill="#e3ab85"/></svg>'
    )


_BALL = '<circle cx="343" cy="249" r="14" fill="#d9e34d" stroke="#98a32a" stroke-width="2"/>'
_ROLLER = '<circle cx="385" cy="240" r="22" fill="#5b6f86"/>'
FIGURES = {
    "ball_left": _drawing("Lying on the left side, ball under the outer hip", _BALL),
    "ball_right": _drawing("Lying on the right side, ball under the outer hip", _BALL),
    "roller_left": _drawing("Lying on the left side, roller under the outer thigh", _ROLLER),
    "shake": _drawing("Standing, shaking one leg out", ""),
}


def a_plan(name: str, scale: float) -> Plan:
    """The plan of this name; a release step is 100 s long at `scale` 1."""
    if name == "programme":
        return _training()
    if name == "shipped":
        return _shipped(scale)
    if name == "by_ease":
        planned = planner.plan(content.routine("release"), Choice(by_ease=True), Side.LEFT)
        return planned.model_copy(update={"routine": name})
    steps = {"release": _release_steps, "test_day": _test_day_steps, "rest": _rest_steps}[name]
    return Plan(routine=name, version="test", steps=steps(scale))


def _release_steps(scale: float) -> tuple[Step, ...]:
    """Two of the ball, one of the roller, one standing."""
    return (
        _release("ball", Side.LEFT, Area.GLUTEUS_MEDIUS, "Outer hip", scale),
        _release("ball", Side.RIGHT, Area.GLUTEUS_MEDIUS, "Outer hip", scale),
        _release("roller", Side.LEFT, Area.ILIOTIBIAL_BAND, "Outer thigh", scale),
        _shake(scale),
    )


def _test_day_steps(scale: float) -> tuple[Step, ...]:
    """The ball, the knee rated half way, the ankle moved, standing."""
    return (
        _release("ball", Side.LEFT, Area.GLUTEUS_MEDIUS, "Outer hip", scale),
        Step(
            kind="rate",
            title="Half way: rate the knee",
            cue="Stand up slowly, do your test move once as at the start, and tap how much it "
            "hurts. Skip leaves it out.",
            spoken="Half way. Rate the knee.",
            pose="shake",
            segments=_segments(scale, rate=120),
        ),
        Step(
            kind="move",
            title="Ankle",
            cue="Push the knee over the toes, the heel stays down. Slowly there and back.",
            spoken="Left side. Ankle to the wall.",
            pose="ankle_left",
            segments=_segments(scale, find=10, work=40) + _segments(scale, breath=10, work=40),
            area=Area.ANKLE,
            side=Side.LEFT,
            tool="body",
        ),
        _shake(scale),
    )


def _rest_steps(scale: float) -> tuple[Step, ...]:
    """Ten minutes' rest, then standing."""
    rest = Step(
        kind="rest",
        title="Rest",
        cue="Sit or lie comfortably. Do not press, stretch or train anything.",
        spoken="Sit or lie as you like, and rest.",
        pose="shake",
        segments=_segments(scale, rest=600),
    )
    return rest, _shake(scale)


DOSES = {
    "clam": ExerciseDose(sets=2, reps=3, tempo_s=6, rest_s=10),
    "bridge": ExerciseDose(sets=1, reps=2, tempo_s=9, hold_s=5, rest_s=0),
    "wall_squat": ExerciseDose(sets=2, hold_s=30, rest_s=10),
}
"""Repetitions on two sides, repetitions with a hold, and holds."""


def _training() -> Plan:
    """The exercises of DOSES, each with effort and pain after it."""
    programme = content.programme()
    picked = [Picked(programme.exercise(name), dose) for name, dose in DOSES.items()]
    return session_plan(programme, picked, Side.LEFT)


def _shipped(scale: float) -> Plan:
    """The ball of the shipped routine on both sides, in its own words, each part 24 s long."""
    choice = Choice(areas=(Area.GLUTEUS_MEDIUS,))
    seconds = {"release": {"find": 24, "work": 24}, "stand": {"stand": 24}}
    steps = planner.plan(content.routine("release"), choice, Side.RIGHT).steps
    short = (
        step.model_copy(update={"segments": _segments(scale, **seconds[step.kind])})
        for step in steps
    )
    return Plan(routine="shipped", version="test", steps=tuple(short))


def drawings(plan: Plan) -> dict[str, str]:
    """The drawing of each step: the real ones of exercises, which move, and of spots."""
    if plan.routine not in {"programme", "by_ease"}:
        return FIGURES
    poses = content.poses()
    shown = {step.pose: pose_for(poses, step.pose) for step in plan.steps}
    return {key: draw(pose, side=side) for key, (pose, side) in shown.items()}


def _shake(scale: float) -> Step:
    return Step(
        kind="stand",
        title="Stand and shake",
        cue="Stand up slowly. Shake out each leg, then take a few steps.",
        spoken="Stand up slowly and shake out each leg.",
        pose="shake",
        segments=_segments(scale, stand=20),
    )


def _release(tool: str, side: Side, area: Area, title: str, scale: float) -> Step:
    return Step(
        kind="release",
        title=title,
        cue="Start with a tennis ball, on the fleshy part below the rim of the hip bone and "
        "above the bony bump. Tingling or numbness: move off.",
        spoken=f"{side.value.capitalize()} side. {tool.capitalize()} under the {title.lower()}.",
        pose=f"{tool}_{side.value}",
        segments=_segments(scale, find=10, work=40) + _segments(scale, breath=10, work=40),
        area=area,
        side=side,
        tool=tool,
    )


def _segments(scale: float, **seconds: int) -> tuple[Segment, ...]:
    """Segments by kind, each so many seconds long at `scale` 1."""
    return tuple(
        Segment.model_validate({"kind": kind, "ms": int(1000 * long * scale)})
        for kind, long in seconds.items()
    )
