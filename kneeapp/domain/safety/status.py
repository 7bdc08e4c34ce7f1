"""What is open now and why: all findings and replies folded at one moment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.safety.closures import Closure, Family, Part
from kneeapp.domain.safety.findings import About, Ends, Finding, Urgency
from kneeapp.domain.safety.replies import (
    CORRECTED_WITHIN,
    Reply,
    ReplyKind,
    earliest_check,
)
from kneeapp.domain.sides import Side

REMEMBERED_FOR = timedelta(weeks=12)
"""How long a lifted finding is told of, instead of that no warning sign was seen (DESIGN)."""


class FindingState(StrEnum):
    """Where a finding stands in its life."""

    OPEN = "open"
    CHECKED = "checked"
    PASSED = "passed"
    """The person said that it has gone, or a later answer did."""
    EXPIRED = "expired"
    """Its day is over."""
    CORRECTED = "corrected"
    """It was a wrong tap."""


@dataclass(frozen=True)
class Case:
    """One finding from when it was first said until it ended.

    `finding` is how it was said last, `reply` is the last reply that counts, `closes` is
    what it closes now: of a checked one, what the clinician did not allow. `ahead` marks what
    was said by a clock that was later set back: it stays open, and no check counts before then.
    """

    finding: Finding
    first_at: datetime
    last_at: datetime
    state: FindingState = FindingState.OPEN
    reply: Reply | None = None
    ended_at: datetime | None = None
    closes: tuple[Closure, ...] = ()
    ahead: bool = False

    @property
    def open(self) -> bool:
        return self.state is FindingState.OPEN

    @property
    def account(self) -> UUID | None:
        """The clinician of the clinic who entered the check, where it was one."""
        return self.reply.account if self.reply else None

    @property
    def urgency(self) -> Urgency:
        """How soon somebody should be seen about it now; what was allowed for a time and is
        over by now is asked about again, in no hurry.
        """
        if not self.open:
            return Urgency.NONE_SEEN
        checked = self.reply is not None and self.reply.kind is ReplyKind.CHECKED
        return min(self.finding.urgency, Urgency.ROUTINE) if checked else self.finding.urgency

    @property
    def asked_from(self) -> datetime | None:
        """From when on it passes if the person says that it has gone; None where it never does."""
        if not self.open or self.finding.days is None:
            return None
        return self.last_at + timedelta(days=self.finding.days)

    @property
    def check_from(self) -> datetime | None:
        """From when on a check may be entered; None where that is at once."""
        if not self.open:
            return None
        return earliest_check(self.finding) or (self.finding.at if self.ahead else None)

    def correctable(self, now: datetime) -> bool:
        """Whether it may still be put right as a wrong tap."""
        return self.open and timedelta() <= now - _said_at(self.finding) <= CORRECTED_WITHIN

    def closing(self, closure: Closure) -> bool:
        return any(one.covers(closure) for one in self.closes)


@dataclass(frozen=True)
class SafetyStatus:
    """All findings at `now`, the gravest first, then the newest."""

    cases: tuple[Case, ...] = ()
    now: datetime | None = None

    @cached_property
    def open(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.open)

    @cached_property
    def red_flags(self) -> tuple[Case, ...]:
        """The open ones that say how soon somebody should be seen."""
        return tuple(case for case in self.open if case.finding.is_red_flag)

    @cached_property
    def cautions(self) -> tuple[Case, ...]:
        """The open ones that only change what is done."""
        return tuple(case for case in self.open if not case.finding.is_red_flag)

    @cached_property
    def to_ask(self) -> tuple[Case, ...]:
        """The open ones about which a clinician is to be asked first."""
        return tuple(case for case in self.open if case.finding.ask)

    @cached_property
    def closing_now(self) -> tuple[Case, ...]:
        """Those that close anything: open ones, and checked ones that do not allow it all."""
        return tuple(case for case in self.cases if case.closes)

    @property
    def urgency(self) -> Urgency:
        return max((case.urgency for case in self.cases), default=Urgency.NONE_SEEN)

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules of the open findings, and of those that close something."""
        return frozenset(case.finding.rule for case in (*self.open, *self.closing_now))

    def closing(self, closure: Closure) -> tuple[Case, ...]:
        """The findings that close this; empty where it is open."""
        return tuple(case for case in self.closing_now if case.closing(closure))

    @property
    def nothing_left(self) -> bool:
        """Whether neither a routine nor an exercise is open."""
        return not self.routine_open and not self.programme_open

    @property
    def routine_open(self) -> bool:
        """Whether some routine may begin, as far as findings close all of them at once."""
        if not self.test_move_open:
            return False
        tools = (Part.BALL, Part.ROLLER, Part.MOVEMENT)
        return any(not self.closing(Closure(tool)) for tool in tools)

    @property
    def programme_open(self) -> bool:
        """Whether some exercise may be done."""
        return any(self.family_open(family) for family in Family)

    def family_open(self, family: Family) -> bool:
        """Whether exercises of that family may be done: they belong to the programme."""
        return not self.closing(Closure(Part.PROGRAMME)) and not self.closing(
            Closure(Part.EXERCISE, family)
        )

    @property
    def test_move_open(self) -> bool:
        return not self.closing(Closure(Part.TEST_MOVE))

    @property
    def trial_open(self) -> bool:
        return self.routine_open and not self.closing(Closure(Part.TRIAL))

    @property
    def floor_open(self) -> bool:
        return not self.closing(Closure(Part.FLOOR))

    def area_closed(self, tool: str, area: Area, side: Side) -> tuple[Case, ...]:
        """The findings that close work with `tool` (ball, roller, body) on an area's side."""
        part = Part.MOVEMENT if tool == "body" else Part(tool)
        whole, there = Closure(part), Closure(Part.AREA, area, side)
        return tuple(dict.fromkeys((*self.closing(whole), *self.closing(there))))

    def routine_closed(self, routine: str) -> tuple[Case, ...]:
        """The findings that close this routine as a whole."""
        own = self.closing(Closure(Part.ROUTINE, routine))
        return tuple(dict.fromkeys((*own, *self.closing(Closure(Part.TEST_MOVE)))))

    @cached_property
    def lifted_lately(self) -> tuple[Case, ...]:
        """The red flags that ended in the last REMEMBERED_FOR, but for wrong taps."""
        return tuple(
            case
            for case in self.cases
            if not case.open
            and case.state is not FindingState.CORRECTED
            and case.finding.is_red_flag
            and case.finding.urgency.blocks
            and case.ended_at
            and self.now
            and self.now - case.ended_at < REMEMBERED_FOR
        )

    @property
    def no_sign_seen(self) -> bool:
        """Whether it may be said that no warning sign was seen in the answers."""
        return not self.red_flags and not self.lifted_lately and not self.closing_now


