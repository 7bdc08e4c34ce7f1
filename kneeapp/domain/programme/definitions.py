"""The strengthening programme as declared in the content file: phases, exercises, doses."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from kneeapp.domain.certainty import Certainty
from kneeapp.domain.content_model import Content, Text
from kneeapp.domain.formats import counted
from kneeapp.domain.labelled_enum import LabelledEnum
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.screening.questions import Name
from kneeapp.domain.sides import Side
from kneeapp.errors import NotFound


class Trains(LabelledEnum):
    """What an exercise trains; a session takes a number of exercises of each kind."""

    THIGH = "thigh", "Thigh"
    HIP = "hip", "Hip"
    LOWER_LEG = "lower_leg", "Calf and ankle"
    BALANCE = "balance", "Balance"
    STRETCH = "stretch", "Stretch"


class Goal(LabelledEnum):
    """What the last phase leads back to."""

    DAILY_LIFE = "daily_life", "Daily life"
    RUNNING = "running", "Running or sport"


class Equipment(StrEnum):
    """Equipment that an exercise needs."""

    MAT = "mat"
    CHAIR = "chair"
    TABLE = "table"
    WALL = "wall"
    STEP = "step"
    BAND = "band"
    TOWEL = "towel"


MOST_SETS = 6
MOST_REPS = 30


class Load(Content):
    """The load of one side: a rung of the ladder, and its weight where it has several."""

    rung: Name
    kilos: Annotated[float, Field(gt=0, le=100)] | None = None
    side: Side | None = None


class Kilos(Content):
    """The weights of a rung, from `first` to `last` by steps of `by`."""

    first: Annotated[float, Field(gt=0, le=100)]
    last: Annotated[float, Field(gt=0, le=100)]
    by: Annotated[float, Field(gt=0, le=20)]

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.last < self.first or (self.last - self.first) % self.by:
            raise ValueError("steps of by have to lead from first to last")
        return self

    @property
    def weights(self) -> tuple[float, ...]:
        count = round((self.last - self.first) / self.by) + 1
        return tuple(self.first + n * self.by for n in range(count))


class Rung(Content):
    """One rung of a load ladder; `words` with {kilos} where it has weights."""

    id: Name
    words: Text
    after: Name | None = None
    """The next lighter rung; the lightest has none."""
    start: bool = False
    """Where everybody begins, and what the exercise was before it had a ladder."""
    kilos: Kilos | None = None
    family: Family | None = None
    """The kind of load from this rung on, where it is another than the exercise's."""

    @model_validator(mode="after")
    def _says_kilos(self) -> Self:
        if (self.kilos is not None) is not ("{kilos}" in self.words):
            raise ValueError("kilos and {kilos} in words belong together")
        return self


