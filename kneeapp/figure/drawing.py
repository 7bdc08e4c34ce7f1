"""Drawing of a pose as SVG: body, props and marks, animated by CSS."""

from collections.abc import Callable
from itertools import groupby
from zlib import crc32

from kneeapp.domain.routine.poses import Layer, Pose, View
from kneeapp.domain.sides import Side
from kneeapp.figure import body, marks, props
from kneeapp.figure.body import Piece
from kneeapp.figure.motion import Movement, movement
from kneeapp.figure.palette import DrawingPalette, palette
from kneeapp.figure.shapes import element, light, number, numbers, svg

LEGS: tuple[Layer, Layer] = ("other_leg", "leg")
FONT = "font:600 7.4px system-ui,-apple-system,'Segoe UI',sans-serif"


def draw(
    pose: Pose,
    *,
    side: Side | None = None,
    dark: bool = False,
    pace_s: float = 4.0,
    still: bool = False,
) -> str:
    """The pose as SVG: the right side as declared, the left one mirrored; a badge names the side.

    `pace_s` is the time of one pass in seconds, where the pose has none. `still` leaves all
    movement out: in an <img> the reduced-motion rule of an SVG has no effect, so that the page
    needs a second drawing for people who want no motion.
    """
    drawn = pose
    if still:
        frame = pose.keyframes[pose.still]
        drawn = pose.model_copy(update={"keyframes": (frame,), "still": 0})
    paint = palette(dark=dark)
    prefix = unique(drawn, side, dark, pace_s)
    motion = movement(drawn, pace_s)
    figure = _Figure(pose, motion, paint, prefix)
    mirrored = side is Side.LEFT
    flip = f"translate({number(pose.sheet[0])} 0) scale(-1 1)" if mirrored else ""
    return svg(
        light(f"{prefix}glow", paint.glow)
        + _panel(pose, paint)
        + element("g", figure.scene(), transform=flip)
        + figure.texts(side if pose.sided else None, mirrored=mirrored),
        numbers(0, pose.below - pose.sheet[1], *pose.sheet),
        title=pose.title,
        alt=pose.described(side),
        prefix=prefix,
        style=_style(prefix, motion),
    )


def unique(*drawn: object) -> str:
    """A class name for one drawing; drawings of different content on one page get different ones.

    Inline SVGs share the page's styles and ids, so that each drawing needs its own prefix. It is
    a checksum rather than a counter, so that the same drawing has the same markup in each run.
    """
    return f"f{crc32(repr(drawn).encode()) % 36**4:x}"


def _panel(pose: Pose, paint: DrawingPalette) -> str:
    return element(
        "rect",
        y=pose.below - pose.sheet[1],
        width=pose.sheet[0],
        height=pose.sheet[1],
        fill=paint.variables["panel"],
    )


def _style(prefix: str, motion: Movement) -> str:
    """The CSS: the text, one animation per moving part, and none with reduced motion."""
    rules = [f".{prefix} text{{{FONT}}}"]
    moving = [part for part in motion.moments[0] if motion.moves(part)]
    if moving:
        way = " alternate" if motion.there_and_back else ""
        rules.append(f".{prefix} g{{animation:{number(motion.seconds)}s linear infinite{way}}}")
        rules += [_animation(prefix, part, motion) for part in moving]
        rules.append(
            f"@media (prefers-reduced-motion:reduce){{.{prefix} g{{animation:none!important}}}}"
        )
    return "".join(rules)


def _animation(prefix: str, part: str, motion: Movement) -> str:
    """The CSS of one part: its position at rest, and its keyframes."""
    (rest, places), short = motion.css(part), _short(part)
    stops = "".join(
        f"{number(share * 100)}%{{transform:{place}}}"
        for share, place in zip(motion.shares, places, strict=True)
    )
    return (
        f".{prefix} .{short}{{transform:{rest};animation-name:{prefix}{short}}}"
        f"@keyframes {prefix}{short}{{{stops}}}"
    )


def _short(part: str) -> str:
    """A part's name in few letters, to keep drawings small: other_leg_upper becomes olu."""
    return "".join(word[0] for word in part.split("_")) if "_" in part else part[:2]


