"""Factory of player events: a simulated player writes them from waits and taps."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import strategies as st

from kneeapp.domain.areas import Area
from kneeapp.domain.routine.definitions import Choice, Plan, Segment, Step
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.routine.timeline import Anchor, Event, EventKind, apply, position
from kneeapp.domain.sides import Side

START_MS = 1_760_000_000_000
STARTED = datetime.fromtimestamp(START_MS / 1000, UTC)


def release(*segments: tuple[str, int], side: Side = Side.LEFT) -> Step:
    """A release step from (kind, seconds) pairs."""
    return Step(
        kind="release",
        title="outer hip",
        cue="Lie on this side.",
        spoken="Ball under the outer hip.",
        pose="ball_left",
        segments=tuple(Segment(kind=kind, ms=seconds * 1000) for kind, seconds in segments),
        area=Area.GLUTEUS_MEDIUS,
        side=side,
        tool="ball",
    )


def a_plan() -> Plan:
    """Two bouts of 60 s on the left, one on the right, then 20 s on the feet."""
    stand = Step(
        kind="stand",
        title="shake",
        cue="Stand up.",
        spoken="Stand up.",
        pose="shake",
        segments=(Segment(kind="stand", ms=20_000),),
    )
    left = release(("find", 10), ("work", 60), ("breath", 5), ("work", 60))
    right = release(("find", 10), ("work", 60), side=Side.RIGHT)
    return Plan(routine="r", version="1", steps=(left, right, stand))


def a_session(**changed: object) -> Session:
    session = Session(
        id=UUID(int=1),
        started_at=STARTED,
        knee=Side.LEFT,
        test_move="squats",
        choice=Choice(),
        plan=a_plan(),
        before=5,
    )
    return replace(session, **changed)  # type: ignore[arg-type]


@dataclass
class Player:
    """Numbers its events and keeps its position, like one page in a browser."""

    plan: Plan = field(default_factory=a_plan)
    client: str = "a"
    now_ms: int = START_MS
    anchor: Anchor = field(default_factory=Anchor)
    events: list[Event] = field(default_factory=list)

    def wait(self, seconds: float) -> "Player":
        """Let time pass; the end of each step is reported when it is reached."""
        before = position(self.plan, self.anchor, self.now_ms).step
        self.now_ms += round(seconds * 1000)
        after = position(self.plan, self.anchor, self.now_ms).step
        for step in range(before, after):
            passed = sum(one.ms for one in self.plan.steps[self.anchor.step : step + 1])
            at_ms = self.anchor.at_ms + passed - self.anchor.elapsed_ms
            self._add(EventKind.STEP_DONE, at_ms, step, self.plan.steps[step].ms, None)
        return self

    def tap(self, kind: EventKind, value: int | str | None = None) -> "Player":
        current = position(self.plan, self.anchor, self.now_ms)
        event = self._add(kind, self.now_ms, current.step, current.elapsed_ms, value)
        self.anchor = apply(self.plan, self.anchor, event)
        return self

    def back_after(self, seconds: float, *, kept_rolling: bool) -> "Player":
        """Return after an absence and answer whether the person went on rolling."""
        left = position(self.plan, self.anchor, self.now_ms)
        event = self._add(EventKind.PAUSE, self.now_ms, left.step, left.elapsed_ms, None)
        self.now_ms += round(seconds * 1000)
        current = position(self.plan, self.anchor, self.now_ms) if kept_rolling else left
        self.anchor = apply(self.plan, self.anchor, event)
        value = "kept_rolling" if kept_rolling else None
        event = self._add(EventKind.RESUME, self.now_ms, current.step, current.elapsed_ms, value)
        self.anchor = apply(self.plan, self.anchor, event)
        return self

    def _add(
        self, kind: EventKind, at_ms: int, step: int, elapsed_ms: int, value: int | str | None
    ) -> Event:
        event = Event(
            client=self.client,
            seq=len(self.events),
            kind=kind,
            step=step,
            elapsed_ms=elapsed_ms,
            at_ms=at_ms,
            value=value,
        )
        self.events.append(event)
        return event


_taps = st.sampled_from(["toggle", "skip", "back", "rate", "away", "away_rolling"])


@st.composite
def plays(draw: st.DrawFn) -> Player:
    """A session played at random: taps with waits of up to 80 s between them."""
    player = Player().tap(EventKind.START)
    for tap, seconds in draw(st.lists(st.tuples(_taps, st.integers(0, 80)), max_size=25)):
        player.wait(seconds)
        if position(player.plan, player.anchor, player.now_ms).done(player.plan):
            break
        if tap.startswith("away"):
            if player.anchor.running:
                player.back_after(seconds + 61, kept_rolling=tap.endswith("rolling"))
        elif tap == "toggle":
            player.tap(EventKind.PAUSE if player.anchor.running else EventKind.RESUME)
        elif tap == "rate":
            player.tap(EventKind.TENDERNESS, draw(st.integers(0, 10)))
        else:
            player.tap(EventKind(tap))
    return player
