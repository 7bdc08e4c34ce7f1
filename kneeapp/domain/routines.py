"""A routine as content declares it, and the plan one session makes of it."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kneeapp.domain.sides import Side

Seconds = Annotated[int, Field(ge=0, le=900)]
Text = Annotated[str, Field(min_length=1, max_length=400)]


class Content(BaseModel):
    """A frozen value read from a content file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Area(StrEnum):
    """A place the routine works on."""

    GLUTEUS_MEDIUS = "gluteus_medius"
    ILIOTIBIAL_BAND = "iliotibial_band"

    @property
    def label(self) -> str:
        return AREA_LABELS[self]

    @property
    def place(self) -> str:
        """The label without the muscle, for where room is short."""
        return self.label.split(" (")[0]


AREA_LABELS = {
    Area.GLUTEUS_MEDIUS: "Outer hip (gluteus medius)",
    Area.ILIOTIBIAL_BAND: "Outer thigh (iliotibial band)",
}


class Surface(StrEnum):
    FLOOR = "floor"
    WALL = "wall"


class Preset(StrEnum):
    FULL = "full"
    SORE_SIDE = "sore_side"
    SHORT = "short"


class Dose(Content):
    """How long one area is worked on, on one side.

    Three bouts of about 95 s with a breath between stay inside the 30-120 s a
    bout of Behm 2020 (JSCR 34:3301) [V]; see docs/sources.md.
    """

    find_s: Seconds
    bouts: Annotated[int, Field(ge=1, le=6)]
    bout_s: Annotated[int, Field(ge=1, le=300)]
    breath_s: Seconds

    @property
    def work_s(self) -> int:
        return self.bouts * self.bout_s


class Picture(Content):
    """What one step looks like and says, on one surface."""

    pose: Text
    cue: Text


class AreaPart(Content):
    """One area of the routine: its tool, its doses and how it is done."""

    area: Area
    tool: Literal["ball", "roller"]
    title: Text
    spoken: Text
    doses: dict[Preset, Dose]
    floor: Picture
    wall: Picture


class StandPart(Content):
    """A timed step on the feet after the release: stand, shake, walk."""

    id: Text
    title: Text
    spoken: Text
    seconds: Annotated[int, Field(ge=1, le=300)]
    picture: Picture


class Routine(Content):
    """An ordered routine with its phrases; `version` is kept with each session."""

    id: Text
    version: Text
    title: Text
    areas: Annotated[tuple[AreaPart, ...], Field(min_length=1)]
    standing: tuple[StandPart, ...]
    phrases: dict[str, Text]


class Choice(BaseModel):
    """What a person picked for one session."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    preset: Preset = Preset.FULL
    surface: Surface = Surface.FLOOR
    work_s: dict[Area, Annotated[int, Field(ge=1, le=600)]] = {}
    """Counted seconds an area and side where the person changed the preset's."""


class Segment(BaseModel):
    """A stretch of a step: only `work` is counted as release."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["find", "work", "breath", "stand"]
    ms: Annotated[int, Field(ge=0)]


class Step(BaseModel):
    """One thing to do in a session; `pose` names the picture that shows it."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["release", "stand"]
    title: str
    cue: str
    spoken: str
    pose: str
    segments: tuple[Segment, ...]
    area: Area | None = None
    side: Side | None = None
    tool: str | None = None

    @property
    def ms(self) -> int:
        return sum(segment.ms for segment in self.segments)

    @property
    def work_ms(self) -> int:
        return sum(segment.ms for segment in self.segments if segment.kind == "work")


class Plan(BaseModel):
    """The steps of one session, fixed at its start and stored with it."""

    model_config = ConfigDict(frozen=True)

    routine: str
    version: str
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @property
    def ms(self) -> int:
        return sum(step.ms for step in self.steps)


def plan(
    routine: Routine, choice: Choice, knee: Side, avoid: frozenset[tuple[Area, Side]] = frozenset()
) -> Plan:
    """The steps for a sore `knee`: each area on the sore side first, then the other, then standing.

    `avoid` holds the (area, side) pairs that a caution takes out.
    """
    sides = (knee,) if choice.preset is Preset.SORE_SIDE else (knee, knee.other)
    release = [
        _release(part, side, choice)
        for part in routine.areas
        for side in sides
        if (part.area, side) not in avoid
    ]
    standing = [
        Step(
            kind="stand",
            title=part.title,
            cue=part.picture.cue,
            spoken=part.spoken,
            pose=part.picture.pose,
            segments=(Segment(kind="stand", ms=part.seconds * 1000),),
        )
        for part in routine.standing
    ]
    return Plan(routine=routine.id, version=routine.version, steps=(*release, *standing))


def dose(part: AreaPart, choice: Choice) -> Dose:
    """The preset's dose, or the person's own seconds split into as many bouts."""
    preset = part.doses[choice.preset]
    own = choice.work_s.get(part.area)
    if own is None or own == preset.work_s:
        return preset
    bouts = max(1, round(own / preset.bout_s))
    return preset.model_copy(update={"bouts": bouts, "bout_s": max(1, round(own / bouts))})


def _release(part: AreaPart, side: Side, choice: Choice) -> Step:
    given = dose(part, choice)
    segments = [Segment(kind="find", ms=given.find_s * 1000)]
    for bout in range(given.bouts):
        if bout:
            segments.append(Segment(kind="breath", ms=given.breath_s * 1000))
        segments.append(Segment(kind="work", ms=given.bout_s * 1000))
    picture = part.wall if choice.surface is Surface.WALL else part.floor
    return Step(
        kind="release",
        title=part.title,
        cue=picture.cue,
        spoken=part.spoken.format(side=side.value),
        pose=f"{picture.pose}_{side.value}",
        segments=tuple(segments),
        area=part.area,
        side=side,
        tool=part.tool,
    )
