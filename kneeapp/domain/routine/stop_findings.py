"""Findings raised by sessions: stops for pain, and a knee rated much worse afterwards."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kneeapp.domain.routine.event_replay import KNEE_WORSE
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN, STOPS_OF_TRAINING
from kneeapp.domain.routine.session_limits import must_stop
from kneeapp.domain.safety.findings import Finding, Sign
from kneeapp.domain.safety.replies import Reply, ReplyKind

STOP_SIGNS = {reason: f"stop_{reason}" for reason in STOPS_FOR_PAIN}
"""The id of the sign that each stop reason raises."""

STOPPED_TWICE = "stopped_twice"
"""The id of the sign for two sessions in a row that ended for the same reason."""


@dataclass(frozen=True)
class SessionEnd:
    """How one session ended; `reason` is None where it was not stopped for pain.

    `at` is when it was stopped or ended; `training` marks a session of the programme.
    """

    session: UUID
    at: datetime
    reason: str | None = None
    training: bool = False
    before: int | None = None
    after: int | None = None

    @property
    def harm(self) -> str | None:
        """The stop reason for pain, or KNEE_WORSE for a much worse rating; None without harm."""
        if self.reason in STOP_SIGNS:
            return self.reason
        rated = self.before is not None and self.after is not None
        return KNEE_WORSE if rated and must_stop(self.before or 0, self.after or 0) else None

    @property
    def said(self) -> str:
        """The reason in words."""
        if self.reason not in STOP_SIGNS and self.before is not None:
            return f"knee pain went from {self.before} to {self.after}"
        words = STOPS_OF_TRAINING if self.training else STOPS_FOR_PAIN
        return words[self.harm or KNEE_WORSE]


def stop_findings(
    signs: Mapping[str, Sign], ends: Iterable[SessionEnd], version: str
) -> Iterator[Finding]:
    """A finding for each session that ended for pain, and one for two in a row for one reason.

    `ends` are those of all saved sessions, and of a running one that was stopped. Sessions of
    routines and of the programme are counted separately.
    """
    for raised in _raised(ends):
        end = raised.end
        prefix = STOPPED_TWICE if raised.rule == STOPPED_TWICE else "stop"
        yield signs[raised.rule].finding(
            key=f"{prefix}:{end.session}", at=end.at, version=version, said=end.said
        )


def unanswered(ends: Iterable[SessionEnd], replies: Sequence[Reply], session: UUID) -> bool:
    """Whether a finding that depends on `session` has no reply yet.

    Such a session must not be deleted: its finding would disappear with it.
    """
    return any(
        session in raised.sessions and not any(_answers(reply, raised) for reply in replies)
        for raised in _raised(ends)
    )


@dataclass(frozen=True)
class _Raised:
    """The id of a raised sign, the end that raised it, and all sessions that it depends on."""

    rule: str
    end: SessionEnd
    sessions: tuple[UUID, ...]


def _raised(ends: Iterable[SessionEnd]) -> Iterator[_Raised]:
    last: dict[bool, SessionEnd] = {}
    for end in sorted(ends, key=lambda end: (end.at, end.session)):
        before = last.get(end.training)
        if end.harm:
            yield _Raised(STOP_SIGNS[end.harm], end, (end.session,))
            if before and before.harm == end.harm:
                yield _Raised(STOPPED_TWICE, end, (before.session, end.session))
        last[end.training] = end


def _answers(reply: Reply, raised: _Raised) -> bool:
    answers_rule = reply.kind is not ReplyKind.STILL and reply.rule == raised.rule
    # An earlier reply to the same rule is about an earlier session.
    return answers_rule and reply.at >= raised.end.at
