# ruff: noqa: S608  every part of these statements is written here
"""What people entered, as far as a caseload shows it, as rows: a few statements for all of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from itertools import chain, starmap
from typing import NamedTuple
from uuid import UUID

from kneeapp.domain.accounts.people import Preferences
from kneeapp.domain.accounts.time_zones import zone_of
from kneeapp.domain.clearance.person_status import record_findings, record_replies
from kneeapp.domain.clinic.alerts import LOOK_BACK, STOPPED_WITHIN, AlertEvidence, Stop
from kneeapp.domain.clinic.caseload import CaseloadEntry, CaseloadRatings, EnteredCase
from kneeapp.domain.evidence.progress import last_weeks
from kneeapp.domain.evidence.trend import Level
from kneeapp.domain.measures import KNEE_DAY
from kneeapp.domain.routine.sessions import SessionStatus
from kneeapp.domain.routine.timeline import EventKind
from kneeapp.domain.safety.findings import Finding
from kneeapp.domain.safety.replies import Reply
from kneeapp.domain.screening.questionnaire import Questionnaire
from kneeapp.store.access.authorization import sight
from kneeapp.store.clinic import alerts as clinic_alerts
from kneeapp.store.engine.protocol import Query
from kneeapp.store.engine.statements import rows_by_first_column
from kneeapp.store.record.findings import PAIN, WORSE, safety_records
from kneeapp.store.record.json_columns import zones_of_text

_NO_RATING = 15

_THEM = "select cast(unnest(string_to_array($1, ' ')) as uuid)"
"""Those who are asked for; DuckDB takes one text faster than hundreds of ids."""

# ids as text, moments as milliseconds and lists of numbers as one text are read several times
# faster, and these statements give thousands of them
_ID = "cast(person_id as text)"
_MS = "cast(1000 * date_part('epoch', {}) as bigint)"

PEOPLE = f"""
select cast(sees.person_id as text), coalesce(account.called, ''), {_MS.format("sees.since")},
    person.preferences, person.zones, person.writes
from (select person_id, min(since) as since from ({sight("$3")}) sight
      where clinician_id = $1 and ($2::uuid is null or person_id = $2) group by person_id) sees
