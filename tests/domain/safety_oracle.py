"""What must be closed, worked out act by act as a journey goes: no copy of the status.

The status folds the whole record at one moment; this follows the acts in the order in which they
were done, and keeps for each saying what has become of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from kneeapp.domain.safety.closures import Closure, Part
from kneeapp.domain.safety.findings import Finding, Urgency
from kneeapp.domain.safety.replies import Allows, Reply

TWO_HOURS, TEN_MINUTES, TWELVE_WEEKS = (
    timedelta(hours=2),
    timedelta(minutes=10),
    timedelta(weeks=12),
)
HALF_A_YEAR = timedelta(weeks=26)
TRAINING = {Part.EXERCISE, Part.PROGRAMME}


@dataclass
class Saying:
    """One saying: when, about which injury, and what has become of it."""

    finding: Finding
    key: str
    at: datetime
    injury_on: date | None = None
    asked_since: datetime | None = None
    over: bool = False
    check: Reply | None = None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        self.asked_since = self.at


@dataclass
class Oracle:
    """All sayings and checks so far. Days are those of UTC."""

    sayings: list[Saying] = field(default_factory=list)
    checks: list[Reply] = field(default_factory=list)
    lists: dict[UUID, tuple[datetime, set[str], set[str]]] = field(default_factory=dict)
    """When a list was begun, the questions that it answered, and the rules it ever raised."""

    def of(self, rule: str) -> list[Saying]:
        return [
            saying for saying in self.sayings if saying.finding.rule == rule and not saying.over
        ]

    # ------------------------------------------------------------ acts

    def say(self, finding: Finding, key: str, at: datetime, injury_on: date | None) -> None:
        """A saying; one that was kept under the same key before is said again."""
        self.sayings = [saying for saying in self.sayings if saying.key != key]
        saying = Saying(finding, key, at, injury_on)
        if finding.about != "now":
            for check in self.checks:
                if check.rule == finding.rule and self._holds(saying, check):
                    saying.check, saying.ended_at = check, at
        self.sayings.append(saying)

    def answered(self, which: UUID, begun: datetime, group: str, raised: set[str]) -> None:
        """A question of a list begun at `begun` was answered; `raised` is all it ever raised."""
        _, groups, _ = self.lists.get(which, (begun, set(), set()))
        self.lists[which] = (begun, {*groups, group}, raised)

    def correct(self, reply: Reply) -> None:
        for saying in self.of(reply.rule):
            late = reply.at - saying.at
            if saying.key == reply.finding and timedelta(0) <= late <= TEN_MINUTES:
                saying.over, saying.check, saying.ended_at = True, None, None

    def gone(self, reply: Reply) -> None:
        for saying in self._known_to(reply):
            days, since = saying.finding.days, saying.asked_since or saying.at
            if days and self._raw(saying, reply.at) and reply.at >= since + timedelta(days=days):
                saying.over, saying.ended_at = True, reply.at

    def still(self, reply: Reply) -> None:
        for saying in self._known_to(reply):
            if self._raw(saying, reply.at) and reply.at >= (saying.asked_since or saying.at):
                saying.asked_since, saying.check = reply.at, None

    def checked(self, reply: Reply) -> None:
        self.checks.append(reply)
        sayings = self._known_to(reply)
        for saying in self.of(reply.rule):
            lasting = saying.finding.about != "now" and self._holds(saying, reply)
            if lasting or (saying in sayings and self._holds(saying, reply)):
                saying.check, saying.ended_at = reply, max(reply.at, saying.at)

    def _known_to(self, reply: Reply) -> list[Saying]:
        named = [saying.at for saying in self.sayings if saying.key == reply.finding]
        limit = named[0] if named else datetime.max.replace(tzinfo=reply.at.tzinfo)
        return [saying for saying in self.of(reply.rule) if saying.at <= limit]

    def _holds(self, saying: Saying, check: Reply) -> bool:
        assert check.seen_on is not None
        if not saying.finding.checkable or check.seen_on > check.at.date():
            return False
        urgent = saying.finding.urgency is Urgency.EMERGENCY
        if urgent and saying.at <= check.at < saying.at + TWO_HOURS:
            return False
        if saying.finding.about == "condition":
            return True
        if saying.finding.about == "injury" and saying.injury_on is not None:
            return check.seen_on >= saying.injury_on
        return check.at >= saying.at and check.seen_on >= saying.at.date()

    # ------------------------------------------------------------ what holds

    def _raw(self, saying: Saying, now: datetime) -> bool:
        """Whether it is open but for its own end."""
        if saying.over:
            return False
        check = saying.check
        return check is None or bool(check.until and check.until < now.date())

    def forget_mornings(self, today: date) -> None:
        """A morning more than 26 weeks ago raises nothing any more."""
        self.sayings = [
            saying
            for saying in self.sayings
            if not saying.key.startswith("red_morning") or saying.at.date() >= today - HALF_A_YEAR
        ]

    def _own_end(self, saying: Saying, now: datetime) -> bool:
        if saying.finding.ends == "day":
            return saying.at.date() < now.date()
        if saying.finding.ends == "answer":
            return any(
                saying.at < begun <= now
                and saying.finding.group in groups
                and saying.finding.rule not in raised
                for begun, groups, raised in self.lists.values()
            )
        return False

    def open(self, now: datetime) -> list[Saying]:
        return [
            saying
            for saying in self.sayings
            if self._raw(saying, now) and not self._own_end(saying, now)
        ]

    def closed(self, now: datetime) -> Iterator[Closure]:
        """Everything that has to be closed at `now`."""
        for saying in self.sayings:
            if saying.over:
                continue
            if self._raw(saying, now):
                if not self._own_end(saying, now):
                    yield from saying.finding.closes
                continue
            check = saying.check
            assert check is not None
            if not check.until and self._own_end(saying, now):
                continue
            yield from (c for c in saying.finding.closes if not _allowed(check, c))

    def urgency(self, now: datetime) -> Urgency:
        worst = Urgency.NONE_SEEN
        for saying in self.open(now):
            asked_again = saying.check is not None
            least = min(saying.finding.urgency, Urgency.ROUTINE)
            worst = max(worst, least if asked_again else saying.finding.urgency)
        return worst

    def may_say_no_sign(self, now: datetime) -> bool:
        """Whether no red flag is open, nor one that closed something ended in twelve weeks."""
        if any(saying.finding.urgency > Urgency.NONE_SEEN for saying in self.open(now)):
            return False
        return not any(
            saying.ended_at is not None
            and saying.finding.urgency >= Urgency.WITHIN_DAYS
            and now - saying.ended_at < TWELVE_WEEKS
            for saying in self.sayings
        )


def _allowed(check: Reply, closure: Closure) -> bool:
    if check.allows is Allows.BOTH:
        return True
    if check.allows is Allows.NEITHER:
        return False
    if closure.part is Part.TEST_MOVE:
        return True
    return (closure.part in TRAINING) is (check.allows is Allows.TRAIN)


def covered(closures: Iterable[Closure], wanted: Closure) -> bool:
    """Whether one of `closures` closes `wanted`, by their written form."""
    text = str(wanted)
    return any(text == str(closure) or text.startswith(f"{closure}:") for closure in closures)
