# ruff: noqa: S608  every part of these statements is written here
"""What of a record can raise a finding: one reader for pages, reports and a clinic's view."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter, itemgetter
from uuid import UUID

from kneeapp.domain.clearance.person_status import SafetyRecord
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.routine.event_replay import effective_stop
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.session_limits import CLEAR_CHANGE
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.domain.routine.stop_findings import SessionEnd, unanswered
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.domain.safety.findings import Ends
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.errors import BadInput
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import Row, rows_by_first_column
from kneeapp.store.record import replies
from kneeapp.store.record.event_log import EVENT, event
from kneeapp.store.record.screening_rows import screening

ONE = "person_id = $1"
MANY = "person_id in (select cast(unnest(string_to_array($1, ' ')) as uuid))"
"""Whose rows: of one person, or of several, whose ids are one text."""

LISTS = (ScreeningKind.SHORT, ScreeningKind.START)

_WHOSE = "cast(person_id as text)"

_A_MOMENT = timedelta(microseconds=1)

_TELLING = "(kind not in ('{}') or findings <> '[]' or cautions <> '[]')".format("', '".join(LISTS))
"""All but lists that raised nothing, or nothing that was kept."""

# thousands of lists have few different answers between them: of those alike the newest is enough
_SCREENINGS = f"""
select {_WHOSE}, max(cast(id as text)), max(started_at) at time zone 'UTC', min(kind),
       rules_version, answers, max(known), max(findings), max(cautions),
       max(finished_at) at time zone 'UTC'
from screening where {{whose}}
group by person_id, answers, rules_version, case when {_TELLING} then id end
"""

_FIRST_LISTS = f"""
select min(cast(id as text)), min(started_at) at time zone 'UTC', min(kind), rules_version,
       answers, cast(null as text), '[]', max(cautions), min(finished_at) at time zone 'UTC'
from screening where {ONE} and not coalesce({_TELLING}, false) and started_at > $2
group by answers, rules_version
"""
"""The first of the others after some moment."""

PAIN = "stop_reason in ('{}')".format("', '".join(STOPS_FOR_PAIN))
WORSE = f"pain_after >= pain_before + {CLEAR_CHANGE}"
_HARM = f"({PAIN} or {WORSE})"

# their places tell two in a row from two with others between them
_SESSIONS = f"""
select person_id, id, coalesce(ended_at, started_at) at time zone 'UTC', stop_reason, pain_before,
       pain_after, place
from (select {_WHOSE} as person_id, id, started_at, ended_at, stop_reason, pain_before, pain_after,
             row_number() over (partition by person_id order by started_at, id) as place
      from session where {{whose}} and status = '{SessionStatus.SAVED}') as saved
where {_HARM}
"""

_TRAININGS = f"""
select person_id, id, stopped_at at time zone 'UTC', stop_reason, place
from (select {_WHOSE} as person_id, id, stopped_at, stop_reason,
             row_number() over (partition by person_id order by trained_on, id) as place
      from training where {{whose}}) as trained
