"""Everything that may be saved, for Hypothesis."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from random import Random

from hypothesis import strategies as st
from uuid6 import uuid7

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.areas import Area
from kneeapp.domain.evidence.life_events import LONGEST_NOTE, LifeEvent, LifeEventKind
from kneeapp.domain.load.day_load import DayLoad
from kneeapp.domain.measures import MEASURES
from kneeapp.domain.origin import Origin
from kneeapp.domain.programme.activities import ActivityDone, ActivityKind
from kneeapp.domain.programme.definitions import ExerciseDose, Goal
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.routine.definitions import Choice, Plan, Preset, Segment, Sides, Step, Surface
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone, StressOff
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.domain.safety.closures import EVERYTHING, Closure, Family, Part
from kneeapp.domain.safety.findings import About, Finding, Urgency
from kneeapp.domain.safety.replies import Allows, Clinician, ReplyKind
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.screening.retests import RETESTED, RetestResult
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_trial import draw_block_trial
from kneeapp.domain.trial.design import Arm, Trial
from kneeapp.domain.trial.design import TrialKind as ArmKind
from tests.store.builders import a_finding, a_reply, said_later

ratings_0_10 = st.integers(0, 10)
small = st.integers(0, 2**15 - 1)
texts = st.text(max_size=200)
lines = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80)
new_ids = st.builds(uuid7)
zones = st.integers(-12 * 4, 14 * 4).map(lambda quarter: timezone(timedelta(minutes=15 * quarter)))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=zones | st.just(UTC))  # noqa: DTZ001  bounds are naive by contract

days = st.dates(date(1900, 1, 1), date(2100, 1, 1))

areas = st.sampled_from(Area)
sides = st.sampled_from(Side)

choices = st.builds(
    Choice,
    preset=st.sampled_from(Preset),
    surface=st.sampled_from(Surface),
    routine=lines,
    work_s=st.dictionaries(areas, st.integers(1, 600)),
    bouts=st.dictionaries(areas, st.integers(1, 6)),
    sides=st.none() | st.sampled_from(Sides),
    areas=st.lists(areas, unique=True).map(tuple),
    half_way=st.booleans(),
    by_ease=st.booleans(),
)

segments = st.builds(
    Segment,
    kind=st.sampled_from(["find", "work", "breath", "stand", "rest", "rate"]),
    ms=st.integers(0, 900_000),
)

plan_steps = st.builds(
    Step,
    kind=st.sampled_from(["release", "move", "stand", "rest", "rate"]),
    title=lines,
    cue=lines,
    spoken=lines,
    pose=lines,
    segments=st.lists(segments, max_size=3).map(tuple),
    area=st.none() | areas,
    side=st.none() | sides,
    tool=st.none() | st.sampled_from(["ball", "roller", "body"]),
)

plans = st.builds(
    Plan,
    routine=lines,
    version=lines,
    steps=st.lists(plan_steps, min_size=1, max_size=3).map(tuple),
)

started = st.builds(
    Session,
    id=new_ids,
    started_at=moments,
    knee=sides,
    test_move=texts,
    choice=choices,
    plan=plans,
    before=ratings_0_10,
)

spots = st.builds(
    Spot,
    start_s=small,
    worked_s=small,
    eased=st.booleans(),
    first=st.none() | ratings_0_10,
    highest=st.none() | ratings_0_10,
)

steps_done = st.lists(
    st.builds(
        StepDone,
        n=small,
        area=areas,
        side=sides,
        tool=lines,
        planned_s=small,
        worked_s=small,
        unattended_s=small,
        trace=st.lists(st.none() | ratings_0_10, max_size=60).map(tuple),
        spots=st.lists(spots, max_size=3).map(tuple),
    ),
    max_size=4,
    unique_by=lambda step: step.n,
).map(lambda steps: tuple(sorted(steps, key=lambda step: step.n)))

closing = st.fixed_dictionaries(
    {
        "status": st.just(SessionStatus.SAVED),
        "ended_at": moments,
        "after": st.none() | ratings_0_10,
        "after_at": st.none() | moments,
        "late": st.booleans(),
        "stress_off": st.none() | st.sampled_from(StressOff),
        "stop_reason": st.none() | texts,
        "note": texts,
        "steps": steps_done,
    }
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)

closures = st.lists(
    st.sampled_from(EVERYTHING)
    | st.builds(Closure, st.just(Part.AREA), areas, st.none() | sides)
    | st.sampled_from(Family).map(partial(Closure, Part.EXERCISE))
    | st.sampled_from([Closure(Part.FLOOR), Closure(Part.ROUTINE, "release")]),
    min_size=1,
    unique=True,
).map(tuple)


def some_findings(urgencies: st.SearchStrategy[Urgency]) -> st.SearchStrategy[tuple[Finding, ...]]:
    """Up to three findings of different rules, as a screening keeps them."""
    found = st.builds(
        a_finding,
        rule=st.sampled_from(["a", "b", "c"]),
        urgency=urgencies,
        said=st.text(max_size=80),
        version=texts,
        closes=closures,
        about=st.sampled_from(About),
        ask=st.booleans(),
        at=st.none() | moments,
    )
    return st.lists(found, max_size=3, unique_by=lambda one: one.rule).map(tuple)


screenings = st.builds(
    Screening,
    id=new_ids,
    started_at=moments,
    kind=st.sampled_from(ScreeningKind),
    rules_version=lines,
    answers=st.dictionaries(texts, json_values, max_size=4),
    known=st.dictionaries(texts, json_values, max_size=2),
    findings=some_findings(st.sampled_from([urgency for urgency in Urgency if urgency.blocks])),
    cautions=st.none() | some_findings(st.just(Urgency.NONE_SEEN)),
    finished_at=st.none() | moments,
)

checks = st.builds(
    a_reply,
    id=new_ids,
    finding=texts,
    rule=lines,
    at=moments,
    by=st.sampled_from(Clinician),
    seen_on=st.dates(date(1900, 1, 1), date(1999, 12, 1)),
    allows=st.sampled_from(Allows),
    until=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)

replies = checks | st.builds(
    said_later,
    st.sampled_from([kind for kind in ReplyKind if kind is not ReplyKind.CHECKED]),
    id=new_ids,
    finding=texts,
    rule=lines,
    at=moments,
)

preferences = st.builds(
    Preferences,
    weekly_target=st.integers(1, 14),
    country=texts,
    knee=st.none() | sides,
    test_move=texts,
    choice=st.none() | choices,
    muted=st.booleans(),
    programme_goal=st.none() | st.sampled_from(Goal),
    routine_days=st.lists(st.integers(0, 6), unique=True).map(tuple),
    programme_days=st.lists(st.integers(0, 6), unique=True).map(tuple),
    reminder_at=st.times(),
    later_rating_left=st.none() | st.dates(),
)

origins = st.none() | st.builds(
    Origin,
    batch=new_ids,
    at=moments.map(lambda at: at.astimezone(UTC)),
    file=st.from_regex("[0-9a-f]{16}", fullmatch=True),
)

ratings = st.builds(
    Rating,
    id=new_ids,
    measure=st.sampled_from(sorted(MEASURES)),
    value=ratings_0_10,
    taken_at=moments,
    area=st.none() | areas,
    side=st.none() | sides,
    step=st.none() | small,
    origin=origins,
)


def _amounts(most: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, most)


activities = st.builds(
    ActivityDone,
    id=new_ids,
    kind=st.sampled_from(ActivityKind),
    day=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    minutes=st.integers(1, 600),
    step=st.none() | st.sampled_from(["10", "run 2"]),
    effort=_amounts(10),
    before=_amounts(10),
    during=_amounts(10),
    hour_after=_amounts(10),
)

day_loads = st.builds(
    DayLoad,
    day=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    steps=_amounts(100_000),
    floors=_amounts(300),
    sitting_min=_amounts(720),
    standing_min=_amounts(720),
    sport_min=_amounts(1440),
    training_min=_amounts(1440),
    origin=st.none(),
)

life_events = st.builds(
    LifeEvent,
    id=new_ids,
    kind=st.sampled_from(LifeEventKind),
    on=days,
    note=st.text(max_size=LONGEST_NOTE),
    origin=origins,
)

doses = st.builds(
    ExerciseDose,
    sets=st.integers(1, 6),
    reps=st.integers(1, 30),
    tempo_s=st.integers(2, 20),
    hold_s=st.none() | st.just(1),
    rest_s=st.integers(0, 180),
) | st.builds(
    ExerciseDose, sets=st.integers(1, 6), hold_s=st.integers(1, 120), rest_s=st.integers(0, 180)
)


def trainings() -> st.SearchStrategy[Training]:
    """Each exercise is done on the day of its training."""
    return days.flatmap(
        lambda day: st.builds(
            Training,
            day=st.just(day),
            phase=lines,
            planned=st.lists(lines, max_size=4).map(tuple),
            done=st.lists(
                st.builds(
                    ExerciseDone,
                    exercise=lines,
                    version=lines,
                    day=st.just(day),
                    dose=doses,
                    sets=st.integers(0, 6),
                    sides=st.lists(sides, unique=True).map(tuple),
                    effort=st.none() | ratings_0_10,
                    pain=st.none() | ratings_0_10,
                ),
                max_size=4,
                unique_by=lambda one: one.exercise,
            ).map(tuple),
            before=st.none() | ratings_0_10,
        )
    ).flatmap(_stopped)


def _stopped(training: Training) -> st.SearchStrategy[Training]:
    """The same, run to its end or stopped for a reason."""
    stop = st.builds(partial(replace, training), stopped_at=moments, stop_reason=lines)
    return st.just(training) | stop


home_tests = st.lists(
    st.builds(
        RetestResult,
        test=st.sampled_from(RETESTED),
        day=days,
        value=st.floats(-1e9, 1e9),
        of=lines | st.just(""),
    ),
    max_size=6,
    unique_by=lambda one: (one.test, one.day, one.of),
)

plain_arms = st.sampled_from([kind for kind in ArmKind if kind is not ArmKind.ROUTINE]).map(Arm)
routine_names = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)
arms = plain_arms | st.builds(Arm, st.just(ArmKind.ROUTINE), routine_names)

trials_in_pairs = st.lists(arms, min_size=2, max_size=2, unique=True).flatmap(
    lambda both: st.builds(
        Trial,
        id=new_ids,
        knee=sides,
        asked=st.just(both[0]),
        other=st.just(both[1]),
        drawn_at=moments,
        consent=lines,
        heads=st.lists(st.booleans(), min_size=5, max_size=20).map(tuple),
        closed_at=st.none() | moments,
    )
)

trials_in_blocks = st.builds(
    lambda compared, each, seed, closed_at, **drawn: replace(
        draw_block_trial(arms=compared, sessions=each * len(compared), coin=Random(seed), **drawn),
        closed_at=closed_at,
    ),
    compared=st.lists(arms, min_size=2, max_size=4, unique=True),
    each=st.just(7),
    seed=st.integers(0, 2**32),
    closed_at=st.none() | moments,
    identity=new_ids,
    knee=sides,
    now=moments,
    consent=lines,
)

trials = trials_in_pairs | trials_in_blocks


def events(clients: st.SearchStrategy[str]) -> st.SearchStrategy[Event]:
    """Ratings with their number, all other kinds with any value."""
    place = {
        "client": clients,
        "seq": st.integers(0, 2**31 - 1),
        "step": st.integers(0, 999),
        "elapsed_ms": st.integers(0, 2**31 - 1),
        "at_ms": st.integers(0, 2**53 - 1),
    }
    rated = {EventKind.TENDERNESS, EventKind.RATING}
    return st.builds(Event, kind=st.sampled_from(sorted(rated)), value=ratings_0_10, **place) | (
        st.builds(
            Event,
            kind=st.sampled_from(sorted(set(EventKind) - rated)),
            value=st.none() | ratings_0_10 | st.text(max_size=64),
            **place,
        )
    )