def status(
    findings: Iterable[Finding], replies: Iterable[Reply], now: datetime, zone: tzinfo
) -> SafetyStatus:
    """Fold `findings` and `replies` into what is open at `now` (aware), by days in `zone`.

    Said again while it is open, a finding is the same one. Replies from after `now` do not
    count; findings from after `now` are open: after a clock was set back both are the careful
    reading.
    """
    said: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        said[finding.rule].append(finding)
    given: dict[str, list[Reply]] = defaultdict(list)
    for reply in replies:
        if reply.at <= now:
            given[reply.rule].append(reply)
    cases = (
        case
        for rule, ones in said.items()
        for case in _cases(_in_order(ones), _in_order_replies(given[rule]), now, zone)
    )
    return SafetyStatus(tuple(sorted(cases, key=_rank)), now)


def _rank(case: Case) -> tuple[object, ...]:
    """The gravest first, then the newest; the rest keeps the order of input out of it."""
    finding, newest = case.finding, -case.last_at.timestamp()
    return (-case.urgency, newest, finding.rule, -case.first_at.timestamp(), finding.key)


def _in_order(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: (_said_at(one), one.key))


def _in_order_replies(replies: Sequence[Reply]) -> list[Reply]:
    return sorted(replies, key=lambda one: (one.at, one.id))


def _said_at(finding: Finding) -> datetime:
    assert finding.at  # noqa: S101  whoever hands over a finding says when it was made
    return finding.at


def _cases(
    findings: Sequence[Finding], replies: Sequence[Reply], now: datetime, zone: tzinfo
) -> Iterator[Case]:
    """The cases of one rule, each folded from the findings that belong to it."""
    named = {finding.key: _said_at(finding) for finding in findings}
    current: Case | None = None
    for finding in findings:
        known = [reply for reply in replies if _knew(reply, finding, named)]
        said = _followed(finding, known, now, zone)
        if said.state is FindingState.CORRECTED:
            yield said
        elif current is not None and _was_open(current, said):
            current = _joined(current, said)
        else:
            if current is not None:
                yield current
            current = said
    if current is not None:
        yield current


def _knew(reply: Reply, finding: Finding, named: Mapping[str, datetime]) -> bool:
    """Whether whoever gave `reply` to the saying that it names may have known of `finding`.

    A saying after that is not answered by it, whatever the clocks said meanwhile; but what was
    checked of an injury or a condition holds for what is said of it later.
    """
    if reply.kind is ReplyKind.CHECKED and finding.about is not About.NOW:
        return True
    return _said_at(finding) <= named.get(reply.finding, _said_at(finding))


def _was_open(before: Case, after: Case) -> bool:
    """Whether `before` was open when `after` was said, or one check holds for both."""
    same_check = before.reply is not None and before.reply == after.reply
    return before.ended_at is None or before.ended_at > after.first_at or same_check


