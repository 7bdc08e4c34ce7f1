"""Day log: what was kept of each day, from everything that has a day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from kneeapp.domain.evidence.life_events import LifeEvent, own
from kneeapp.domain.evidence.progress import Window
from kneeapp.domain.formats import capitalized, counted, short_date
from kneeapp.domain.load.day_load import DayLoad, by_day
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.sides import Side

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class DayLog:
    """What was kept of one day of the person's calendar.

    `sessions` are those that began on it, `trainings` counts sessions of the programme, `morning`
    is the morning rating (0-10), `events` are marked days and the notes of another diary.
    """

    day: date
    sessions: tuple[Session, ...] = ()
    trainings: int = 0
    morning: int | None = None
    events: tuple[LifeEvent, ...] = ()
    load: DayLoad | None = None

    @property
    def marks(self) -> tuple[LifeEvent, ...]:
        """What the person marked here; a note of another diary is no mark."""
        return own(self.events)

    def before(self, knee: Side) -> int | None:
        """The first rating (0-10) of `knee` on this day; None without a session of it."""
        return next((done.before for done in self.sessions if done.knee is knee), None)


def day_logs(  # noqa: PLR0913  one argument for each kind of entry
    zone: tzinfo,
    *,
    sessions: Iterable[Session],
    trained: Iterable[date],
    mornings: Mapping[date, int],
    events: Iterable[LifeEvent],
    loads: Iterable[DayLoad],
) -> dict[date, DayLog]:
    """The log of each day on which anything was kept; `trained` has a day for each training."""
    began: defaultdict[date, list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda session: session.started_at):
        began[session.started_at.astimezone(zone).date()].append(session)
    happened: defaultdict[date, list[LifeEvent]] = defaultdict(list)
    for event in events:
        happened[event.on].append(event)
    trainings, load_of_day = Counter(trained), by_day(loads)
    return {
        day: DayLog(
            day,
            tuple(began.get(day, ())),
            trainings[day],
            mornings.get(day),
            tuple(happened.get(day, ())),
            load_of_day.get(day),
        )
        for day in {*began, *trainings, *mornings, *happened, *load_of_day}
    }


def spans(first: date, today: date) -> list[Window]:
    """The days from the month of `first` until `today` in spans of twelve months, newest first."""
    begun = min(first, today).replace(day=1)
    twelve_months, last = [], today
    while last >= begun:
        months_before = last.year * 12 + last.month - MONTHS_SHOWN
        start = max(begun, date(months_before // 12, months_before % 12 + 1, 1))
        twelve_months.append(Window(start, last))
        last = start - timedelta(days=1)
    return twelve_months


def day_words(log: DayLog) -> str:
    """One line on a day: its date and what was kept, without what a session changed."""
    return f"{log.day:%a} {short_date(log.day)}: {'; '.join(_parts(log)) or 'nothing kept'}"


def span_words(logs: Iterable[DayLog]) -> str:
    """On how many days there was what, in one sentence."""
    every = list(logs)
    sessions, trained, rated, marked = (
        sum(map(bool, of_days))
        for of_days in (
            [log.sessions for log in every],
            [log.trainings for log in every],
            [log.morning is not None for log in every],
            [log.marks for log in every],
        )
    )
    parts = [
        f"sessions on {counted(sessions, 'day')}",
        f"strengthening on {counted(trained, 'day')}" if trained else "",
        f"{counted(rated, 'morning')} rated" if rated else "",
        f"{counted(marked, 'day')} marked" if marked else "",
    ]
    return f"{capitalized(', '.join(filter(None, parts)))}."


def _parts(log: DayLog) -> Iterator[str]:
    if log.sessions:
        before = " and ".join(f"{session.before}" for session in log.sessions)
        yield f"{counted(len(log.sessions), 'session')}, knee before {before}"
    if log.trainings:
        yield "strengthening"
    if log.morning is not None:
        yield f"morning {log.morning} of 10"
    yield from (event.kind.label.lower() for event in log.marks)
    if log.load:
        yield "load"
    if len(log.events) > len(log.marks):
        yield "note of another diary"
