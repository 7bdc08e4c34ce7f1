"""Small values that stand as JSON text in a column: a person's time zones, an entry's origin,
the planned looks of a trial, the spots of a step.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from pydantic import TypeAdapter

from kneeapp.domain.accounts.time_zones import ZoneChange
from kneeapp.domain.origin import Origin
from kneeapp.domain.routine.spots import Spot
from kneeapp.domain.trial.block_trial import Look

_SPOTS = TypeAdapter(tuple[Spot, ...])


def zones_of_text(text: str | None) -> tuple[ZoneChange, ...]:
    """The zones that the column `zones` holds."""
    return tuple(
        ZoneChange(datetime.fromisoformat(change["since"]), change["zone"])
        for change in json.loads(text or "[]")
    )


def zones_text(zones: Sequence[ZoneChange]) -> str | None:
    """The column `zones` that holds these."""
    changes = [{"since": change.since.isoformat(), "zone": change.zone} for change in zones]
    return json.dumps(changes) if changes else None


def origin_of_text(text: str | None) -> Origin | None:
    """The origin that the column holds."""
    if text is None:
        return None
    held = json.loads(text)
    return Origin(UUID(held["batch"]), datetime.fromisoformat(held["at"]), held["file"])


def origin_text(origin: Origin | None) -> str | None:
    """The column that holds `origin`; equal origins have equal texts."""
    if origin is None:
        return None
    at = origin.at.astimezone(UTC).isoformat()
    return json.dumps({"batch": str(origin.batch), "at": at, "file": origin.file})


def looks_of_text(text: str | None) -> tuple[Look, ...]:
    """The planned looks that the column `looks` holds."""
    return tuple(Look(**look) for look in json.loads(text or "[]"))


def looks_text(looks: Sequence[Look]) -> str:
    """The column `looks` that holds these."""
    return json.dumps([{"sessions": look.sessions, "limit": look.limit} for look in looks])


def spots_of_text(text: str | None) -> tuple[Spot, ...]:
    """The spots that the column holds."""
    return _SPOTS.validate_json(text) if text else ()


def spots_text(spots: Sequence[Spot]) -> str | None:
    """The column that holds `spots`."""
    return _SPOTS.dump_json(tuple(spots)).decode() if spots else None
