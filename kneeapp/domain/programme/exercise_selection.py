"""Which exercises a session of the programme holds, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.programme.definitions import (
    Exercise,
    ExerciseDose,
    Minding,
    Phase,
    Programme,
    Trains,
)
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.screening.driver_ranking import RankedDriver

RESPONDS = 0.5
"""Least weight of a driver whose release eases this knee (DESIGN)."""

STANDS_OUT = 0.3
"""Weight from which a driver shapes the sessions (DESIGN)."""

BESIDE = 0.5
"""What a driver counts for an exercise that serves another one first (DESIGN)."""


@dataclass(frozen=True)
class Needs:
    """What shapes a person's sessions.

    `drivers` are the `weights` by driver, `cautions` the rules of the findings that hold,
    `closed` the families of exercises that these close, `done` says on how many days of this
    week each exercise was done.
    """

    drivers: Mapping[str, float] = field(default_factory=dict)
    cautions: frozenset[str] = frozenset()
    closed: frozenset[Family] = frozenset()
    done: Mapping[str, int] = field(default_factory=dict)

    def weight(self, exercise: Exercise) -> float:
        """The weight of the heaviest driver that it serves, of its first one in full."""
        return max(self._shares(exercise).values(), default=0.0)

    def served(self, exercise: Exercise) -> str | None:
        """The driver that speaks for it; None where none stands out."""
        shares = self._shares(exercise)
        if self.weight(exercise) < STANDS_OUT:
            return None
        return max(shares, key=lambda name: shares[name])

    def _shares(self, exercise: Exercise) -> dict[str, float]:
        return {
            name: self.drivers.get(name, 0.0) * (BESIDE if place else 1)
            for place, name in enumerate(exercise.drivers)
        }

    def times(self, exercise: Exercise) -> int:
        return self.done.get(exercise.id, 0)


@dataclass(frozen=True)
class Picked:
    """An exercise of today: its dose, the driver it was picked for, and what to mind about it.

    Without a driver it is there because its turn has come.
    """

    exercise: Exercise
    dose: ExerciseDose
    driver: str | None = None
    minding: tuple[Minding, ...] = ()


def weights(
    ranking: Iterable[RankedDriver], verdicts: Mapping[str, Outcome] | None = None
) -> dict[str, float]:
    """How much each driver speaks for its exercises, 0-1, from the screening's points.

    A release that helps raises its driver. One that is ruled out leaves it as it is:
    weakness was not tested.
    """
    helps = {driver for driver, outcome in (verdicts or {}).items() if outcome is Outcome.HELPS}
    return {
        driver.id: max(driver.share, RESPONDS) if driver.id in helps else driver.share
        for driver in ranking
    }


def left_out(programme: Programme, cautions: Collection[str]) -> dict[str, Minding]:
    """The exercises that a caution (by its id) takes out, and the words that say so."""
    return {
        exercise.id: minding
        for exercise in programme.exercises
        for minding in exercise.cautions
        if minding.leave_out and minding.caution in cautions
    }


def todays(
    programme: Programme, phase_id: str, needs: Needs, *, halved: bool = False
) -> tuple[Picked, ...]:
    """The exercises of one session, in order; `halved` asks for half the sets.

    Of each kind the one that serves the person's drivers most stands in every session,
    the others take turns. The first driver gets one more, and its kind begins.
    """
    phase, out = programme.phase(phase_id), left_out(programme, needs.cautions)
    there = [
        one
        for one in programme.of(phase_id)
        if one.id not in out
        and one.family not in needs.closed
        and needs.times(one) < one.days_a_week
    ]
    chosen = _by_kind(phase, there, needs)
    chosen |= _one_more(there, chosen, needs)
    order = _order(phase, chosen, needs)
    return tuple(
        Picked(
            exercise=one,
            dose=one.dose.halved() if halved else one.dose,
            driver=chosen[one],
            minding=tuple(minding for minding in one.cautions if minding.caution in needs.cautions),
        )
        for one in sorted(chosen, key=lambda one: order.index(one.trains))
    )


def _by_kind(phase: Phase, there: Sequence[Exercise], needs: Needs) -> dict[Exercise, str | None]:
    """As many of each kind as a session holds, with the driver each was picked for."""
    chosen: dict[Exercise, str | None] = {}
    for kind, count in phase.session.items():
        of_kind = [one for one in there if one.trains is kind]
        best = max(of_kind, key=needs.weight, default=None)
        first = [best] if best and needs.served(best) else []
        others = sorted(
            (one for one in of_kind if one not in first),
            key=lambda one: (needs.times(one), -needs.weight(one)),
        )
        chosen |= {one: needs.served(one) for one in first}
        chosen |= dict.fromkeys(others[: count - len(first)])
    return chosen


def _one_more(
    there: Sequence[Exercise], chosen: Collection[Exercise], needs: Needs
) -> dict[Exercise, str | None]:
    """The exercise that the first driver gets on top, if it weighs enough."""
    first = max(needs.drivers, key=lambda name: needs.drivers[name], default=None)
    if first is None or needs.drivers[first] < STANDS_OUT:
        return {}
    serving = [one for one in there if first in one.drivers and one not in chosen]
    more = min(serving, key=needs.times, default=None)
    return {more: first} if more else {}


def _order(phase: Phase, chosen: Collection[Exercise], needs: Needs) -> list[Trains]:
    """The kinds in the phase's order; what serves the first driver begins, stretches end."""
    kinds = list(dict.fromkeys((*phase.session, *(one.trains for one in chosen))))
    loaded = [one for one in chosen if one.trains is not Trains.STRETCH]
    lead = max(loaded, key=needs.weight, default=None)
    first = lead.trains if lead and needs.served(lead) else None
    return sorted(kinds, key=lambda kind: (kind is not first, kind is Trains.STRETCH))
