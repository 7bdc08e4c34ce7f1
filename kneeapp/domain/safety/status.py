"""Safety status: what is open at one moment and why, calculated from findings and replies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from kneeapp.domain.areas import Area
from kneeapp.domain.safety.closures import Closure, Family, Part
from kneeapp.domain.safety.findings import About, Ends, Finding, Urgency
from kneeapp.domain.safety.replies import CORRECTED_WITHIN, Reply, ReplyKind, earliest_check
from kneeapp.domain.sides import Side

REMEMBERED_FOR = timedelta(weeks=12)
"""How long a red flag that ended is still shown, instead of "no warning sign seen" (DESIGN)."""

_ROUTINE_PARTS = (Part.BALL, Part.ROLLER, Part.MOVEMENT)
"""What a routine is made of; with all of it closed no routine is open."""


class FindingState(StrEnum):
    """The state of a finding."""

    OPEN = "open"
    CHECKED = "checked"
    PASSED = "passed"
    """The person said that it has gone, or a later answer did not raise it."""
    EXPIRED = "expired"
    """It was for one day, which is over."""
    CORRECTED = "corrected"
    """It was taken back as a wrong tap."""


@dataclass(frozen=True)
class Case:
    """One finding from when it was first said until it ended.

    `finding` is its latest version, `reply` the last reply that counts. `closes` is what it
    closes now; once checked, only what the clinician did not allow. `ahead` marks a finding
    with a time in the future, because a clock was set back later: it stays open, and no check
    counts before that time.
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
        """How soon the person should be seen about it now.

        At most ROUTINE once a check has expired: a clinician knows of it already.
        """
        if not self.open:
            return Urgency.NONE_SEEN
        checked = self.reply is not None and self.reply.kind is ReplyKind.CHECKED
        return min(self.finding.urgency, Urgency.ROUTINE) if checked else self.finding.urgency

    @property
    def asked_from(self) -> datetime | None:
        """The time from which "it has gone" ends it; None where that never ends it."""
        if not self.open or self.finding.days is None:
            return None
        return self.last_at + timedelta(days=self.finding.days)

    @property
    def check_from(self) -> datetime | None:
        """The earliest time at which a check may be entered; None for at once."""
        if not self.open:
            return None
        return earliest_check(self.finding) or (self.finding.at if self.ahead else None)

    def correctable(self, now: datetime) -> bool:
        """Whether it may still be corrected as a wrong tap at `now`."""
        return self.open and timedelta() <= now - _said_at(self.finding) <= CORRECTED_WITHIN

    def closing(self, closure: Closure) -> bool:
        return any(closed.covers(closure) for closed in self.closes)


