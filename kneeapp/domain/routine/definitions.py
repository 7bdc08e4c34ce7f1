"""Routines as declared in content files, a person's choice, and the plan of a session."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kneeapp.domain.areas import Area
from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.model import Model
from kneeapp.domain.sides import Side

Seconds = Annotated[int, Field(ge=0, le=900)]


class Surface(StrEnum):
    FLOOR = "floor"
    WALL = "wall"


class Preset(StrEnum):
    FULL = "full"
    SORE_SIDE = "sore_side"
    SHORT = "short"


class Ball(LabelledEnum):
    """What a muscle is pressed with, the softest first."""

    TENNIS = "tennis", "tennis ball"
    SOFTBALL = "softball", "softball"
    HARD = "hard", "hard ball"


class Sides(StrEnum):
    """Which sides are worked on and in what order, relative to the sore knee."""

    SORE_FIRST = "sore_first"
    OTHER_FIRST = "other_first"
    SORE_ONLY = "sore_only"
    OTHER_ONLY = "other_only"

    def of(self, knee: Side) -> tuple[Side, ...]:
        """The sides in order for a sore `knee`."""
        return {
            Sides.SORE_FIRST: (knee, knee.other),
            Sides.OTHER_FIRST: (knee.other, knee),
            Sides.SORE_ONLY: (knee,),
            Sides.OTHER_ONLY: (knee.other,),
        }[self]


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

    @property
    def in_one_bout(self) -> "Dose":
        """As much work without a breath between."""
        return self.model_copy(update={"bouts": 1, "bout_s": self.work_s})


class StepPicture(Content):
    """The picture and the instruction of one step, on one surface."""

    pose: Text
    cue: Text
    """In the cue of a ball, `{ball}` stands for the one that was chosen."""
    weight: Text | None = None
    """How the weight is shared and added, said once the place is named."""


class Rationale(Content):
    """Why something of a step is done as it is, and where that comes from."""

    text: Text
    source: Text
    certainty: Certainty


class AreaPart(Content):
    """One area of the routine: its tool, its doses and how it is done."""

    area: Area
    tool: Literal["ball", "roller", "body"]
    """`body` moves or stretches without pressing on anything; no tenderness is asked."""
    title: Text
    spoken: Text
    """In it `{side}` stands for the side and `{ball}` for the ball that was chosen."""
    rationales: tuple[Rationale, ...] = ()
    doses: dict[Preset, Dose]
    floor: StepPicture
    wall: StepPicture

    def picture(self, surface: Surface) -> StepPicture:
        return self.wall if surface is Surface.WALL else self.floor

    def said(self, side: Side, ball: Ball, surface: Surface) -> str:
        """What is said as the step begins: the place, and how the weight is shared there."""
        words = self.spoken.format(side=side.value, ball=ball.label)
        return " ".join(filter(None, (words, self.picture(surface).weight)))


class StandPart(Content):
    """A timed step without a place to work on: stand, shake, walk, or rest."""

    id: Text
    kind: Literal["stand", "rest"] = "stand"
    title: Text
    spoken: Text
    seconds: Annotated[int, Field(ge=1, le=900)]
    picture: StepPicture


class HalfWayPart(Content):
    """The knee rated between two areas on a test day; it can be skipped."""

    title: Text
    spoken: Text
    seconds: Annotated[int, Field(ge=30, le=300)]
    picture: StepPicture


class Routine(Content):
    """An ordered routine with its phrases; `version` is kept with each session."""

    id: Text
    version: Text
    title: Text
    why: Text | None = None
    """What it tries, and how sure that is."""
    first: Text | None = None
    """What to do before it, where it is not the first thing to try."""
    cautions: tuple[Text, ...] = ()
    source: Text | None = None
    """Where places and doses come from, and by `certainty` how they were come by."""
    certainty: Certainty | None = None
    areas: tuple[AreaPart, ...] = ()
    half_way: HalfWayPart | None = None
    standing: tuple[StandPart, ...] = ()
    phrases: dict[str, Text]

    @model_validator(mode="after")
    def _has_steps(self) -> Self:
        if not self.areas and not self.standing:
            raise ValueError("a routine needs areas or a standing step")
        return self


class Choice(Model):
    """What a person picked for one session; what is empty is as the content has it."""

    routine: str = "release"
    preset: Preset = Preset.FULL
    surface: Surface = Surface.FLOOR
    work_s: dict[Area, Annotated[int, Field(ge=1, le=600)]] = Field(default_factory=dict)
    """Counted seconds an area and side where the person changed the preset's."""
    bouts: dict[Area, Annotated[int, Field(ge=1, le=6)]] = Field(default_factory=dict)
    sides: Sides | None = None
    areas: Annotated[tuple[Area, ...], Field(fail_fast=True)] = ()
    """Which areas, in this order."""
    half_way: bool = False
    """Whether the knee is rated between two areas (a test day)."""
    by_ease: bool = False
    """Whether a spot is left when it has eased; else the clock alone leads."""
    ball: Ball = Ball.TENNIS
    """The ball, where the routine presses with one."""


class Segment(Model):
    """A stretch of a step: only `work` is counted as release."""

    kind: Literal["find", "work", "breath", "stand", "rest", "rate"]
    ms: Annotated[int, Field(ge=0)]


class Step(Model):
    """One thing to do in a session; `pose` names the picture that shows it."""

    kind: Literal["release", "move", "stand", "rest", "rate", "exercise"]
    title: str
    cue: str
    spoken: str
    pose: str
    segments: Annotated[tuple[Segment, ...], Field(fail_fast=True)]
    area: Area | None = None
    side: Side | None = None
    tool: str | None = None
    exercise: str | None = None
    """The exercise of the programme that is done, or rated."""
    reps: int | None = None
    tempo_ms: int | None = None
    hold_ms: int | None = None
    """Repetitions in each work segment, and what one takes; without reps it is held."""
    load: str | None = None
    kilos: float | None = None
    """The rung of the exercise's load ladder, and its weight."""
    measure: str | None = None
    """What a step of kind rate asks; without it the knee half way."""
    by_ease: bool = False
    """Whether its spots are left when they have eased: it has one segment of work."""

    @property
    def ms(self) -> int:
        return sum(segment.ms for segment in self.segments)

    @property
    def work_ms(self) -> int:
        return sum(segment.ms for segment in self.segments if segment.kind == "work")


class Plan(Model):
    """The steps of one session, fixed at its start and stored with it."""

    routine: str
    version: str
    steps: Annotated[tuple[Step, ...], Field(min_length=1, fail_fast=True)]

    @property
    def ms(self) -> int:
        return sum(step.ms for step in self.steps)

    @property
    def needs_ball(self) -> bool:
        return any(step.tool == "ball" for step in self.steps)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The areas in the order they are worked on."""
        return tuple(dict.fromkeys(step.area for step in self.steps if step.area))
