"""A short plan, its phrases and placeholder drawings."""

from kneeapp.domain.routines import Area, Plan, Segment, Step
from kneeapp.domain.sides import Side

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


def short_plan(scale: float) -> Plan:
    """Four steps: two of the ball, one of the roller, one standing; `scale` 1 is 100 s a step."""
    return Plan(
        routine="glute_itb",
        version="test",
        steps=(
            _release("ball", Side.LEFT, Area.GLUTEUS_MEDIUS, "Outer hip", scale),
            _release("ball", Side.RIGHT, Area.GLUTEUS_MEDIUS, "Outer hip", scale),
            _release("roller", Side.LEFT, Area.ILIOTIBIAL_BAND, "Outer thigh", scale),
            Step(
                kind="stand",
                title="Stand and shake",
                cue="Stand up slowly. Shake out each leg, then take a few steps.",
                spoken="Stand up slowly and shake out each leg.",
                pose="shake",
                segments=(Segment(kind="stand", ms=int(20_000 * scale)),),
            ),
        ),
    )


def _release(tool: str, side: Side, area: Area, title: str, scale: float) -> Step:
    lengths = (("find", 10), ("work", 40), ("breath", 10), ("work", 40))
    return Step(
        kind="release",
        title=title,
        cue=(
            "Start with a tennis ball, on the fleshy part below the rim of the hip bone and "
            "above the bony bump. Tingling or numbness: move off."
        ),
        spoken=f"{side.value.capitalize()} side. {tool.capitalize()} under the {title.lower()}.",
        pose=f"{tool}_{side.value}",
        segments=tuple(Segment(kind=kind, ms=int(s * 1000 * scale)) for kind, s in lengths),
        area=area,
        side=side,
        tool=tool,
    )