@dataclass(frozen=True)
class SafetyStatus:
    """All cases at `now`, the most urgent first, then the newest."""

    cases: tuple[Case, ...] = ()
    now: datetime | None = None

    @cached_property
    def open(self) -> tuple[Case, ...]:
        return tuple(case for case in self.cases if case.open)

    @cached_property
    def red_flags(self) -> tuple[Case, ...]:
        """The open cases with an urgency."""
        return tuple(case for case in self.open if case.finding.is_red_flag)

    @cached_property
    def cautions(self) -> tuple[Case, ...]:
        """The open cases that only change what is done."""
        return tuple(case for case in self.open if not case.finding.is_red_flag)

    @cached_property
    def to_ask(self) -> tuple[Case, ...]:
        """The open cases about which a clinician has to be asked first."""
        return tuple(case for case in self.open if case.finding.ask)

    @cached_property
    def closing_now(self) -> tuple[Case, ...]:
        """The cases that close anything: open ones, and checked ones with a restriction."""
        return tuple(case for case in self.cases if case.closes)

    @property
    def urgency(self) -> Urgency:
        return max((case.urgency for case in self.cases), default=Urgency.NONE_SEEN)

    @cached_property
    def rules(self) -> frozenset[str]:
        """The rules of the open findings, and of those that close something."""
        return frozenset(case.finding.rule for case in (*self.open, *self.closing_now))

    def closing(self, closure: Closure) -> tuple[Case, ...]:
        """The cases that close `closure`; empty where it is open."""
        return tuple(case for case in self.closing_now if case.closing(closure))

    @property
    def nothing_left(self) -> bool:
        """Whether neither a routine nor an exercise is open."""
        return not self.routine_open and not self.programme_open

    @property
    def routine_open(self) -> bool:
        """Whether any routine may begin; a single one can still be closed by itself."""
        if not self.test_move_open:
            return False
        return any(not self.closing(Closure(part)) for part in _ROUTINE_PARTS)

    @property
    def programme_open(self) -> bool:
        """Whether some exercise may be done."""
        return any(self.family_open(family) for family in Family)

    def family_open(self, family: Family) -> bool:
        """Whether exercises of that family may be done; a closed programme closes all."""
        closures = (Closure(Part.PROGRAMME), Closure(Part.EXERCISE, family))
        return not any(map(self.closing, closures))

    @property
    def test_move_open(self) -> bool:
        return not self.closing(Closure(Part.TEST_MOVE))

    @cached_property
    def keeping_from_trial(self) -> tuple[Case, ...]:
        """The cases that keep the person from beginning a trial and from its next session.

        Open red flags, whatever they close, what a clinician has to be asked about first, and
        what closes trials, the test move or all routines. What is compared has to stay the same
        for weeks, so that nobody is asked to begin on the way to a clinician (DESIGN).
        """
        closed = [Closure(Part.TRIAL), Closure(Part.TEST_MOVE)]
        if not self.routine_open:
            closed += map(Closure, _ROUTINE_PARTS)
        return tuple(
            case
            for case in self.cases
            if (case.open and (case.finding.is_red_flag or case.finding.ask))
            or any(map(case.closing, closed))
        )

    @property
    def trial_open(self) -> bool:
        return self.routine_open and not self.keeping_from_trial

    @property
    def floor_open(self) -> bool:
        return not self.closing(Closure(Part.FLOOR))

    def area_closed(self, tool: str, area: Area, side: Side) -> tuple[Case, ...]:
        """The cases that close work with `tool` (ball, roller, body) on one side of an area."""
        part = Part.MOVEMENT if tool == "body" else Part(tool)
        whole, on_side = Closure(part), Closure(Part.AREA, area, side)
        # One case may close both the tool and the area; it is named once.
        return tuple(dict.fromkeys((*self.closing(whole), *self.closing(on_side))))

    def routine_closed(self, routine: str) -> tuple[Case, ...]:
        """The cases that close the routine with this id as a whole."""
        by_name = self.closing(Closure(Part.ROUTINE, routine))
        return tuple(dict.fromkeys((*by_name, *self.closing(Closure(Part.TEST_MOVE)))))

    @cached_property
    def lifted_lately(self) -> tuple[Case, ...]:
        """The red flags that ended within REMEMBERED_FOR, without wrong taps."""
        return tuple(
            case
            for case in self.cases
            if case.state is not FindingState.CORRECTED
            and case.finding.urgency.blocks
            and case.ended_at
            and self.now
            and self.now - case.ended_at < REMEMBERED_FOR
        )

    @property
    def no_sign_seen(self) -> bool:
        """Whether the page may say that no warning sign was seen in the answers."""
        return not self.red_flags and not self.lifted_lately and not self.closing_now


def status(
    findings: Iterable[Finding], replies: Iterable[Reply], now: datetime, zone: tzinfo
) -> SafetyStatus:
    """The status at `now` (aware) from all `findings` and `replies`, by days in `zone`.

    A finding that is raised again while it is open belongs to the same case. Replies with a
    time after `now` do not count, findings with one are open: where a clock was set back, both
    are the careful reading.
    """
    findings_by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda finding: (_said_at(finding), finding.key)):
        findings_by_rule[finding.rule].append(finding)
    replies_by_rule: dict[str, list[Reply]] = defaultdict(list)
    for reply in sorted(replies, key=lambda reply: (reply.at, reply.id)):
        if reply.at <= now:
            replies_by_rule[reply.rule].append(reply)
    cases = (
        case
        for rule, of_rule in findings_by_rule.items()
        for case in _cases(of_rule, replies_by_rule[rule], now, zone)
    )
    return SafetyStatus(tuple(sorted(cases, key=_rank)), now)


def _rank(case: Case) -> tuple[object, ...]:
    """Sort key: the most urgent first, then the newest; the rest makes the order unique."""
    finding, newest = case.finding, -case.last_at.timestamp()
    return (-case.urgency, newest, finding.rule, -case.first_at.timestamp(), finding.key)


def _said_at(finding: Finding) -> datetime:
    assert finding.at  # noqa: S101  every caller of `status` sets the time of its findings
    return finding.at


def _cases(
    findings: Sequence[Finding], replies: Sequence[Reply], now: datetime, zone: tzinfo
) -> Iterator[Case]:
    """The cases of one rule, from its `findings` and `replies` in order of time."""
    named = {finding.key: _said_at(finding) for finding in findings}
    current: Case | None = None
    for finding in findings:
        about_it = [reply for reply in replies if _may_concern(reply, finding, named)]
        single = _case_after(finding, about_it, now, zone)
        if single.state is FindingState.CORRECTED:
            yield single
        elif current is not None and _was_open(current, single):
            current = _joined(current, single)
        else:
            if current is not None:
                yield current
            current = single
    if current is not None:
        yield current


