"""Overview data: what the linked charts of *Progress* are given, for one selection of sessions."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from kneeapp import content
from kneeapp.charts.overview.linked import moment
from kneeapp.charts.overview.pictures import (
    levels_picture,
    loads_picture,
    pairs_picture,
    strip_picture,
    weeks_picture,
)
from kneeapp.domain.evidence import progress, trend_text
from kneeapp.domain.evidence.bands import Band, bands_within, mark_bands
from kneeapp.domain.evidence.eligibility import ExclusionReason
from kneeapp.domain.evidence.progress import RatingPair, Window
from kneeapp.domain.evidence.progress_text import MARKS, tally_words, target_words
from kneeapp.domain.evidence.trend import Level, before_levels, morning_levels, trend
from kneeapp.domain.formats import counted
from kneeapp.domain.load.day_load import SCALES, LoadKind
from kneeapp.domain.programme.phase_bands import phase_bands
from kneeapp.domain.programme.phase_gates import RAISED
from kneeapp.domain.programme.training_log import Training
from kneeapp.domain.routine.pain_rules import morning_check
from kneeapp.domain.routine.sessions import Session
from kneeapp.domain.trial.session_bands import session_bands
from kneeapp.errors import ContentError
from kneeapp.store.record import day_loads, programme, sessions
from kneeapp.ui.findings.standing import mornings
from kneeapp.ui.progress.knee_charts import SCALE
from kneeapp.ui.progress.views import HALF_MINUTES, WORK_ZONE, ZONE
from kneeapp.ui.routine.life_events import marked_days
from kneeapp.ui.routine.session_filter import SessionSelection
from kneeapp.ui.shell.component_payloads import PictureData, PictureRow
from kneeapp.ui.shell.request_context import RecordContext

NO_TREND = timedelta.max
"""The window of a trend through all levels that it is given."""

NOTHING_RATED = "Nothing was rated on these days."
TRIAL_HIDDEN = "Sessions of the trial under way are shown once it has ended."


def pictures(
    context: RecordContext, selection: SessionSelection, *, on_paper: bool = False
) -> tuple[PictureData, ...]:
    """The strip of days and the charts; made once for each state of the record.

    `on_paper` they are light, whatever the page is.
    """
    context = replace(context, dark=context.dark and not on_paper)
    target = context.preferences.weekly_target
    selection = replace(selection, window=charted(context, selection))
    made_of = (selection.window, selection.knee, selection.sessions, target)
    key = (made_of, context.today, str(context.zone), context.dark, context.record.own)
    maker = _Pictures(context, selection)
    return context.record.derive("overview", key, lambda: tuple(maker.made()))


def charted(context: RecordContext, selection: SessionSelection) -> Window:
    """The days of the charts: those of the selection from its first entry on."""
    started = (session.started_at.astimezone(context.zone).date() for session in selection.in_weeks)
    return progress.from_first(selection.window, (*started, *mornings(context)))


@dataclass(frozen=True)
class _Pictures:
    """Makes the charts of one selection."""

    context: RecordContext
    selection: SessionSelection

    def made(self) -> Iterator[PictureData]:
        """The charts in the order in which they are shown, the strip first."""
        yield self._strip()
        yield self._relief()
        yield self._before()
        yield self._mornings()
        yield from self._loads()
        yield self._tenderness()
        yield self._weeks()

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """What held on the days: phases, sessions of a trial two by two, marked days."""
        context, window = self.context, self.selection.window
        titles: dict[str, str] = {}
        with suppress(ContentError):  # a phase is then named by its id
            phases = content.programme(context.settings.content).phases
            titles = {phase.id: phase.title for phase in phases}
        every = sessions.sessions(context.record, steps=False)
        return bands_within(
            (
                *phase_bands(self.trainings, titles, context.today),
                *session_bands(every, context.zone),
                *mark_bands(marked_days(context, window)),
            ),
            window,
        )

    @cached_property
    def trainings(self) -> tuple[Training, ...]:
        return tuple(programme.trainings(self.context.record).values())

    @cached_property
    def shown(self) -> tuple[Session, ...]:
        """The selected sessions without those of a trial under way: they would tell its arms."""
        effects = self.selection.effects
        return tuple(
            session
            for session in self.selection.sessions
            if effects[session.id].left_out is not ExclusionReason.TRIAL
        )

    def _strip(self) -> PictureData:
        context, window = self.context, self.selection.window
        times = [session.started_at.astimezone(context.zone) for session in self.selection.in_weeks]
        inside = [at for at in times if window.first <= at.date() <= window.last]
        rows = [PictureRow(at=f"{band.first}", values=(), why=_named(band)) for band in self.bands]
        return PictureData(
            kind="strip",
            title="Days",
            answer="Drag over days to choose them: every chart follows. Tap a session to open it.",
            reading="",
            spec=_text(strip_picture(self.bands, inside, window, dark=context.dark)),
            header=("From", "What"),
            rows=tuple(rows),
        )

    def _relief(self) -> PictureData:
        context, selection = self.context, self.selection
        pairs = progress.knee_pairs(self.shown, selection.effects, context.zone)
        tally = progress.tally(pairs)
        left = f" {tally.left_out} not counted." if tally.left_out else ""
        hidden = f" {TRIAL_HIDDEN}" if len(self.shown) < len(selection.sessions) else ""
        spec = pairs_picture(pairs, selection.window, bands=self.bands, dark=context.dark)
        return PictureData(
            kind="relief",
            title="Before and after a session",
            answer=f"{_plain(tally_words(tally, 'after'))}{left}",
            reading=f"{MARKS} {SCALE}{hidden}",
            spec=_text(spec),
            header=("Session", "Before", "After", "Not counted"),
            rows=tuple(
                _pair_row(pair, session) for pair, session in zip(pairs, self.shown, strict=True)
            ),
        )

    def _before(self) -> PictureData:
        selection = self.selection
        move = selection.sessions[-1].test_move
        levels = before_levels(selection.all_sessions, knee=selection.knee, test_move=move)
        ids = {session.started_at: f"{session.id}" for session in selection.all_sessions}
        words = _LevelWords(
            kind="levels",
            title="Knee before a session",
            ratings="the first ratings",
            dot="the knee before a session of any routine",
        )
        return self._levels(words, levels, ids)

    def _mornings(self) -> PictureData:
        words = _LevelWords(
            kind="mornings",
            title="Mornings",
            ratings="the mornings",
            dot="a morning's rating of the last 24 hours",
        )
        return self._levels(words, morning_levels(mornings(self.context)), {})

    def _levels(
        self, words: "_LevelWords", levels: tuple[Level, ...], ids: Mapping[datetime, str]
    ) -> PictureData:
        """The chart of `levels`; `ids` has the id of a session by its start, empty for days."""
        context, window = self.context, self.selection.window
        since, until = window.bounds(context.zone)
        inside = [level for level in levels if since <= level.at < until]
        line = trend(inside, window=NO_TREND)
        spec = levels_picture(
            inside, line, window, zone=context.zone, bands=self.bands, dark=context.dark
        )
        answer = trend_text.trend_words(line, words.ratings) if inside else NOTHING_RATED
        reading = f"Each dot is {words.dot}. Line: all days shown."
        return PictureData(
            kind=words.kind,
            title=words.title,
            answer=_plain(context.told(answer)),
            reading=f"{counted(len(inside), 'rating')}, 0 to 10. {reading}",
            spec=_text(spec),
            header=("Session" if ids else "Day", "Knee"),
            rows=tuple(
                PictureRow(
                    at=moment(level.at.astimezone(context.zone)) if ids else f"{level.at.date()}",
                    values=(level.value,),
                    session=ids.get(level.at),
                )
                for level in inside
            ),
        )

    def _loads(self) -> Iterator[PictureData]:
        """The kind of load that was counted on the most days; nothing where none was."""
        context, window = self.context, self.selection.window
        days = [
            load
            for load in day_loads.day_loads(context.record)
            if window.first <= load.day <= window.last
        ]
        kind = max(LoadKind, key=lambda kind: sum(load.amount(kind) is not None for load in days))
        amounts = {
            load.day: amount / SCALES[kind].divisor
            for load in sorted(days, key=lambda load: load.day)
            if (amount := load.amount(kind)) is not None
        }
        if not amounts:
            return
        rated = mornings(context)
        after = {day: morning_check(rated, day + timedelta(days=1)).says for day in amounts}
        dots = [(day, amount, after[day] in RAISED) for day, amount in amounts.items()]
        unit = SCALES[kind].unit
        name = kind.label if kind.label.lower() == unit else f"{kind.label}, {unit}"
        mean = sum(amounts.values()) / len(amounts)
        yield PictureData(
            kind="loads",
            title=f"{name} a day",
            answer=f"{float(f'{mean:.4g}'):,g} a day on average, {counted(len(amounts), 'day')}.",
            reading=(
                "Each dot is a day. Filled: the morning after was raised. Whether one comes from "
                "the other is asked under Programme, Load."
            ),
            spec=_text(loads_picture(dots, window, bands=self.bands, dark=context.dark)),
            header=("Day", name, "Next morning"),
            rows=tuple(
                PictureRow(at=f"{day}", values=(amount, rated.get(day + timedelta(days=1))))
                for day, amount in amounts.items()
            ),
        )

    def _tenderness(self) -> PictureData:
        context, selection = self.context, self.selection
        wanted = {session.id for session in self.shown}
        every = sessions.sessions(context.record, *selection.window.bounds(context.zone))
        traced = [session for session in every if session.id in wanted]
        knee = selection.knee
        pairs = progress.side_tenderness(traced, context.zone, knee)
        by_time = {session.started_at.astimezone(context.zone): session for session in traced}
        spec = pairs_picture(
            pairs, selection.window, bands=self.bands, dark=context.dark, zone=WORK_ZONE
        )
        return PictureData(
            kind="tenderness",
            title=f"Tenderness, {knee} side",
            answer=_plain(tally_words(progress.tally(pairs), "in")),
            reading=f"{HALF_MINUTES} The mean over the {knee} side. {ZONE}",
            spec=_text(spec),
            header=("Session", "First", "Last"),
            rows=tuple(_pair_row(pair, by_time[pair.at]) for pair in pairs),
        )

    def _weeks(self) -> PictureData:
        context, window = self.context, self.selection.window
        target = context.preferences.weekly_target
        routine = [
            session.started_at.astimezone(context.zone).date()
            for session in self.selection.in_weeks
        ]
        trained = [training.day for training in self.trainings]
        done, strengthened = progress.by_week(routine), progress.by_week(trained)
        mondays = sorted({*done, *strengthened})
        weeks = [(monday, done[monday], strengthened[monday]) for monday in mondays]
        counted_weeks = progress.weeks(self.selection.in_weeks, window, context.zone, context.today)
        spec = weeks_picture(weeks, window, target=target, bands=self.bands, dark=context.dark)
        return PictureData(
            kind="weeks",
            title="Sessions a week",
            answer=target_words(counted_weeks, target),
            reading="Left bar: the routine. Right, grey: strengthening. Weeks begin on Monday.",
            spec=_text(spec),
            header=("Day", "Routine", "Strengthening"),
            rows=tuple(_day_rows(routine, trained)),
        )


@dataclass(frozen=True)
class _LevelWords:
    """The words of a chart of levels: `ratings` names them in a sentence, `dot` is one of them."""

    kind: str
    title: str
    ratings: str
    dot: str


def _day_rows(routine: list[date], trained: list[date]) -> Iterator[PictureRow]:
    done, strengthened = Counter(routine), Counter(trained)
    for day in sorted({*done, *strengthened}):
        yield PictureRow(at=f"{day}", values=(done[day], strengthened[day]))


def _pair_row(pair: RatingPair, session: Session) -> PictureRow:
    return PictureRow(
        at=moment(pair.at),
        values=(pair.before, pair.after),
        why=str(pair.left_out or ""),
        change=pair.change,
        session=f"{session.id}",
    )


def _named(band: Band) -> str:
    days = (band.last - band.first).days
    return f"{band.name}, {counted(days + 1, 'day')}" if days else band.name


def _plain(words: str) -> str:
    """`words` without Markdown, as the component writes them."""
    return words.replace("**", "")


def _text(spec: dict[str, Any]) -> str:
    return json.dumps(spec, separators=(",", ":"))
