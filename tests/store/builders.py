"""Values with defaults, so that a test names only what matters to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from uuid6 import uuid7

from kneeapp.domain.accounts.people import Person, Principal
from kneeapp.domain.areas import Area
from kneeapp.domain.certainty import Certainty
from kneeapp.domain.evidence.life_events import LifeEvent, LifeEventKind
from kneeapp.domain.programme.definitions import ExerciseDose
from kneeapp.domain.programme.training_log import ExerciseDone, Training
from kneeapp.domain.routine.definitions import Choice, Plan, Segment, Step
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus, StepDone
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.domain.safety.closures import EVERYTHING, RELEASE
from kneeapp.domain.safety.findings import Ends, Finding, Urgency
from kneeapp.domain.safety.replies import Allows, Clinician, Reply, ReplyKind
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.domain.sides import Side
from kneeapp.domain.trial.block_trial import BlockTrial, draw_block_trial
from kneeapp.domain.trial.design import Arm, Trial
from kneeapp.domain.trial.design import TrialKind as ArmKind
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.record import people

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

PLAN = Plan(
    routine="release",
    version="1",
    steps=(
        Step(
            kind="release",
            title="Outer hip",
            cue="Lie on your side.",
            spoken="Roll slowly.",
            pose="ball_hip_left",
            segments=(Segment(kind="find", ms=15_000), Segment(kind="work", ms=95_000)),
            area=Area.GLUTEUS_MEDIUS,
            side=Side.LEFT,
            tool="ball",
        ),
        Step(
            kind="stand",
            title="Stand",
            cue="Stand up.",
            spoken="Stand up.",
            pose="stand",
            segments=(Segment(kind="stand", ms=30_000),),
        ),
    ),
)


def a_record(store: Store, identity: UUID | None = None) -> Record:
    person = Person(identity or uuid7(), MONDAY)
    people.ensure_person(store, person)
    return Record(store, person.id, Principal(person.id))


def a_person_of_an_older_version(store: Store) -> UUID:
    """Somebody in a database that lacks the newest migrations."""
    person = uuid7()
    sql = "insert into person (id, created_at, preferences, writes) values ($1, $2, '{}', 0)"
    store.run(lambda q: q(sql, person, MONDAY))
    return person


def a_visit_of_an_older_version(record: Record, day: date) -> None:
    """That somebody looked at the knee, as it was kept before checks were."""
    sql = "insert into knee_seen (person_id, seen_on) values ($1, $2)"
    record.write(lambda q: q(sql, record.person, day))


def a_session(**different: Any) -> Session:
    usual = Session(
        id=uuid7(),
        started_at=MONDAY,
        knee=Side.LEFT,
        test_move="five squats",
        choice=Choice(),
        plan=PLAN,
        before=6,
    )
    return replace(usual, **different)


def finished(session: Session, **different: Any) -> Session:
    usual = replace(
        session,
        status=SessionStatus.SAVED,
        ended_at=session.started_at + timedelta(minutes=20),
        after=3,
        after_at=session.started_at + timedelta(minutes=21),
        steps=(
            StepDone(
                n=0,
                area=Area.GLUTEUS_MEDIUS,
                side=Side.LEFT,
                tool="ball",
                planned_s=95,
                worked_s=95,
                trace=(None, 6, 5, 4),
            ),
        ),
    )
    return replace(usual, **different)


def an_event(seq: int = 0, client: str = "tab", **different: Any) -> Event:
    usual: dict[str, Any] = {
        "kind": EventKind.TENDERNESS,
        "step": 0,
        "elapsed_ms": 1000 * seq,
        "at_ms": int(MONDAY.timestamp() * 1000) + 1000 * seq,
        "value": seq % 11,
    }
    return Event(client=client, seq=seq, **{**usual, **different})


def a_finding(rule: str = "hot_knee", **different: Any) -> Finding:
    usual: dict[str, Any] = {
        "urgency": Urgency.SAME_DAY,
        "reason": "A hot, swollen knee with fever may be an infection.",
        "go": "Be seen today.",
        "closes": EVERYTHING,
        "ends": Ends.CHECK,
        "source": "reference",
        "certainty": Certainty.PRIMARY,
        "group": "danger",
    }
    return Finding(rule=rule, **{**usual, **different})


def a_caution(rule: str = "bleeding", **different: Any) -> Finding:
    usual: dict[str, Any] = {
        "urgency": Urgency.NONE_SEEN,
        "reason": "Pressure can cause bleeding under the skin.",
        "closes": RELEASE,
        "ends": Ends.ANSWER,
        "ask": True,
    }
    return a_finding(rule, **{**usual, **different})


def a_reply(**different: Any) -> Reply:
    usual = Reply(
        id=uuid7(),
        finding="screening:1:hot_knee",
        rule="hot_knee",
        kind=ReplyKind.CHECKED,
        at=MONDAY + timedelta(hours=6),
        by=Clinician.DOCTOR,
        seen_on=MONDAY.date(),
        allows=Allows.BOTH,
    )
    return replace(usual, **different)


def said_later(kind: ReplyKind, **different: Any) -> Reply:
    """What the person says of a finding themselves."""
    return a_reply(kind=kind, by=None, seen_on=None, allows=None, **different)


def a_screening(**different: Any) -> Screening:
    usual = Screening(
        id=uuid7(),
        started_at=MONDAY,
        kind=ScreeningKind.FULL,
        rules_version="1",
        answers={"danger": [], "since": {"weeks": 6}},
        findings=(),
    )
    return replace(usual, **different)


def a_rating(**different: Any) -> Rating:
    return replace(Rating(uuid7(), "knee_day", 4, MONDAY), **different)


def a_life_event(**different: Any) -> LifeEvent:
    return replace(LifeEvent(uuid7(), LifeEventKind.FLARE, MONDAY.date()), **different)


def a_trial_in_blocks(seed: int = 1, arms: tuple[Arm, ...] | None = None) -> BlockTrial:
    """Ball, roller and rest in 30 sessions, or as many of other `arms` as divide it."""
    return draw_block_trial(
        identity=uuid7(),
        knee=Side.LEFT,
        arms=arms or (Arm(ArmKind.BALL), Arm(ArmKind.ROLLER), Arm(ArmKind.REST)),
        sessions=30,
        now=MONDAY,
        consent="1",
        coin=Random(seed),
    )


def a_trial(**different: Any) -> Trial:
    usual = Trial(
        id=uuid7(),
        knee=Side.LEFT,
        asked=Arm(ArmKind.BALL),
        other=Arm(ArmKind.REST),
        drawn_at=MONDAY,
        consent="1",
        heads=(True, False, True, True, False),
    )
    return replace(usual, **different)


def an_exercise_done(**different: Any) -> ExerciseDone:
    dose = ExerciseDose(sets=2, reps=12, tempo_s=3, rest_s=30)
    usual = ExerciseDone("clam", "1", MONDAY.date(), dose, 2, tuple(Side), effort=4, pain=2)
    return replace(usual, **different)


def a_training(**different: Any) -> Training:
    usual = Training(MONDAY.date(), "activate", ("clam", "bridge"), (an_exercise_done(),))
    return replace(usual, **different)


@dataclass(frozen=True)
class Full:
    """A person of whom something of every kind is held."""

    record: Record
    saved: Session
    under_way: Session
    screening: Screening
    rating: Rating
    events: Sequence[Event]
