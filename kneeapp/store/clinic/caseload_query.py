# ruff: noqa: S608  every part of these statements is written here
"""What people entered, as far as a caseload shows it, as rows: a few statements for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple
from uuid import UUID

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.clearance.person_status import record_findings, record_replies
from kneeapp.domain.clinic.alerts import LOOK_BACK, STOPPED_WITHIN, Handling, Signs, Stop
from kneeapp.domain.clinic.caseload import CaseloadEntry, CaseloadRatings, Entered
from kneeapp.domain.evidence.progress import last_weeks
from kneeapp.domain.evidence.trend import RISE_WITHIN, Level
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.safety.replies import Reply
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.store.clinic import alerts as clinic_alerts
from kneeapp.store.engine.protocol import Query
from kneeapp.store.record.findings import PAIN, WORSE, safety_records

MORNINGS_BACK = timedelta(weeks=4)
"""How far back the rules look at mornings: two weeks, and those that these are held against."""

Row = tuple[Any, ...]

_NO_RATING = 15

_THEM = "select cast(unnest(string_to_array($1, ' ')) as uuid)"
"""Those who are asked for; DuckDB takes one text faster than hundreds of ids."""

# ids as text, moments as milliseconds and lists of numbers as one text are read several times
# faster, and these statements give thousands of them
_ID = "cast(person_id as text)"
_MS = "cast(1000 * date_part('epoch', {}) as bigint)"

PEOPLE = f"""
select cast(care.person_id as text), coalesce(account.called, ''), {_MS.format("care.accepted_at")},
    person.preferences, person.writes
from care join person on person.id = care.person_id
left join account on account.own_person = care.person_id
where care.clinician_id = $1 and care.accepted_at is not null and care.ended_at is null
and ($2::uuid is null or care.person_id = $2)
"""
"""Everybody whom the clinician ($1) sees, or one of them: a Person, and how often was written."""

# a number for each session: its moment, then 4 bits for each value, _NO_RATING for none
_SESSIONS = f"""
select {_ID}, count(*) filter (where started_at >= $4),
    string_agg(cast(256 * {_MS.format("started_at")} + 16 * pain_before
                    + case when late or trial_id is not null then {_NO_RATING}
                      else coalesce(pain_after, {_NO_RATING}) end as text), ' ')
from session where person_id in ({_THEM}) and status = $2 and started_at >= $3
group by person_id, knee, test_move
"""

# these two are few, and PostgreSQL finds them in an index of their own
_STOPS = f"""
select {_ID}, started_at, stop_reason
from session where person_id in ({_THEM}) and status = $2 and started_at >= $3
and stop_reason is not null
"""

# of whom anything is to be read that may be a red flag: few, found in indexes of their own
_FLAGGED = f"""
select {_ID} from screening where person_id in ({_THEM}) and findings <> '[]'
union select {_ID} from session where person_id in ({_THEM}) and {PAIN}
union select {_ID} from session where person_id in ({_THEM}) and started_at >= $2 and {WORSE}
    group by person_id having count(*) > 1
union select {_ID} from training where person_id in ({_THEM}) and {PAIN}
union select {_ID} from player_event where person_id in ({_THEM}) and kind = '{EventKind.STOP}'
"""

_MORNINGS = f"""
select {_ID}, string_agg(cast(16 * {_MS.format("taken_at")} + value as text), ' ')
from rating where person_id in ({_THEM}) and measure = $2 and taken_at >= $3
group by person_id
"""

# of the few that were stopped, when and why
_TRAININGS = f"""
select {_ID}, max(trained_on), (array_agg(phase order by trained_on desc, id desc))[1],
    array_agg(concat({_MS.format("stopped_at")}, ' ', stop_reason))
    filter (where stopped_at >= $3)
