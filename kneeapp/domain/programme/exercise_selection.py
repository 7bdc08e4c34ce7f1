"""Exercise selection: which exercises a session of the programme holds, and what for."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kneeapp.domain.evidence.verdicts import Outcome
from kneeapp.domain.programme.definitions import (
    Exercise,
    ExerciseCaution,
    ExerciseDose,
    Phase,
    Programme,
    Trains,
)
from kneeapp.domain.safety.closures import Family
from kneeapp.domain.screening.driver_ranking import RankedDriver

RESPONDS = 0.5
"""Least weight of a driver whose routine helps this knee (DESIGN)."""

STANDS_OUT = 0.3
"""Weight from which a driver changes the selection (DESIGN)."""

LOADS = {
    Family.LYING: 0,
    Family.STRETCH: 0,
    Family.HOLDING: 1,
    Family.STANDING: 1,
    Family.ONE_LEG: 2,
}
"""How many legs' weight the knee of each family takes: none, half of it, all (DESIGN)."""

BESIDE = 0.5
"""Factor on the weight of a driver that is not the exercise's main one (DESIGN)."""


@dataclass(frozen=True)
class Needs:
    """What decides a person's selection.

    `drivers` are the weights (0-1, from `weights`) by driver id, `kinds` those of the kinds of
    knee pain that the answers fit, `cautions` the rules of the open findings, `closed` the
    families that they close, `done` the number of days of this week on which each exercise was
    done.
    """

    drivers: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, float] = field(default_factory=dict)
    cautions: frozenset[str] = frozenset()
    closed: frozenset[Family] = frozenset()
    done: Mapping[str, int] = field(default_factory=dict)

    def weight(self, exercise: Exercise) -> float:
        """The largest weight among its drivers and the largest among its kinds together, 0-2.

        All drivers but the main one count by BESIDE.
        """
        return max(self._drivers(exercise).values(), default=0.0) + max(
            self._kinds(exercise).values(), default=0.0
        )

    def served(self, exercise: Exercise) -> str | None:
        """The driver or kind for which it is selected; None where none reaches STANDS_OUT."""
        shares = self._kinds(exercise) | self._drivers(exercise)
        most = max(shares, key=lambda name: shares[name], default=None)
        return most if most and shares[most] >= STANDS_OUT else None

    def _kinds(self, exercise: Exercise) -> dict[str, float]:
        return {name: self.kinds.get(name, 0.0) for name in exercise.kinds}

    def _drivers(self, exercise: Exercise) -> dict[str, float]:
        return {
            name: self.drivers.get(name, 0.0) * (BESIDE if place else 1)
            for place, name in enumerate(exercise.drivers)
        }

    def times(self, exercise: Exercise) -> int:
        return self.done.get(exercise.id, 0)


@dataclass(frozen=True)
class Picked:
    """A selected exercise: its dose, what it was selected for, and notes on cautions.

    `selected_for` is the id of a driver or of a kind of knee pain; without one it was selected
    because it was done least this week.
    """

    exercise: Exercise
    dose: ExerciseDose
    selected_for: str | None = None
    minding: tuple[ExerciseCaution, ...] = ()
    hold_on: str = ""
    """How to do it with a hold, for a person who may fall."""


def weights(
    ranking: Iterable[RankedDriver], verdicts: Mapping[str, Outcome] | None = None
) -> dict[str, float]:
    """The weight of each driver, 0-1, by driver id, from its points in the screening.

    A routine that helps raises the weight of its driver. One that was ruled out does not lower
    it: whether muscles are weak was not tested.
    """
    helps = {driver for driver, outcome in (verdicts or {}).items() if outcome is Outcome.HELPS}
    return {
        driver.id: max(driver.share, RESPONDS) if driver.id in helps else driver.share
        for driver in ranking
    }


def excluded_exercises(
    programme: Programme, cautions: Collection[str]
) -> dict[str, ExerciseCaution]:
    """The exercises that one of `cautions` (rule ids) excludes, by id, with the caution's note."""
    return {
        exercise.id: minding
        for exercise in programme.exercises
        for minding in exercise.cautions
        if minding.leave_out and minding.caution in cautions
    }


