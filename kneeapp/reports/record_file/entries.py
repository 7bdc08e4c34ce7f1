"""The entries of a record file: what each holds, in which unit and within which bounds."""

from itertools import accumulate
from operator import attrgetter
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.accounts.time_zones import ZoneChange, merged, zone_named
from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.life_events import LONGEST_NOTE, LifeEventKind
from kneeapp.domain.load.day_load import MINUTES_A_DAY, SCALES, LoadKind
from kneeapp.domain.measures import MEASURES
from kneeapp.domain.origin import Origin
from kneeapp.domain.programme.activities import MOST_MINUTES, ActivityKind
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.programme.training_log import BreakWhy
from kneeapp.domain.routine.definitions import Choice
from kneeapp.domain.routine.sessions import TRACE_EVERY_S, SessionStatus, StepDone, StressOff
from kneeapp.domain.routine.spots import MOST_SPOTS, Spot
from kneeapp.domain.routine.timeline import Event
from kneeapp.domain.safety.findings import Finding, inconsistency
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.retests import RETESTED
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.design import FEWEST_PAIRS, MOST_PAIRS, TrialKind
from kneeapp.errors import BadInput
from kneeapp.reports.record_file.values import (
    Day,
    Entry,
    Many,
    Moment,
    Number,
    Rated,
    Small,
    Words,
    each_once,
    in_our_times,
    one_of,
)

MinutesOfADay = Annotated[int, Field(ge=0, le=MINUTES_A_DAY)]


def _known_zone(name: str) -> str:
    try:
        return zone_named(name).key
    except BadInput as error:
        raise ValueError(str(error)) from error


class ZoneEntry(Entry):
    """From `since` on the person lived in `zone`; the first one is assumed for all before it."""

    since: Moment
    zone: Annotated[Words, AfterValidator(_known_zone)]


class PersonEntry(Entry):
    """Whose record it is, as far as the record says."""

    created_at: Moment
    preferences: Preferences
    zones: Annotated[Many[ZoneEntry], each_once(lambda change: change.since)]

    @property
    def zone_changes(self) -> tuple[ZoneChange, ...]:
        """The same as the domain knows them, oldest first."""
        return merged([ZoneChange(change.since, change.zone) for change in self.zones])


class Activity(Entry):
    """One of the person's own activities; `score` 0 cannot do it, 10 as before."""

    name: Words
    score: Rated


Answer = Words | Number | Many[Words] | Many[Activity] | dict[Words, Number]


def _consistent(finding: Finding, info: ValidationInfo) -> Finding:
    if finding.at:
        in_our_times(finding.at, info)
    if fault := inconsistency(finding):
        raise ValueError(fault)
    return finding


Answers = Annotated[dict[Words, Answer], Field(max_length=200)]
Findings = Annotated[Many[Annotated[Finding, AfterValidator(_consistent)]], Field(max_length=200)]


class ScreeningEntry(Entry):
    """One screening; `answers` by the question's id, findings worst first. `known` are answers
    of earlier that still held; it and `cautions` are null where they were not kept yet.
    """

    id: UUID
    started_at: Moment
    finished_at: Moment | None
    kind: ScreeningKind
    rules_version: Words
    answers: Answers
    known: Answers | None
    findings: Findings
    cautions: Findings | None

    @property
    def screening(self) -> Screening:
        """The same as the domain knows it."""
        answers = self.model_dump(mode="json", include={"answers", "known"})
        return Screening(**vars(self) | answers | {"known": answers["known"] or {}})


class ReplyEntry(Entry):
    """One reply to a finding: `finding` names what was replied to, `rule` its rule. Of a check,
    who looked at it, on which day, and what they allowed until when.
    """

    id: UUID
    finding: Words
    rule: Words
    kind: ReplyKind
    replied_at: Moment
    seen_by: Clinician | None
    seen_on: Day | None
    allows: Allows | None
    allowed_until: Day | None

    @property
    def reply(self) -> Reply:
        """The same as the domain knows it; raises BadInput."""
        return Reply(*vars(self).values())  # the same fields in the same order

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        try:
            self.reply  # noqa: B018  it is checked as it is made
        except BadInput as error:
            raise ValueError(str(error)) from error
        return self