from training where person_id in ({_THEM}) and trained_on >= $2 group by person_id
"""

_SCREENED = f"""
select {_ID}, {_MS.format("max(started_at)")} from screening
where person_id in ({_THEM}) and started_at >= $2 group by person_id
"""

_HANDLED = f"where person_id in ({_THEM}) and (closed_at is null or closed_at >= $2)"


class CaseloadPerson(NamedTuple):
    """Somebody of a caseload, as PEOPLE has them."""

    id: str
    name: str
    since_ms: int
    preferences: str


def entered(
    q: Query,
    people: Collection[CaseloadPerson],
    questionnaire: Questionnaire,
    today: date,
    zone: tzinfo,
) -> dict[str, Entered]:
    """What each of `people` entered, by their id.

    It looks back from the beginning of `today` in `zone`, so that it holds all day.
    """
    midnight = datetime.combine(today, time(), zone)
    since, stopped_since = midnight - LOOK_BACK, midnight - STOPPED_WITHIN
    monday, _ = last_weeks(1, today).bounds(zone)
    them = " ".join(person.id for person in people)
    found = _Rows(
        sessions=_grouped(q(_SESSIONS, them, SessionStatus.SAVED, since, monday)),
        stops=_grouped(q(_STOPS, them, SessionStatus.SAVED, stopped_since)),
        mornings=_by_person(q(_MORNINGS, them, KNEE_DAY.name, midnight - MORNINGS_BACK)),
        trainings=_by_person(q(_TRAININGS, them, since.date(), stopped_since)),
        screened=_by_person(q(_SCREENED, them, since)),
        found=_findings(q, them, questionnaire, midnight, zone),
        handled=_handled(clinic_alerts.handlings(q, _HANDLED, them, since)),
        rising_since=midnight - RISE_WITHIN,
        zone=zone,
    )
    return {person.id: found.entered(person) for person in people}


def _findings(
    q: Query, them: str, questionnaire: Questionnaire, now: datetime, zone: tzinfo
) -> dict[str, tuple[Sequence[Finding], Sequence[Reply]]]:
    """The red flags and the replies to them, of each person who has any.

    Ratings raise alerts of their own kinds, and are left out.
    """
    flagged = [UUID(person) for (person,) in q(_FLAGGED, them, now - LOOK_BACK)]
    found: dict[str, tuple[Sequence[Finding], Sequence[Reply]]] = {}
    for person, record in safety_records(q, flagged) if flagged else ():
        findings = record_findings(questionnaire, record, now, zone)
        red_flags = [one for one in findings if one.is_red_flag]
        if red_flags:
            found[str(person)] = (red_flags, record_replies(record, zone))
    return found


@dataclass(frozen=True)
class _Rows:
    """What the statements found, by person."""

    sessions: Mapping[str, Sequence[Row]]
    stops: Mapping[str, Sequence[Row]]
    mornings: Mapping[str, Row]
    trainings: Mapping[str, Row]
    screened: Mapping[str, Row]
    found: Mapping[str, tuple[Sequence[Finding], Sequence[Reply]]]
    handled: Mapping[str, Sequence[Handling]]
    rising_since: datetime
    zone: tzinfo

    def entered(self, somebody: CaseloadPerson) -> Entered:
        person, since = somebody.id, _at(somebody.since_ms)
        done = self.sessions.get(person, ())
        rated = _rated(max((_numbers(ratings) for _, ratings in done), key=max, default=()))
        trained_on, phase, stopped = self.trainings.get(person, (None, None, None))
        [screened_ms] = self.screened.get(person, (None,))
        mornings = _numbers(*self.mornings.get(person, ("",)))
        last_session = rated[-1].at if rated else None
        lasts = (last_session, _moment(screened_ms), _newest(mornings), _noon(trained_on))
        case = CaseloadEntry(
            person=UUID(person),
            name=somebody.name,
            since=since,
            weekly_target=Preferences.model_validate_json(somebody.preferences).weekly_target,
            last_session=last_session,
            this_week=sum(this_week for this_week, _ in done),
            rated=rated,
            phase=phase,
            handled=tuple(self.handled.get(person, ())),
        )
        findings, replies = self.found.get(person, ((), ()))
        signs = Signs(
            last=max([since, *filter(None, lasts)]),
            findings=findings,
            replies=replies,
            stops=[Stop(*row) for row in self.stops.get(person, ())] + _stops(stopped or ()),
            before=[Level(one.at, one.before) for one in rated if one.at >= self.rising_since],
            mornings=self._by_day(mornings),
        )
        return Entered(case, signs)

    def _by_day(self, mornings: Iterable[int]) -> dict[date, int]:
        """The last rating of each day, as mornings_by_day has it."""
        rated = (divmod(one, 16) for one in sorted(mornings))
        return {datetime.fromtimestamp(ms / 1000, self.zone).date(): value for ms, value in rated}


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


def _rated(sessions: Iterable[int]) -> tuple[CaseloadRatings, ...]:
    """The ratings of _SESSIONS, oldest first."""
    return tuple(
        CaseloadRatings(
            _at(one // 256), one // 16 % 16, None if one % 16 == _NO_RATING else one % 16
        )
        for one in sorted(sessions)
    )


def _newest(mornings: Sequence[int]) -> datetime | None:
    return _at(max(mornings) // 16) if mornings else None


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else _at(ms)


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _noon(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(12), UTC)


def _by_person(rows: Iterable[Row]) -> dict[str, Row]:
    return {person: tuple(rest) for person, *rest in rows}


def _grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Several rows a person."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for person, *rest in rows:
        found[person].append(tuple(rest))
    return found


def _stops(trainings: Iterable[str]) -> list[Stop]:
    """The stops of _TRAININGS."""
    each = (one.split(" ", 1) for one in trainings)
    return [Stop(_at(int(ms)), reason, training=True) for ms, reason in each]


def _handled(alerts: Iterable[tuple[UUID, Handling]]) -> dict[str, list[Handling]]:
    found: defaultdict[str, list[Handling]] = defaultdict(list)
    for person, handling in alerts:
        found[str(person)].append(handling)
    return found
