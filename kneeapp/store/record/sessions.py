"""Sessions: one under way at most, the saved ones, and their correction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from kneeapp.domain.measures import KNEE_AFTER, KNEE_BEFORE
from kneeapp.domain.routine.ratings import Rating
from kneeapp.domain.routine.sessions import Session, SessionStatus
from kneeapp.errors import BadInput, NotFound
from kneeapp.store.access.record import Record
from kneeapp.store.engine.database import Store
from kneeapp.store.engine.protocol import Query, storable
from kneeapp.store.record import findings, ratings, trials
from kneeapp.store.record.session_rows import finish, insert, matching, take_away


def start(record: Record, session: Session) -> None:
    """Keep `session` as the one under way; raises BadInput while another one is, or where it
    is made for a trial that has ended.

    Starting the same session again (a double click) changes nothing.
    """
    _check(session.before, session.after)

    def write(q: Query) -> None:
        known = q("select person_id, status from session where id = $1", session.id)
        if known == [(record.person, SessionStatus.UNDER_WAY)]:
            return
        if known:
            raise BadInput("This session was started before. Start a new one.")
        if _under_way(q, record.person):
            raise BadInput(
                "Another session is under way. Go on with it, or discard it, before you start anew."
            )
        if session.trial:
            trials.refuse_unless_under_way(q, record.person, session.trial.trial)
        insert(q, record.person, session)

    record.write(write)


def under_way(record: Record) -> Session | None:
    """The session that was started and neither saved nor discarded."""
    return record.read_cached(lambda q: _under_way(q, record.person))


def count_under_way(store: Store) -> int:
    """How many sessions of all people are under way; a number for operators."""
    sql = "select count(*) from session where status = $1"
    return int(store.run(lambda q: q(sql, SessionStatus.UNDER_WAY)[0][0]))


def session(record: Record, identity: UUID) -> Session:
    """The session of that id; raises NotFound."""
    return record.read(lambda q: _stored(q, record.person, identity))


def sessions(
    record: Record,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    steps: bool = True,
    traces: bool = True,
) -> list[Session]:
    """The saved sessions started from `since` on and before `until`, oldest first.

    Without `steps` their steps are left out, without `traces` only the tenderness and the spots
    of these, which is much faster for a long history.
    """
    bounds = {"started_at >=": since, "started_at <": until}
    given = {bound: at for bound, at in bounds.items() if at}  # one that is null takes time, too
    condition = "".join(f" and {bound} ${n}" for n, bound in enumerate(given, 3))
    arguments = (SessionStatus.SAVED, *given.values())
    return record.read(
        lambda q: matching(
            q, record.person, f"status = $2{condition}", *arguments, steps=steps, traces=traces
        )
    )


def count(record: Record, since: datetime | None = None) -> int:
    """How many sessions are saved, all of them or those started from `since` on."""
    sql = (
        "select count(*) from session where person_id = $1 and status = $2 "
        "and ($3::timestamptz is null or started_at >= $3)"
    )
    saved = SessionStatus.SAVED
    return int(record.read_cached(lambda q: q(sql, record.person, saved, since)[0][0]))


def last(record: Record) -> Session | None:
    """The saved session that started last."""
    condition = (
        "status = $2 and started_at = "
        "(select max(started_at) from session where person_id = $1 and status = $2)"
    )
    saved = SessionStatus.SAVED
    newest = record.read_cached(lambda q: matching(q, record.person, condition, saved))
    return newest[-1] if newest else None


def save(record: Record, session: Session, half_way: Sequence[Rating] = ()) -> None:
    """Keep a folded session with its steps and its ratings `half_way`, and forget its events.

    Saving it again with the same answers (a double click) changes nothing, with
    others it raises BadInput; raises NotFound where it was never started.
    """
    _check(session.before, session.after)
    if session.status is not SessionStatus.SAVED:
        raise BadInput("This session is still under way. Finish it before you save it.")

    def write(q: Query) -> None:
        stored = _stored(q, record.person, session.id)
        if stored.status is SessionStatus.UNDER_WAY:
            finish(q, record.person, session)
            for rating in half_way:
                ratings.insert(q, record.person, rating)
            q("delete from player_event where session_id = $1", session.id)
        elif _answers(stored) != _answers(session):
            raise BadInput(
                "This session was saved before with other answers. Correct it on the progress page."
            )

    record.write(write)


def correct(record: Record, identity: UUID, *, before: int, after: int | None, note: str) -> None:
    """Put right what was answered about a saved session; its steps stay as they were.

    A re-check that is added here is kept and not counted: it was not given at the time.
    """
    _check(before, after)

    def write(q: Query) -> None:
        stored = _stored(q, record.person, identity)
        if stored.status is SessionStatus.UNDER_WAY:
            raise BadInput("This session is still under way. Save it before you correct it.")
        after_at = None if after is None else stored.after_at
        late = after is not None and (stored.late or after_at is None)
        sql = (
            "update session set pain_before = $2, pain_after = $3, after_at = $4, late = $5, "
            "note = $6 where id = $1"
        )
        q(sql, identity, before, after, after_at, late, note)

    record.write(write)


def delete(record: Record, identity: UUID) -> None:
    """Remove a session with its steps, ratings and events; raises NotFound, and BadInput where
    what it was stopped for was answered by nobody yet.

    Of a session of a trial it stays that it was begun, with its first rating (`left`).
    """

    def write(q: Query) -> None:
        stored = _stored(q, record.person, identity)
        findings.refuse_to_lose(q, record.person, identity)
        take_away(q, record.person, stored)

    record.write(write)


def discard(record: Record, identity: UUID) -> None:
    """Remove a session under way; raises BadInput where it was saved meanwhile, or where it was
    stopped for pain: that has to be saved. One of a trial stays as left, as with `delete`.
    """

    def write(q: Query) -> None:
        stored = _stored(q, record.person, identity)
        if stored.status is SessionStatus.SAVED:
            raise BadInput("This session is saved. Delete it on the progress page.")
        findings.refuse_to_lose(q, record.person, identity)
        take_away(q, record.person, stored)

    record.write(write)


def _check(before: int, after: int | None) -> None:
    KNEE_BEFORE.check(before)
    if after is not None:
        KNEE_AFTER.check(after)


def _answers(session: Session) -> tuple[object, ...]:
    return (session.before, session.after, session.stress_off, storable(session.note))


def _under_way(q: Query, person: UUID) -> Session | None:
    sessions = matching(q, person, "status = $2", SessionStatus.UNDER_WAY, steps=False)
    return sessions[0] if sessions else None


def _stored(q: Query, person: UUID, identity: UUID) -> Session:
    for session in matching(q, person, "id = $2", identity):
        return session
    raise NotFound("That session is not in this record. It may have been deleted.")