class ExerciseDose(Content):
    """The dose of one exercise in a session; for a sided exercise, on each side.

    Each repetition takes `tempo_s` seconds, including its hold; a dose without repetitions is
    held for `hold_s` once per set.
    """

    sets: Annotated[int, Field(ge=1, le=MOST_SETS)]
    reps: Annotated[int, Field(ge=1, le=MOST_REPS)] | None = None
    tempo_s: Annotated[int, Field(ge=1, le=20)] | None = None
    hold_s: Annotated[int, Field(ge=1, le=120)] | None = None
    rest_s: Annotated[int, Field(ge=0, le=180)]
    loads: tuple[Load, ...] = ()
    """With what it is done, for a sided exercise on each side; empty without a ladder, and in
    what was done before there were ladders."""

    @model_validator(mode="after")
    def _countable(self) -> Self:
        if self.reps is None and self.hold_s is None:
            raise ValueError("it needs reps with a tempo_s, or hold_s")
        if (self.reps is None) is not (self.tempo_s is None):
            raise ValueError("reps and tempo_s belong together")
        if self.tempo_s and self.hold_s and self.hold_s >= self.tempo_s:
            raise ValueError("hold_s is a part of tempo_s and has to be shorter")
        return self

    @property
    def set_s(self) -> int:
        """Seconds of one set."""
        return self.reps * self.tempo_s if self.reps and self.tempo_s else self.hold_s or 0

    @property
    def text(self) -> str:
        """The dose in a few words, for the page and for speech."""
        if not self.reps:
            return f"{counted(self.sets, 'hold')} of {self.hold_s} seconds"
        held = f", each held {self.hold_s} seconds" if self.hold_s else ""
        return f"{counted(self.sets, 'set')} of {self.reps}{held}"

    def halved(self) -> "ExerciseDose":
        """The same with half the sets, rounded up."""
        return self.model_copy(update={"sets": (self.sets + 1) // 2})


class Variant(Content):
    """An easier or harder version: another exercise, or a text on this one."""

    exercise: Name | None = None
    words: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.exercise is None) is (self.words is None):
            raise ValueError("give either exercise or words")
        return self


class ExerciseCaution(Content):
    """What a caution of the screening changes about an exercise."""

    caution: Name
    leave_out: bool = False
    words: Text


class Exercise(Content):
    """One exercise with its texts, dose and pose."""

    id: Name
    title: Text
    purpose: Text
    trains: Trains
    family: Family
    """The kind of load: findings close whole families."""
    phases: Annotated[tuple[Name, ...], Field(min_length=1)]
    drivers: tuple[Name, ...] = ()
    """The ids of the drivers of the screening that it trains for, the main one first."""
    kinds: tuple[Name, ...] = ()
    """The ids of the kinds of knee pain for which it is among what comes first."""
    dose: ExerciseDose
    ladder: tuple[Rung, ...] = ()
    """How it gets heavier; a stretch has none."""
    days_a_week: Annotated[int, Field(ge=1, le=7)]
    """The most days a week on which it is done."""
    cue: Text
    mistake: Text
    hold_on: Text | None = None
    """How to do it with a hold; every standing exercise has it."""
    easier: Variant
    harder: Variant
    cautions: tuple[ExerciseCaution, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    sided: bool
    pose: Text
    source: Text
    certainty: Certainty
    """Evidence grade of the dose, as in docs/sources.md."""


class Phase(Content):
    """A stage of the programme; `gate` is the text on what the next stage requires."""

    id: Name
    title: Text
    aim: Text
    gate: Text
    sessions_a_week: Annotated[int, Field(ge=1, le=7)]
    session: Annotated[dict[Trains, Annotated[int, Field(ge=1, le=4)]], Field(min_length=1)]
    """The number of exercises of each kind in one session, in this order."""
    load: Family
    """The heaviest kind of load that the aim asks for."""
    anchors: dict[Trains, Annotated[tuple[Name, ...], Field(min_length=1)]]
    """The exercises that stand for the aim, by kind, the usual one first: each session has one."""
    goals: dict[Goal, Text] = Field(default_factory=dict)
    """What a goal adds to this phase."""


class Programme(Content):
    """The whole programme; `version` is stored with everything that is done."""

    version: Text
    hold_on_for: tuple[Name, ...] = ()
    """The cautions of the screening with which standing exercises are done with a hold."""
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    exercises: Annotated[tuple[Exercise, ...], Field(min_length=1)]
    phrases: dict[str, Text]
    """Phrases of the player by key."""

    def phase(self, phase_id: str) -> Phase:
        """The phase of that id; raises NotFound where there is none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise NotFound(f"The programme has no phase {phase_id!r}. Please reload the page.")

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise of that id; raises NotFound where there is none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise NotFound(f"The programme has no exercise {exercise_id!r}. Please reload the page.")

    def of(self, phase_id: str) -> tuple[Exercise, ...]:
        """The exercises of a phase in the order of the file."""
        return tuple(exercise for exercise in self.exercises if phase_id in exercise.phases)