where {PAIN}
"""

# to look whether there is any costs less than to read none
_ANY_TRAINING = f"select 1 from training where {{whose}} and {PAIN} limit 1"
_ANY_STOP = f"select 1 from player_event where {{whose}} and kind = '{EventKind.STOP}' limit 1"

_MANY_SAVED = f"select count(*) from session where {ONE} and status = '{SessionStatus.SAVED}'"
_MANY_TRAINED = f"select count(*) from training where {ONE}"

_SEEN = f"select {_WHOSE}, seen_on from knee_seen where {{whose}}"

# a pause of the same player takes a stop back
_STOPS = f"""
select cast(session.person_id as text), session.id, session.phase, {EVENT}
from player_event join session on session.id = player_event.session_id
where player_event.{{whose}} and player_event.kind in ('{EventKind.STOP}', '{EventKind.PAUSE}')
and session.status = '{SessionStatus.UNDER_WAY}'
"""


def safety_record(record: Record, rated: RatingHistory) -> SafetyRecord:
    """What of this record can raise a finding; `rated` is what is known of its ratings.

    Screenings that neither raise nor answer anything by now are left out.
    """
    [(_, unrated)] = record.read_cached(lambda q: list(safety_records(q, [record.person])))
    return replace(unrated, rated=rated)


def safety_records(q: Query, people: Sequence[UUID]) -> Iterator[tuple[UUID, SafetyRecord]]:
    """The same of several people at once, without their ratings."""
    whose, who = (ONE, people[0]) if len(people) == 1 else (MANY, " ".join(map(str, people)))

    def rows(sql: str, where: str | None = None) -> Mapping[str, Sequence[Row]]:
        there_are_any = where is None or q(where.format(whose=whose), who)
        return rows_by_first_column(q(sql.format(whose=whose), who) if there_are_any else ())

    asked, said, seen = rows(_SCREENINGS), rows(replies.OF_PEOPLE), rows(_SEEN)
    saved, trained = rows(_SESSIONS), rows(_TRAININGS, _ANY_TRAINING)
    stops = rows(_STOPS, _ANY_STOP)
    for person in people:
        own = str(person)
        counting = _answering([screening(row) for row in asked[own]])
        yield (
            person,
            SafetyRecord(
                screenings=(*counting, *_denials(q, person, counting)),
                replies=[replies.reply(row) for row in said[own]],
                ends=_ends(q, person, saved[own], trained[own], stops[own]),
                seen=[day for (day,) in seen[own]],
            ),
        )


def refuse_to_lose(q: Query, person: UUID, session: UUID) -> None:
    """Raises BadInput where a session raised something that nobody has answered: without the
    session it would be closed no more, and nobody would have looked at it.
    """
    [(_, record)] = safety_records(q, [person])
    if unanswered(record.ends, record.replies, session):
        raise BadInput(
            "This session ended because something hurt, and that is still open. Enter what a "
            "clinician said, or that it has gone. Then it can be deleted."
        )


def _answering(screenings: Sequence[Screening]) -> list[Screening]:
    """Those of `screenings` that raised something or are whole ones, and of the lists those that
    are the newest to answer a question.

    Cautions of one that did not keep its own are to be judged only where it is: what was
    answered longer ago counts no more.
    """
    newest: dict[str, Screening] = {}
    for asked in sorted(screenings, key=attrgetter("started_at", "id")):
        newest.update(dict.fromkeys(asked.answers, asked))
    counting = {asked.id for asked in newest.values()}
    return [
        asked if asked.cautions is not None or asked.id in counting else replace(asked, cautions=())
        for asked in screenings
        if asked.id in counting or asked.kind not in LISTS or asked.findings or asked.cautions
    ]


def _denials(q: Query, person: UUID, counting: Sequence[Screening]) -> Iterator[Screening]:
    """The lists that first said no to a red flag that a later answer ends; the day is told."""
    flags: dict[str, datetime] = {}
    for asked in counting:
        for finding in asked.findings:
            if finding.ends is Ends.ANSWER and finding.urgency.blocks:
                last = flags.get(finding.rule, asked.started_at)
                flags[finding.rule] = max(asked.started_at, last)
    known = {asked.id for asked in counting}
    for since in sorted(set(flags.values())):
        for first in map(screening, q(_FIRST_LISTS, person, since)):
            if first.id not in known:
                known.add(first.id)
                yield replace(first, cautions=first.cautions or ())


def _ends(
    q: Query, person: UUID, saved: Sequence[Row], trained: Sequence[Row], stops: Sequence[Row]
) -> list[SessionEnd]:
    """How sessions of a person ended: those that did harm, and who stands between them."""
    sessions = [
        (SessionEnd(identity, at.replace(tzinfo=UTC), why, before=before, after=after), place)
        for identity, at, why, before, after, place in saved
    ]
    trainings = [
        (SessionEnd(identity, at.replace(tzinfo=UTC), why, training=True), place)
        for identity, at, why, place in trained
    ]
    for end in _under_way(stops):
        placed, count = (trainings, _MANY_TRAINED) if end.training else (sessions, _MANY_SAVED)
        [(before,)] = q(count, person)
        placed.append((end, before + 1))
    return [*_in_places(sessions), *_in_places(trainings)]


def _in_places(placed: Sequence[tuple[SessionEnd, int]]) -> Iterator[SessionEnd]:
    """The ends by their places, and one that did no harm where others were left out."""
    last = 0
    for end, place in sorted(placed, key=itemgetter(1)):
        if place > last + 1:
            yield SessionEnd(end.session, end.at - _A_MOMENT, training=end.training)
        yield end
        last = place


def _under_way(rows: Iterable[Row]) -> Iterator[SessionEnd]:
    """A session that was stopped and not saved yet."""
    for session, journal in rows_by_first_column(rows).items():
        stop = effective_stop([event(row) for _, *row in journal])
        if stop:
            phase = journal[0][0]
            yield SessionEnd(session, stop.at, str(stop.value), training=phase is not None)
