# ruff: noqa: S608  every part of these statements is written here
"""What of a record can raise a finding: one reader for pages, reports and a clinic's view."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from kneeapp.domain.clearance.person_status import SafetyRecord
from kneeapp.domain.evidence.rating_findings import RatingHistory
from kneeapp.domain.routine.event_replay import effective_stop
from kneeapp.domain.routine.pain_rules import STOPS_FOR_PAIN
from kneeapp.domain.routine.session_limits import CLEAR_CHANGE
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.domain.routine.stop_findings import SessionEnd, unanswered
from kneeapp.domain.routine.timeline import Event, EventKind
from kneeapp.domain.safety.findings import Ends
from kneeapp.domain.screening.answers import Screening, ScreeningKind
from kneeapp.errors import BadInput
from kneeapp.store.access.record import Record
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record import replies
from kneeapp.store.record.event_log import EVENT, event
from kneeapp.store.record.screening_rows import screening

Row = tuple[Any, ...]

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
    [(_, found)] = record.read_cached(lambda q: list(safety_records(q, [record.person])))
    return replace(found, rated=rated)


def safety_records(q: Query, people: Sequence[UUID]) -> Iterator[tuple[UUID, SafetyRecord]]:
    """The same of several people at once, without their ratings."""
    whose, who = (ONE, people[0]) if len(people) == 1 else (MANY, " ".join(map(str, people)))

    def rows(sql: str, where: str | None = None) -> Mapping[str, Sequence[Row]]:
        if where and not q(where.format(whose=whose), who):
            return {}
        return _by_person(q(sql.format(whose=whose), who))

    asked, said, seen = rows(_SCREENINGS), rows(replies.OF_PEOPLE), rows(_SEEN)
    saved, trained = rows(_SESSIONS), rows(_TRAININGS, _ANY_TRAINING)
    ends = _ends(q, saved, trained, rows(_STOPS, _ANY_STOP))
    for person in people:
        own = str(person)
        kept = _answering([screening(row) for row in asked.get(own, ())])
        yield (
            person,
            SafetyRecord(
                screenings=(*kept, *_denials(q, person, kept)),
                replies=[replies.reply(row) for row in said.get(own, ())],
                ends=ends.get(own, ()),
                seen=[day for (day,) in seen.get(own, ())],
            ),
        )


def refuse_to_lose(q: Query, person: UUID, session: UUID) -> None:
    """Raises BadInput where a session raised something that nobody has answered: without the
    session it would be closed no more, and nobody would have looked at it.
    """
    [(_, found)] = safety_records(q, [person])
    if unanswered(found.ends, found.replies, session):
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
    for one in sorted(screenings, key=lambda one: (one.started_at, one.id)):
        newest.update(dict.fromkeys(one.answers, one))
    counting = {one.id for one in newest.values()}
    return [
        one if one.cautions is not None or one.id in counting else replace(one, cautions=())
        for one in screenings
        if one.id in counting or one.kind not in LISTS or one.findings or one.cautions
    ]


def _denials(q: Query, person: UUID, kept: Sequence[Screening]) -> Iterator[Screening]:
    """The lists that first said no to a red flag that a later answer ends; the day is told."""
    flags: dict[str, datetime] = {}
    for one in kept:
        for finding in one.findings:
            if finding.ends is Ends.ANSWER and finding.urgency.blocks:
                flags[finding.rule] = max(one.started_at, flags.get(finding.rule, one.started_at))
    known = {one.id for one in kept}
    for since in sorted(set(flags.values())):
        for one in map(screening, q(_FIRST_LISTS, person, since)):
            if one.id not in known:
                known.add(one.id)
                yield replace(one, cautions=one.cautions or ())


def _ends(
    q: Query,
    saved: Mapping[str, Sequence[Row]],
    trained: Mapping[str, Sequence[Row]],
    stops: Mapping[str, Sequence[Row]],
) -> Mapping[str, list[SessionEnd]]:
    """How sessions ended, by person: those that did harm, and who stands between them."""
    found: defaultdict[str, list[SessionEnd]] = defaultdict(list)
    for person in saved.keys() | trained.keys() | stops.keys():
        sessions = [
            (SessionEnd(one, at.replace(tzinfo=UTC), why, before=before, after=after), place)
            for one, at, why, before, after, place in saved.get(person, ())
        ]
        trainings = [
            (SessionEnd(one, at.replace(tzinfo=UTC), why, training=True), place)
            for one, at, why, place in trained.get(person, ())
        ]
        for end in _under_way(stops.get(person, ())):
            row, many = (trainings, _MANY_TRAINED) if end.training else (sessions, _MANY_SAVED)
            [(before,)] = q(many, UUID(person))
            row.append((end, before + 1))
        found[person] = [*_in_places(sessions), *_in_places(trainings)]
    return found


def _in_places(placed: Sequence[tuple[SessionEnd, int]]) -> Iterator[SessionEnd]:
    """The ends by their places, and one that did no harm where others were left out."""
    last = 0
    for end, place in sorted(placed, key=itemgetter(1)):
        if place > last + 1:
            yield _harmless(end, end.at - _A_MOMENT)
        yield end
        last = place


def _harmless(beside: SessionEnd, at: datetime) -> SessionEnd:
    return SessionEnd(beside.session, at, training=beside.training)


def _under_way(rows: Iterable[Row]) -> Iterator[SessionEnd]:
    """A session that was stopped and not saved yet."""
    journals: defaultdict[tuple[UUID, str | None], list[Event]] = defaultdict(list)
    for identity, phase, *row in rows:
        journals[identity, phase].append(event(*row))
    for (identity, phase), journal in journals.items():
        stop = effective_stop(journal)
        if stop:
            yield SessionEnd(identity, stop.at, str(stop.value), training=phase is not None)


def _by_person(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for person, *row in rows:
        found[person].append(tuple(row))
    return found