class StepEntry(Entry):
    """What was done of one step of the plan: `n` is its place in the plan, from 0."""

    n: Small
    area: Area
    side: Side
    tool: Words
    planned_s: Small
    worked_s: Annotated[Small, Field(description="seconds of attended work")]
    unattended_s: Small
    trace: Annotated[
        Many[Rated | None],
        Field(max_length=10_000, description=f"tenderness every {TRACE_EVERY_S} s of work"),
    ]
    spots: Annotated[
        Many[Spot],
        Field(max_length=MOST_SPOTS, description="none where the clock alone led"),
    ]

    @property
    def done(self) -> StepDone:
        """The same as the domain knows it."""
        return StepDone(**vars(self))


class SessionEntry(Entry):
    """One session; under way it has events, saved it has steps. `plan` counts in `plans`."""

    id: UUID
    started_at: Moment
    ended_at: Moment | None
    status: SessionStatus
    knee: Side
    test_move: Words
    choice: Choice
    plan: Annotated[int, Field(ge=0)]
    pain_before: Rated
    pain_after: Rated | None
    after_at: Moment | None
    late: bool
    stress_off: StressOff | None
    stop_reason: Words | None
    note: Words
    trial_id: UUID | None
    trial_pair: Annotated[int, Field(ge=0, lt=MOST_PAIRS)] | None
    trial_place: Literal[0, 1] | None
    phase: Words | None
    steps: Annotated[Many[StepEntry], each_once(attrgetter("n"))]
    events: Annotated[Many[Event], each_once(attrgetter("client", "seq"))]

    @property
    def relief(self) -> int | None:
        return None if self.pain_after is None else self.pain_before - self.pain_after

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.status is SessionStatus.UNDER_WAY and self.steps:
            raise ValueError("a session under way has events and no steps yet")
        if self.status is SessionStatus.SAVED and self.events:
            raise ValueError("a saved session has steps and no events any more")
        if len({place is None for place in (self.trial_id, self.trial_pair, self.trial_place)}) > 1:
            raise ValueError("trial_id, trial_pair and trial_place belong together")
        return self


class OriginEntry(Entry):
    """The import of another app's diary, the same on all that came with it: `at` is when it was
    taken in, `file` the digest of its file.
    """

    batch: UUID
    at: Moment
    file: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]

    @property
    def origin(self) -> Origin:
        """The same as the domain knows it."""
        return Origin(**dict(self))


class RatingEntry(Entry):
    """One rating beside a session's before and after."""

    id: UUID
    session_id: UUID | None
    measure: Annotated[str, one_of(MEASURES)]
    value: Rated
    taken_at: Moment
    area: Area | None
    side: Side | None
    step: Small | None
    origin: OriginEntry | None


_ROUTINE = TrialKind.ROUTINE
_ARM = f"^({'|'.join(kind for kind in TrialKind if kind is not _ROUTINE)}|{_ROUTINE}:.+)$"


class LookEntry(Entry):
    """A planned analysis after `sessions` of the order: a p up to `limit` ends the trial."""

    sessions: Annotated[int, Field(ge=1, le=2 * MOST_PAIRS)]
    limit: Annotated[float, Field(gt=0, le=0.05)]


