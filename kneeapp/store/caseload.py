# ruff: noqa: S608  every part of these statements is written here
"""The people who let a clinician see their record, at a glance: a few queries for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from operator import itemgetter
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from kneeapp.domain.alerts import LOOK_BACK, STOPPED_WITHIN, Flag, Handling, Signs, Stop, raised
from kneeapp.domain.caseload import Case, Rated
from kneeapp.domain.deeds import Deed
from kneeapp.domain.findings import Finding
from kneeapp.domain.judging import History
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.people import Asker, Preferences, Role
from kneeapp.domain.progress import chosen, last_weeks
from kneeapp.domain.sessions import Status
from kneeapp.domain.trend import RISE_WITHIN, Level
from kneeapp.store import alerts, audit
from kneeapp.store.askers import require
from kneeapp.store.database import Store
from kneeapp.store.engine import Query
from kneeapp.store.record import CARED_FOR, Record
from kneeapp.store.session_rows import of_people

MORNINGS_BACK = timedelta(weeks=4)
"""How far back the rules look at mornings: two weeks, and those that these are held against."""

Row = tuple[Any, ...]

_NO_RATING = 15

_FINDINGS = TypeAdapter(tuple[Finding, ...])

_THEM = f"{CARED_FOR} and ($2::uuid is null or care.person_id = $2)"
"""Everybody whom the clinician ($1) sees, or one of them."""

_PEOPLE = f"""
select care.person_id, coalesce(account.called, ''), care.accepted_at, person.preferences
from care join person on person.id = care.person_id
left join account on account.own_person = care.person_id
where care.clinician_id = $1 and care.ended_at is null and care.person_id in ({_THEM})
"""

# a list of one number for each rating is gathered, and read, several times faster than lists of
# its parts in order: the moment in milliseconds, then 4 bits for each value, _NO_RATING for none
_SESSIONS = f"""
select person_id, max(started_at), count(*) filter (where started_at >= $5),
    array_agg(256 * cast(1000 * extract(epoch from started_at) as bigint) + 16 * pain_before
              + case when late or trial_id is not null then {_NO_RATING}
                else coalesce(pain_after, {_NO_RATING}) end)
from session where person_id in ({_THEM}) and status = $3 and started_at >= $4
group by person_id, knee, test_move
"""

# these two are few, and PostgreSQL finds them in an index of their own
_STOPS = f"""
select person_id, started_at, stop_reason
from session where person_id in ({_THEM}) and status = $3 and started_at >= $4
and stop_reason is not null
"""

_FLAGS = f"""
select person_id, started_at, findings from screening
where person_id in ({_THEM}) and started_at >= $3 and findings <> '[]'
"""

_MORNINGS = f"""
select person_id,
    array_agg(16 * cast(1000 * extract(epoch from taken_at) as bigint) + value)
from rating where person_id in ({_THEM}) and measure = $3 and taken_at >= $4
group by person_id
"""

# of the few that were stopped, the moment in milliseconds and why
_TRAININGS = f"""
select person_id, max(trained_on), (array_agg(phase order by trained_on desc, id desc))[1],
    array_agg(concat(cast(1000 * extract(epoch from stopped_at) as bigint), ' ', stop_reason))
    filter (where stopped_at >= $4)
from training where person_id in ({_THEM}) and trained_on >= $3 group by person_id
"""

_SCREENED = f"""
select person_id, max(started_at) from screening
where person_id in ({_THEM}) and started_at >= $3 group by person_id
"""

_HANDLED = f"""
{alerts.SELECT} where alert.person_id in ({_THEM})
and (alert.closed_at is null or alert.closed_at >= $3)
"""

_ASKED = f"person_id in ({CARED_FOR}) and person_id in (select unnest($2::uuid[]))"

_FINGERPRINTS = f"""
select person_id,
    md5(string_agg(concat(id, '/', pain_before, '/', pain_after, '/', late), ' ' order by id))