def select_exercises(
    programme: Programme, phase_id: str, needs: Needs, *, halved: bool = False
) -> tuple[Picked, ...]:
    """The exercises of one session, in order; `halved` gives half the sets.

    Of each kind an anchor of the phase is in every session: the one with the largest weight. The
    heaviest of the others comes next, the rest take turns, those nearest to the phase's load
    first. The heaviest driver gets one exercise more, and its kind comes first. The order of the
    file decides nothing.
    """
    phase, out = programme.phase(phase_id), excluded_exercises(programme, needs.cautions)
    available = [
        exercise
        for exercise in programme.of(phase_id)
        if exercise.id not in out
        and exercise.family not in needs.closed
        and needs.times(exercise) < exercise.days_a_week
    ]
    selected = _by_kind(phase, available, needs)
    selected |= _one_more(phase, available, selected, needs)
    order = _order(phase, selected, needs)
    may_fall = not needs.cautions.isdisjoint(programme.hold_on_for)
    return tuple(
        Picked(
            exercise=exercise,
            dose=exercise.dose.halved() if halved else exercise.dose,
            selected_for=selected[exercise],
            minding=tuple(
                minding for minding in exercise.cautions if minding.caution in needs.cautions
            ),
            hold_on=(exercise.hold_on or "") if may_fall else "",
        )
        for exercise in sorted(selected, key=lambda exercise: order.index(exercise.trains))
    )


def _by_kind(
    phase: Phase, available: Sequence[Exercise], needs: Needs
) -> dict[Exercise, str | None]:
    """As many exercises of each kind as a session holds, with what each is for."""
    selected: dict[Exercise, str | None] = {}
    for kind, count in phase.session.items():
        of_kind = sorted(
            (exercise for exercise in available if exercise.trains is kind),
            key=lambda exercise: _turn(phase, exercise, needs),
        )
        order = phase.anchors.get(kind, ())
        anchor = min(
            (exercise for exercise in of_kind if exercise.id in order),
            key=lambda exercise: (-needs.weight(exercise), order.index(exercise.id)),
            default=None,
        )
        best = max(
            (exercise for exercise in of_kind if exercise is not anchor and needs.served(exercise)),
            key=needs.weight,
            default=None,
        )
        first = [exercise for exercise in (anchor, best) if exercise]
        rest = (exercise for exercise in of_kind if exercise not in first)
        for exercise in [*first, *rest][:count]:
            served = needs.served(exercise) if exercise in first else None
            selected[exercise] = served
    return selected


def _turn(phase: Phase, exercise: Exercise, needs: Needs) -> tuple[int, float, int, str]:
    """What decides whose turn it is: least done, most weight, nearest to the load of the phase."""
    anchors = {name for names in phase.anchors.values() for name in names}
    far = abs(LOADS[exercise.family] - LOADS[phase.load])
    return (
        needs.times(exercise),
        -needs.weight(exercise),
        far - (exercise.id in anchors),
        exercise.id,
    )


def _one_more(
    phase: Phase, available: Sequence[Exercise], selected: Collection[Exercise], needs: Needs
) -> dict[Exercise, str | None]:
    """The additional exercise of the heaviest driver, if it reaches STANDS_OUT."""
    first = max(sorted(needs.drivers), key=lambda name: needs.drivers[name], default=None)
    if first is None or needs.drivers[first] < STANDS_OUT:
        return {}
    serving = [
        exercise for exercise in available if first in exercise.drivers and exercise not in selected
    ]
    more = min(serving, key=lambda exercise: _turn(phase, exercise, needs), default=None)
    return {more: first} if more else {}


def _order(phase: Phase, selected: Collection[Exercise], needs: Needs) -> list[Trains]:
    """The kinds in the phase's order; that of the heaviest driver first, stretches last."""
    kinds = list(dict.fromkeys((*phase.session, *(exercise.trains for exercise in selected))))
    loaded = [exercise for exercise in selected if exercise.trains is not Trains.STRETCH]
    lead = max(loaded, key=needs.weight, default=None)
    first = lead.trains if lead and needs.served(lead) else None
    return sorted(kinds, key=lambda kind: (kind is not first, kind is Trains.STRETCH))
