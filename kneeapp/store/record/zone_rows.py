"""The time zones of a person as the column `person.zones`: JSON text, null without any."""

import json
from collections.abc import Sequence
from datetime import datetime

from kneeapp.domain.accounts.time_zones import ZoneChange


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
