"""Phase bands: from when until when each phase of the programme was trained."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from kneeapp.domain.evidence.bands import Band, BandKind
from kneeapp.domain.programme.training_log import Training


def phase_bands(
    trainings: Iterable[Training], titles: Mapping[str, str], today: date
) -> tuple[Band, ...]:
    """A band for each run of trainings in one phase, up to the day before the next run.

    The last one reaches until `today`. `titles` gives the title of a phase by its id; a phase
    that the content no longer has is named by its id.
    """
    by_day = sorted(trainings, key=lambda training: training.day)
    runs = [(phase, next(iter(run)).day) for phase, run in groupby(by_day, lambda done: done.phase)]
    return tuple(
        Band(BandKind.PHASE, titles.get(phase, phase), first, max(first, last))
        for (phase, first), last in zip(runs, _lasts(runs, today), strict=True)
    )


def _lasts(runs: list[tuple[str, date]], today: date) -> list[date]:
    """The last day of each run: the day before the next one begins, `today` for the last."""
    before_next = [date.fromordinal(first.toordinal() - 1) for _, first in runs[1:]]
    return [*before_next, today][: len(runs)]
