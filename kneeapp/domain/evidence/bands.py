"""Bands: the days behind a chart on which something held, as a phase, a trial or a marked day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kneeapp.domain.evidence.life_events import LifeEvent
from kneeapp.domain.evidence.progress import Window


class BandKind(StrEnum):
    """What held on the days of a band; a chart draws each kind in a lane of its own."""

    MARK = "mark"
    PHASE = "phase"
    TRIAL = "trial"


@dataclass(frozen=True)
class Band:
    """Days in the person's time zone, both ends included, and the name of what held on them."""

    kind: BandKind
    name: str
    first: date
    last: date


def mark_bands(events: Iterable[LifeEvent]) -> tuple[Band, ...]:
    """A band of one day for each marked day."""
    return tuple(Band(BandKind.MARK, event.kind.label, event.on, event.on) for event in events)


def bands_within(bands: Iterable[Band], window: Window) -> tuple[Band, ...]:
    """The parts of `bands` that lie in `window`, by kind and then by day."""
    inside = (
        Band(band.kind, band.name, max(band.first, window.first), min(band.last, window.last))
        for band in bands
        if band.first <= window.last and band.last >= window.first
    )
    return tuple(sorted(inside, key=lambda band: (band.kind, band.first, band.last, band.name)))