def _joined(before: Case, after: Case) -> Case:
    """One case said twice; what is open and graver stays."""
    graver = before.open and (not after.open or before.urgency > after.urgency)
    return replace(
        before if graver else after,
        first_at=min(before.first_at, after.first_at),
        last_at=max(before.last_at, after.last_at),
        closes=tuple(dict.fromkeys((*before.closes, *after.closes))),
        ahead=before.ahead or after.ahead,
    )


def _followed(finding: Finding, replies: Sequence[Reply], now: datetime, zone: tzinfo) -> Case:
    """One saying of a finding, and what came of it by `now`."""
    at = _said_at(finding)
    today = now.astimezone(zone).date()
    case = Case(finding, at, at, closes=finding.closes, ahead=at > now)
    for reply in replies:
        case = _answered(case, reply, today, zone)
    if not case.closes and not case.open:
        return case
    if case.state is FindingState.CHECKED and case.reply and case.reply.until:
        return case  # what was not allowed until a day stays closed until then
    if finding.ends is Ends.ANSWER and finding.denied_at and at < finding.denied_at <= now:
        return _over(case, FindingState.PASSED, finding.denied_at)
    if finding.ends is Ends.DAY and at.astimezone(zone).date() < today:
        return _over(case, FindingState.EXPIRED, _day_after(at, zone))
    return case


def _over(case: Case, state: FindingState, ended_at: datetime) -> Case:
    return replace(case, state=state, ended_at=ended_at, closes=())


def _answered(case: Case, reply: Reply, today: date, zone: tzinfo) -> Case:
    """`case` after one more reply; one that does not count leaves it as it is.

    What has gone or was a wrong tap stays so: said again, it is another saying. While a check
    was in force that is over by now, the person was asked nothing.
    """
    finding, at = case.finding, case.last_at
    asked = reply.kind in {ReplyKind.GONE, ReplyKind.STILL}
    unasked = asked and _in_force(case.reply, reply.at.astimezone(zone).date())
    if unasked or case.state in {FindingState.PASSED, FindingState.CORRECTED}:
        return case
    if reply.kind is ReplyKind.STILL:
        said_again = case.open and reply.at >= at
        return replace(case, last_at=reply.at, reply=reply) if said_again else case
    if not _counts(case, reply, zone):
        return case
    if reply.kind is not ReplyKind.CHECKED:
        state = FindingState.PASSED if reply.kind is ReplyKind.GONE else FindingState.CORRECTED
        return _over(replace(case, reply=reply), state, reply.at)
    if reply.until and reply.until < today:
        return replace(
            case, state=FindingState.OPEN, reply=reply, ended_at=None, closes=finding.closes
        )
    not_allowed = tuple(one for one in finding.closes if not _opens(reply, one))
    ended_at = max(reply.at, at)
    return replace(
        case, state=FindingState.CHECKED, reply=reply, ended_at=ended_at, closes=not_allowed
    )


def _in_force(reply: Reply | None, day: date) -> bool:
    """Whether `reply` is a check that allowed something until `day` or later."""
    return reply is not None and reply.until is not None and day <= reply.until


def _counts(case: Case, reply: Reply, zone: tzinfo) -> bool:
    """Whether `reply` answers this case at all."""
    match reply.kind:
        case ReplyKind.CORRECTED:
            since = reply.at - _said_at(case.finding)
            return reply.finding == case.finding.key and timedelta() <= since <= CORRECTED_WITHIN
        case ReplyKind.GONE:
            return case.asked_from is not None and reply.at >= case.asked_from
        case _:
            return check_counts(case.finding, reply, zone)


def _opens(check: Reply, closure: Closure) -> bool:
    return check.allows is not None and check.allows.opens(closure)


def check_counts(finding: Finding, check: Reply, zone: tzinfo) -> bool:
    """Whether `check` is one of this finding: made after what it is about, and not on the spot.

    A check of an injury counts for all that is said of that injury, one of a lasting
    condition for all that is said of it; also for what is said later, once it was entered.
    """
    if not finding.checkable or check.seen_on is None:
        return False
    at, wait = _said_at(finding), earliest_check(finding)
    on_the_spot = wait is not None and at <= check.at < wait
    in_the_future = check.seen_on > check.at.astimezone(zone).date()
    if on_the_spot or in_the_future:
        return False
    match finding.about:
        case About.CONDITION:
            return True
        case About.INJURY if finding.injury_on is not None:
            return check.seen_on >= finding.injury_on
        case _:
            return check.at >= at and check.seen_on >= at.astimezone(zone).date()


def _start_of(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _day_after(at: datetime, zone: tzinfo) -> datetime:
    return _start_of(at.astimezone(zone).date() + timedelta(days=1), zone)