class _Figure:
    """The pieces of one drawing, each in a group that moves with its part."""

    def __init__(self, pose: Pose, motion: Movement, paint: DrawingPalette, prefix: str) -> None:
        self._pose, self._motion, self._paint, self._prefix = pose, motion, paint, prefix

    def scene(self) -> str:
        """Ground, props, body, glow and marks, back to front."""
        pose, paint = self._pose, self._paint
        fixed = [item for item in pose.marks if item.part is None and item.kind != "words"]
        return (
            props.ground(pose, paint)
            + "".join(props.prop(item, paint) for item in pose.props)
            + "".join(self._layer(layer) for layer in pose.layers[:-1])
            + "".join(
                self._moving(item.part, marks.glow(item, f"{self._prefix}glow"))
                for item in pose.glow
            )
            + self._band()
            + self._layer(pose.layers[-1])
            + "".join(
                self._moving(item.part or "", marks.mark_shape(item, paint, y=1))
                for item in pose.marks
                if item.part
            )
            + "".join(marks.mark_shape(item, paint) for item in fixed)
        )

    def _band(self) -> str:
        """The elastic band, which is round both legs."""
        pose, paint = self._pose, self._paint
        if pose.band is None:
            return ""
        cuffs = (self._moving(f"{leg}_lower", props.cuff(pose.band, paint)) for leg in LEGS)
        return self._moving("band", props.band(paint)) + "".join(cuffs)

    def texts(self, side: Side | None, *, mirrored: bool) -> str:
        """Labels and the side's badge, outside what is mirrored."""
        pose = self._pose
        labels = [item for item in pose.marks if item.kind == "words"]
        drawn = "".join(
            marks.label(item, self._paint, width=pose.sheet[0], mirrored=mirrored)
            for item in labels
        )
        if side is None:
            return drawn
        place = 26.0 if mirrored else pose.sheet[0] - 26
        top = pose.below - pose.sheet[1] + 5
        return drawn + marks.badge(side.value.upper(), self._paint, x=place, top=top)

    def _layer(self, layer: Layer) -> str:
        pose, paint = self._pose, self._paint
        if layer == "head":
            return self._moving("head", body.head(pose.face or pose.view, paint))
        if layer == "tool":
            return self._moving("tool", props.tool(pose.tool, paint)) if pose.tool else ""
        if layer == "torso":
            return self._torso()
        if layer in ("arm", "other_arm"):
            return self._outlined(body.arm(layer, paint, far=self._far(layer)))
        return self._leg(layer) if self._far(layer) else ""

    def _far(self, layer: Layer) -> bool:
        """Whether a limb lies behind the trunk, and is drawn darker."""
        layers = self._pose.layers
        return not self._pose.upright_front and layers.index(layer) < layers.index("torso")

    def _torso(self) -> str:
        """The trunk and the near legs as one shape with a common outline."""
        near = [leg for leg in LEGS if not self._far(leg)]
        pieces = body.trunk(self._pose.turn, self._paint)
        pieces += [piece for leg in near for piece in self._leg_pieces(leg)]
        hem = self._moving("pelvis", body.hem(self._pose.turn, self._paint))
        return self._outlined(pieces) + "".join(self._soles(leg) for leg in near) + hem

    def _leg(self, layer: Layer) -> str:
        return self._outlined(self._leg_pieces(layer)) + self._soles(layer)

    def _leg_pieces(self, layer: Layer) -> list[Piece]:
        front = self._pose.view == "front"
        return body.leg(layer, self._foot(layer), self._paint, front=front, far=self._far(layer))

    def _soles(self, layer: Layer) -> str:
        return self._moving(
            f"{layer}_end", element("path", d=body.sole(self._foot(layer)), fill=self._paint.sole)
        )

    def _foot(self, layer: Layer) -> View:
        declared = self._pose.foot if layer == "leg" else self._pose.other_foot
        return declared or self._pose.view

    def _outlined(self, pieces: list[Piece]) -> str:
        """Pieces with one thin outline around all of them, not around each.

        All outlines are drawn first and all fills over them: only the outer half of each
        outline stays visible, and none where two pieces overlap.
        """
        line = element(
            "g",
            self._grouped(pieces, lambda piece: element("path", d=piece.path)),
            stroke=self._paint.line,
            stroke_width=1.1,
            stroke_linejoin="round",
        )
        return line + self._grouped(
            pieces, lambda piece: element("path", d=piece.path, fill=piece.fill)
        )

    def _grouped(self, pieces: list[Piece], drawn: Callable[[Piece], str]) -> str:
        """The drawn pieces; neighbouring pieces of one part share one group."""
        return "".join(
            self._moving(part, "".join(drawn(piece) for piece in run))
            for part, run in groupby(pieces, key=lambda piece: piece.part)
        )

    def _moving(self, part: str, content: str) -> str:
        """`content` at the position of its part, moving with it."""
        if self._motion.moves(part):
            return element("g", content, class_=_short(part))
        return element("g", content, transform=self._motion.still(part))
