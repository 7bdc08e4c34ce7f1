"""Kinds of knee pain: which ones the answers fit, as a likelihood and never as a diagnosis.

The points and their limits are DESIGN; what each kind rests on is named in the content.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kneeapp.domain.screening.conditions import Answers, hold
from kneeapp.domain.screening.questionnaire import (
    FULL_POINTS,
    PainKind,
    Questionnaire,
    applicable_answers,
)

FITS_WELL, FITS_PARTLY = 7, 3
"""Points of FULL_POINTS from which a kind fits well, and from which it is named at all."""

WORDS = (
    "Which kinds of knee pain your answers fit. That is a likelihood, not a diagnosis: pictures "
    "and names often say little about what the knee can do. Two kinds can be there at once."
)
NONE_FITS = (
    "Your answers fit no kind of knee pain in particular. The programme then follows your drivers."
)


class Fit(StrEnum):
    WELL = "well"
    PARTLY = "partly"


FIT_WORDS = {
    Fit.WELL: "Your answers fit this well",
    Fit.PARTLY: "Your answers fit this in part",
}


@dataclass(frozen=True)
class FittingKind:
    """A kind that the answers fit, with the points of its met features and their sentences."""

    kind: PainKind
    points: int
    because: tuple[str, ...]

    @property
    def fit(self) -> Fit:
        return Fit.WELL if self.points >= FITS_WELL else Fit.PARTLY

    @property
    def share(self) -> float:
        """Points as a share of the most a kind can have, 0-1."""
        return self.points / FULL_POINTS


def fitting_kinds(questionnaire: Questionnaire, answers: Answers) -> tuple[FittingKind, ...]:
    """The kinds that `answers` fit, most points first; equal ones in the order of the file."""
    facts = applicable_answers(questionnaire, answers)
    fitting = (
        _fitting(kind, facts)
        for kind in questionnaire.kinds
        if hold(kind.needs, facts, unless=kind.unless)
    )
    named = (fitting_kind for fitting_kind in fitting if fitting_kind.points >= FITS_PARTLY)
    return tuple(sorted(named, key=lambda fitting_kind: -fitting_kind.points))


def kind_weights(fitting: Iterable[FittingKind]) -> dict[str, float]:
    """The share of points, 0-1, of each kind by its id."""
    return {fitting_kind.kind.id: fitting_kind.share for fitting_kind in fitting}


def _fitting(kind: PainKind, facts: Answers) -> FittingKind:
    met = [feature for feature in kind.features if hold(feature.when, facts, unless=feature.unless)]
    return FittingKind(
        kind, sum(feature.points for feature in met), tuple(feature.because for feature in met)
    )