def _may_concern(reply: Reply, finding: Finding, named: Mapping[str, datetime]) -> bool:
    """Whether `reply` can be about `finding`: not if it names an earlier finding of the rule.

    A page in a second tab may reply to a finding without showing a later one; that one must
    stay open. A check of an injury or a condition is valid for later findings, too. `named` are
    the times of the rule's findings by key.
    """
    if reply.kind is ReplyKind.CHECKED and finding.about is not About.NOW:
        return True
    return _said_at(finding) <= named.get(reply.finding, _said_at(finding))


def _was_open(before: Case, after: Case) -> bool:
    """Whether `before` was open when `after` was said, or one check is valid for both."""
    same_check = before.reply is not None and before.reply == after.reply
    return before.ended_at is None or before.ended_at > after.first_at or same_check


def _joined(before: Case, after: Case) -> Case:
    """One case from two: an open and more urgent first one is not replaced by the second."""
    graver = before.open and (not after.open or before.urgency > after.urgency)
    return replace(
        before if graver else after,
        first_at=min(before.first_at, after.first_at),
        last_at=max(before.last_at, after.last_at),
        closes=tuple(dict.fromkeys((*before.closes, *after.closes))),
        ahead=before.ahead or after.ahead,
    )


def _case_after(finding: Finding, replies: Sequence[Reply], now: datetime, zone: tzinfo) -> Case:
    """The case of one single finding after its `replies`, by `now`."""
    at = _said_at(finding)
    today = now.astimezone(zone).date()
    case = Case(finding, at, at, closes=finding.closes, ahead=at > now)
    for reply in replies:
        case = _after_reply(case, reply, today, zone)
    if not case.closes and not case.open:
        return case  # nothing is left that a later answer or the next day could end
    if case.state is FindingState.CHECKED and case.reply and case.reply.until:
        return case  # a restriction with an end day outlasts the answer that raised it
    if finding.ends is Ends.ANSWER and finding.denied_at and at < finding.denied_at <= now:
        return _ended(case, FindingState.PASSED, finding.denied_at)
    if finding.ends is Ends.DAY and at.astimezone(zone).date() < today:
        return _ended(case, FindingState.EXPIRED, _day_after(at, zone))
    return case


def _ended(case: Case, state: FindingState, ended_at: datetime) -> Case:
    return replace(case, state=state, ended_at=ended_at, closes=())


def _after_reply(case: Case, reply: Reply, today: date, zone: tzinfo) -> Case:
    """`case` after one more reply; a reply that does not count changes nothing.

    A case that has passed or was corrected stays so: raised again, it is a new finding. A GONE
    or STILL from a time when a check was in force does not count even after that check expired:
    the person was not asked at that time.
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
        return _ended(replace(case, reply=reply), state, reply.at)
    if reply.until and reply.until < today:
        return replace(
            case, state=FindingState.OPEN, reply=reply, ended_at=None, closes=finding.closes
        )
    not_allowed = tuple(
        closure
        for closure in finding.closes
        if reply.allows is None or not reply.allows.opens(closure)
    )
    # A check of an injury or a condition may be older than this report of it.
    ended_at = max(reply.at, at)
    return replace(
        case, state=FindingState.CHECKED, reply=reply, ended_at=ended_at, closes=not_allowed
    )


def _in_force(reply: Reply | None, day: date) -> bool:
    """Whether `reply` is a check that is valid on `day` or longer."""
    return reply is not None and reply.until is not None and day <= reply.until


def _counts(case: Case, reply: Reply, zone: tzinfo) -> bool:
    """Whether `reply` came in the time in which a reply of its kind counts for `case`."""
    match reply.kind:
        case ReplyKind.CORRECTED:
            since = reply.at - _said_at(case.finding)
            return reply.finding == case.finding.key and timedelta() <= since <= CORRECTED_WITHIN
        case ReplyKind.GONE:
            return case.asked_from is not None and reply.at >= case.asked_from
        case _:
            return check_counts(case.finding, reply, zone)


def check_counts(finding: Finding, check: Reply, zone: tzinfo) -> bool:
    """Whether `check` is valid for `finding`.

    It has to be made after what the finding is about, must not be in the future, and for an
    emergency not within SEEN_AFTER_EMERGENCY. A check of an injury or of a lasting condition is
    valid for later findings about it, too.
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


def _day_after(at: datetime, zone: tzinfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time(), zone)