class TrialEntry(Entry):
    """One trial. Of `design` 1, `heads` has a sign a pair: 1 `asked` first, 0 `other` first. Of
    `design` 2 it has one a session: 0 `asked`, then those of `also_asked`, and last `other`;
    `blocks` are the sizes of the blocks so far, `looks` the planned analyses. ? lies ahead.
    """

    id: UUID
    knee: Side
    design: Literal[1, 2]
    asked: Annotated[Words, Field(pattern=_ARM)]
    also_asked: Annotated[list[Annotated[Words, Field(pattern=_ARM)]], Field(max_length=2)]
    other: Annotated[Words, Field(pattern=_ARM)]
    drawn_at: Moment
    heads: Annotated[
        str, Field(pattern=r"^[0-3]*\?*$", min_length=FEWEST_PAIRS, max_length=2 * MOST_PAIRS)
    ]
    blocks: Annotated[list[Annotated[int, Field(ge=2, le=40)]], Field(max_length=MOST_PAIRS)]
    looks: Annotated[list[LookEntry], Field(max_length=2)]
    consent: Words
    stopped_at: Moment | None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        arms = (self.asked, *self.also_asked, self.other)
        if len(set(arms)) < len(arms):
            raise ValueError("asked and other are the same")
        if self.stopped_at and "?" in self.heads:
            raise ValueError("the order of a trial that has ended is known")
        if self.design == 1:
            self._check_pairs()
        else:
            self._check_blocks(len(arms))
        return self

    def _check_pairs(self) -> None:
        if self.also_asked or self.blocks or self.looks:
            raise ValueError("a trial in pairs compares two things, without blocks and looks")
        if set(self.heads) - {"0", "1", "?"} or len(self.heads) > MOST_PAIRS:
            raise ValueError("the order of a trial in pairs is a sign a pair, 0, 1 or ?")

    def _check_blocks(self, arms: int) -> None:
        seen = self.heads.rstrip("?")
        if [look.sessions for look in self.looks[-1:]] != [len(self.heads)]:
            raise ValueError("the last look is after the last session")
        if sorted({look.sessions for look in self.looks}) != [look.sessions for look in self.looks]:
            raise ValueError("the looks are in their order")
        if len(self.heads) % arms or any(int(sign) >= arms for sign in seen):
            raise ValueError("the order holds each of what is compared equally often")
        if sum(self.blocks) > len(seen) or (self.stopped_at and sum(self.blocks) < len(seen)):
            raise ValueError("the blocks fit the order as far as it is known")
        for end, size in zip(accumulate(self.blocks), self.blocks, strict=True):
            block = seen[end - size : end]
            if len({block.count(str(arm)) for arm in range(arms)}) > 1:
                raise ValueError("each block holds each of what is compared equally often")


class LifeEventEntry(Entry):
    """What else happened on a day."""

    id: UUID
    kind: LifeEventKind
    happened_on: Day
    note: Annotated[str, Field(max_length=LONGEST_NOTE)]
    origin: OriginEntry | None


class DayLoadEntry(Entry):
    """What the knee carried on a day; null where it was not counted."""

    day: Day
    steps: Annotated[int, Field(ge=0, le=SCALES[LoadKind.STEPS].most)] | None
    floors: Annotated[int, Field(ge=0, le=SCALES[LoadKind.FLOORS].most)] | None
    sitting_min: MinutesOfADay | None
    standing_min: MinutesOfADay | None
    sport_min: MinutesOfADay | None
    training_min: MinutesOfADay | None
    origin: OriginEntry | None

    @model_validator(mode="after")
    def _fits_a_day(self) -> Self:
        if (self.sitting_min or 0) + (self.standing_min or 0) > MINUTES_A_DAY:
            raise ValueError("sitting_min and standing_min are more than a day")
        return self


class ActivityEntry(Entry):
    """A walk, a ride, a run or stairs: ratings are null where not given, `step` is the plan's."""

    id: UUID
    kind: ActivityKind
    day: Day
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    step: Words | None
    effort: Rated | None
    knee_before: Rated | None
    during: Rated | None
    hour_after: Rated | None


class ExerciseEntry(Entry):
    """One exercise as it was done: `n` is its place in the training, from 0."""

    exercise: Words
    n: Small
    programme_version: Words
    dose: ExerciseDose
    sets: Small
    sides: Annotated[Many[Side], Field(max_length=2)]
    effort: Rated | None
    pain: Rated | None


class TrainingEntry(Entry):
    """One session of the programme; `planned` names its exercises."""

    id: UUID
    trained_on: Day
    phase: Words
    planned: Annotated[Many[Words], Field(max_length=100)]
    pain_before: Rated | None
    stopped_at: Moment | None
    stop_reason: Words | None
    exercises: Annotated[Many[ExerciseEntry], each_once(attrgetter("exercise"))]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.stopped_at is None) != (self.stop_reason is None):
            raise ValueError("stopped_at and stop_reason belong together")
        return self


class BreakEntry(Entry):
    """Days without the programme, both ends within; without `last_day` it goes on."""

    first_day: Day
    last_day: Day | None
    why: BreakWhy


class SeenEntry(Entry):
    """A day on which somebody had looked at the knee."""

    seen_on: Day


class TestResultEntry(Entry):
    """One result of a home test; `part` is the side or the activity, empty where there is one."""

    tested_on: Day
    test: Annotated[str, one_of(RETESTED)]
    part: Words
    value: Annotated[float, Field(ge=-1e9, le=1e9)]