from session where {_ASKED} and status = $3 group by person_id
"""

_TRIALS = f"select person_id, id from trial where {_ASKED} and stopped_at is null"


def caseload(store: Store, asker: Asker, now: datetime, zone: tzinfo) -> list[Case]:
    """Everybody who lets the clinician who asks see their record; raises NotAllowed."""
    return store.run(lambda q: cases(q, asker, None, now, zone))


def view(store: Store, asker: Asker, now: datetime) -> None:
    """Keep in the audit that a clinician opened their caseload; raises NotAllowed."""

    def write(q: Query) -> None:
        require(q, asker, Role.CLINICIAN)
        audit.note(q, now, asker.account, Deed.CASELOAD_VIEWED)

    store.run(write)


def case(record: Record, now: datetime, zone: tzinfo) -> Case:
    """One of them; raises NotAllowed."""
    [found] = record.read(lambda q: cases(q, record.asker, record.person, now, zone))
    return found


def cases(q: Query, asker: Asker, person: UUID | None, now: datetime, zone: tzinfo) -> list[Case]:
    """The caseload, or one person of it, in a transaction; raises NotAllowed."""
    require(q, asker, Role.CLINICIAN)
    whose, since, stopped_since = (asker.account, person), now - LOOK_BACK, now - STOPPED_WITHIN
    monday, _ = last_weeks(1, now.astimezone(zone).date()).bounds(zone)
    seen = _Seen(
        sessions=_grouped(q(_SESSIONS, *whose, Status.SAVED, since, monday)),
        stops=_grouped(q(_STOPS, *whose, Status.SAVED, stopped_since)),
        mornings=_by_person(q(_MORNINGS, *whose, KNEE_DAY.name, now - MORNINGS_BACK)),
        trainings=_by_person(q(_TRAININGS, *whose, since.date(), stopped_since)),
        screened=_by_person(q(_SCREENED, *whose, since)),
        flags=_grouped(q(_FLAGS, *whose, since)),
        handled=_handled(q(_HANDLED, *whose, since)),
        zone=zone,
    )
    return [seen.case(*row, now=now) for row in q(_PEOPLE, *whose)]


def histories(
    store: Store, asker: Asker, people: Collection[UUID], known: Mapping[UUID, str]
) -> dict[UUID, History]:
    """The history of each of `people` whose fingerprint is not the `known` one.

    Those who do not let the clinician who asks see their record are left out; raises
    NotAllowed where it is no clinician.
    """

    def read(q: Query) -> dict[UUID, History]:
        require(q, asker, Role.CLINICIAN)
        whose = (asker.account, list(people))
        running = dict(q(_TRIALS, *whose))
        marks = {
            person: f"{mark} {running.get(person)}"
            for person, mark in q(_FINGERPRINTS, *whose, Status.SAVED)
        }
        changed = [person for person, mark in marks.items() if known.get(person) != mark]
        return {
            person: History(marks[person], chosen(sessions), running.get(person))
            for person, sessions in of_people(q, changed).items()
        }

    return store.run(read)


@dataclass(frozen=True)
class _Seen:
    """What the queries found, by person."""

    sessions: Mapping[UUID, Sequence[Row]]
    stops: Mapping[UUID, Sequence[Row]]
    mornings: Mapping[UUID, Row]
    trainings: Mapping[UUID, Row]
    screened: Mapping[UUID, Row]
    flags: Mapping[UUID, Sequence[Row]]
    handled: Mapping[UUID, Sequence[Handling]]
    zone: tzinfo

    def case(
        self, person: UUID, name: str, since: datetime, preferences: str, *, now: datetime
    ) -> Case:
        done = self.sessions.get(person, ())
        last_session, _, newest = max(done, key=itemgetter(0), default=(None, 0, ()))
        trained_on, phase, stopped = self.trainings.get(person, (None, None, None))
        rated, handled = _rated(newest), tuple(self.handled.get(person, ()))
        [screened_at] = self.screened.get(person, (None,))
        [mornings] = self.mornings.get(person, ((),))
        lasts = (last_session, screened_at, _newest(mornings), _noon(trained_on))
        signs = Signs(
            last=max([since, *filter(None, lasts)]),
            flags=[
                Flag(at, one.urgency, one.reason)
                for at, findings in self.flags.get(person, ())
                for one in _FINDINGS.validate_json(findings)
            ],
            stops=[Stop(*row) for row in self.stops.get(person, ())] + _stops(stopped or ()),
            before=[Level(one.at, one.before) for one in rated if one.at >= now - RISE_WITHIN],
            mornings=self._by_day(mornings),
        )
        return Case(
            person=person,
            name=name,
            since=since,
            weekly_target=Preferences.model_validate_json(preferences).weekly_target,
            last_session=last_session,
            this_week=sum(this_week for _, this_week, _ in done),
            rated=rated,
            phase=phase,
            alerts=raised(signs, handled, now, self.zone),
            handled=handled,
        )

    def _by_day(self, mornings: Iterable[int]) -> dict[date, int]:
        """The last rating of each day, as mornings_by_day has it."""
        rated = (divmod(one, 16) for one in sorted(mornings))
        return {datetime.fromtimestamp(ms / 1000, self.zone).date(): value for ms, value in rated}


def _rated(sessions: Iterable[int]) -> tuple[Rated, ...]:
    """The ratings of _SESSIONS, oldest first."""
    return tuple(
        Rated(_moment(one // 256), one // 16 % 16, None if one % 16 == _NO_RATING else one % 16)
        for one in sorted(sessions)
    )


def _newest(mornings: Sequence[int]) -> datetime | None:
    return _moment(max(mornings) // 16) if mornings else None


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _noon(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(12), UTC)


def _by_person(rows: Iterable[Row]) -> dict[UUID, Row]:
    return {person: tuple(rest) for person, *rest in rows}


def _grouped(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    """Several rows a person."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    for person, *rest in rows:
        found[person].append(tuple(rest))
    return found


def _stops(trainings: Iterable[str]) -> list[Stop]:
    """The stops of _TRAININGS."""
    each = (one.split(" ", 1) for one in trainings)
    return [Stop(_moment(int(ms)), reason, training=True) for ms, reason in each]


def _handled(rows: Iterable[Row]) -> dict[UUID, list[Handling]]:
    found: defaultdict[UUID, list[Handling]] = defaultdict(list)
    for row in rows:
        found[row[-1]].append(alerts.handling(row))
    return found