join person on person.id = sees.person_id
left join account on account.own_person = sees.person_id
"""
"""Everybody whom the clinician ($1) sees at a moment ($3), or one of them ($2): a Person, and how
often was written."""

# a number for each session: its moment, then 4 bits for each value, _NO_RATING for none
_SESSIONS = f"""
select {_ID}, string_agg(cast(256 * {_MS.format("started_at")} + 16 * pain_before
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

# a number for each rating: its moment, 1 bit for one that was given here, 4 bits for its value
_MORNINGS = f"""
select {_ID}, string_agg(cast(32 * {_MS.format("taken_at")}
                    + case when origin is null then 16 else 0 end + value as text), ' ')
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

_TESTED = f"""
select {_ID}, max(tested_on) from test_result where person_id in ({_THEM}) group by person_id
"""

_ANSWERED = f"""
select {_ID}, max(answered_at) at time zone 'UTC', (array_agg(body order by answered_at desc))[1]
from note_answer where person_id in ({_THEM}) group by person_id
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
    zones: str | None

    def zone(self, otherwise: tzinfo) -> tzinfo:
        """That of their days; `otherwise` where no browser of theirs has said one."""
        return zone_of(zones_of_text(self.zones), otherwise)


def entered(
    q: Query,
    people: Collection[CaseloadPerson],
    questionnaire: Questionnaire,
    today: date,
    zone: tzinfo,
) -> dict[str, EnteredCase]:
    """What each of `people` entered, by their id.

    It looks back from the beginning of `today` in `zone`, so that it holds all day. Days are
    those of each person's own zone, and in `zone` where none is known.
    """
    midnight = datetime.combine(today, time(), zone)
    since, stopped_since = midnight - LOOK_BACK, midnight - STOPPED_WITHIN
    them = " ".join(person.id for person in people)
    sessions = rows_by_first_column(q(_SESSIONS, them, SessionStatus.SAVED, since))
    stops = rows_by_first_column(q(_STOPS, them, SessionStatus.SAVED, stopped_since))
    mornings = dict(q(_MORNINGS, them, KNEE_DAY.name, since))
    trainings = rows_by_first_column(q(_TRAININGS, them, since.date(), stopped_since))
    screened = dict(q(_SCREENED, them, since))
    tested = dict(q(_TESTED, them))
    answered = {person: (at.replace(tzinfo=UTC), body) for person, at, body in q(_ANSWERED, them)}
    zones = {person.id: person.zone(zone) for person in people}
    safety = _safety(q, zones, questionnaire, midnight)
    handled = rows_by_first_column(clinic_alerts.handlings(q, _HANDLED, them, since))

    def entered_by(person: CaseloadPerson) -> EnteredCase:
        own_sessions, began = sessions[person.id], _at(person.since_ms)
        # of several knees and test moves, that of the newest session
        numbers = [_numbers(ratings) for (ratings,) in own_sessions]
        rated = _rated(max(numbers, key=max, default=()))
        monday, _ = last_weeks(1, today).bounds(zones[person.id])
        [(trained_on, phase, stopped)] = trainings[person.id] or [(None, None, None)]
        own_mornings = _numbers(mornings.get(person.id, ""))
        screened_ms = screened.get(person.id)
        last_session = rated[-1].at if rated else None
        last_entries = (
            last_session,
            _at(screened_ms) if screened_ms is not None else None,
            _at(max(own_mornings) // 32) if own_mornings else None,
            datetime.combine(trained_on, time(12), UTC) if trained_on else None,
        )
        preferences = Preferences.model_validate_json(person.preferences)
        case = CaseloadEntry(
            person=UUID(person.id),
            name=person.name,
            since=began,
            weekly_target=preferences.weekly_target,
            last_session=last_session,
            this_week=sum(_at(number // 256) >= monday for number in chain.from_iterable(numbers)),
            rated=rated,
            phase=phase,
            handled=tuple(handling for (handling,) in handled[UUID(person.id)]),
        )
        findings, replies = safety.get(person.id, ((), ()))
        signs = AlertEvidence(
            last=max([began, *filter(None, last_entries)]),
            findings=findings,
            replies=replies,
            stops=[*starmap(Stop, stops[person.id]), *map(_training_stop, stopped or ())],
            before=[Level(pair.at, pair.before) for pair in rated],
            mornings=_by_day(own_mornings, zones[person.id]),
            note_answer=answered.get(person.id),
            tested=tested.get(person.id),
        )
        return EnteredCase(case, signs, zones[person.id])

    return {person.id: entered_by(person) for person in people}


def _safety(
    q: Query, zones: Mapping[str, tzinfo], questionnaire: Questionnaire, now: datetime
) -> dict[str, tuple[Sequence[Finding], Sequence[Reply]]]:
    """The red flags and the replies to them, of each person who has any.

    Ratings raise alerts of their own kinds, and are left out.
    """
    flagged = [UUID(person) for (person,) in q(_FLAGGED, " ".join(zones), now - LOOK_BACK)]
    safety: dict[str, tuple[Sequence[Finding], Sequence[Reply]]] = {}
    for person, record in safety_records(q, flagged) if flagged else ():
        zone = zones[str(person)]
        findings = record_findings(questionnaire, record, now, zone)
        red_flags = [finding for finding in findings if finding.is_red_flag]
        if red_flags:
            safety[str(person)] = (red_flags, record_replies(record, zone))
    return safety


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split()))


def _rated(sessions: Iterable[int]) -> tuple[CaseloadRatings, ...]:
    """The ratings of _SESSIONS, oldest first."""
    unpacked = ((number // 256, number // 16 % 16, number % 16) for number in sorted(sessions))
    return tuple(
        CaseloadRatings(_at(ms), before, None if after == _NO_RATING else after)
        for ms, before, after in unpacked
    )


def _by_day(mornings: Iterable[int], zone: tzinfo) -> dict[date, int]:
    """The last rating of each day, as mornings_by_day has it."""
    rated = sorted(mornings, key=lambda number: (number // 16 % 2, number))
    return {_at(number // 32).astimezone(zone).date(): number % 16 for number in rated}


def _training_stop(text: str) -> Stop:
    """A stop of _TRAININGS."""
    ms, reason = text.split(" ", 1)
    return Stop(_at(int(ms)), reason, training=True)


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
